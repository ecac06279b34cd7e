//! Whole sites, built natively from the newsrooms in `../fixtures`. A module for each theme.
//!
//! Snapshots hold what a reader would see, not all the bytes. They are written anew by a tool and never edited by hand:
//! see `../README.md`.

mod blocks;
mod driver;
mod embedding;
mod encodings;
mod feeds;
mod front_matter;
mod hostile;
mod html;
mod integrity;
mod invalid;
mod languages;
mod offline;
mod packs;
mod paging;
mod plain_text;
mod portable;
mod public;
mod rules;
mod sameness;
