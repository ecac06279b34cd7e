//! The site in a real browser: Chromium, driven through WebDriver. A module for each theme.

mod damage;
mod device;
mod editions;
mod embedding;
mod every_page;
mod faults;
mod harness;
mod history;
mod keeping;
mod keyboard;
mod languages;
mod lists;
mod navigation;
mod network;
mod no_scripts;
mod not_found;
mod private;
mod sub_path;
mod taking_over;
mod worker;
