//! Reads what a newsroom has: `offprint.toml`, sources in their formats, and what becomes of each article.

pub mod characters;
pub mod check;
pub mod config;
pub mod prepare;
pub mod problem;
pub mod read;
pub mod report;
pub mod walk;
