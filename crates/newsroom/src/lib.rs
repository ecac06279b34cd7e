//! Reads a newsroom, its `offprint.toml` and its sources, and prepares each article for publication.

pub mod characters;
pub mod check;
pub mod config;
mod endings;
pub mod names;
pub mod prepare;
pub mod problem;
pub mod read;
pub mod report;
pub mod segment;
pub mod walk;
