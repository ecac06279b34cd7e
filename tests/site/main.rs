//! Tests whole sites, built natively from the newsrooms in `../fixtures`. Each theme has a module.
//!
//! Snapshots hold what a reader would see, not all the bytes. A tool writes them; never edit them by hand: see
//! `../README.md`.

mod blocks;
mod driver;
mod embedding;
mod encodings;
mod feeds;
mod files;
mod front_matter;
mod hostile;
mod html;
mod identifiers;
mod integrity;
mod invalid;
mod languages;
mod lossless;
mod offline;
mod packs;
mod paging;
mod plain_text;
mod portable;
mod public;
mod rules;
mod sameness;
mod scripts;
