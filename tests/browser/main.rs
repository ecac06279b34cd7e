//! The site in a real browser: Chromium, driven through WebDriver. A module for each theme.

mod damage;
mod editions;
mod every_page;
mod harness;
mod history;
mod keyboard;
mod languages;
mod lists;
mod navigation;
mod network;
mod no_scripts;
mod not_found;
mod sub_path;
mod taking_over;
