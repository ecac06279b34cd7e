//! Checks the invariants of ARCHITECTURE.md that a compiler does not check, over the repository's own files.

mod crates;
mod files;
mod modules;
mod repository;
mod sources;
mod styles;
mod views;
