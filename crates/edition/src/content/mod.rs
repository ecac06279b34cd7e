//! Loads the content of pages from an edition's bundles, wherever those are.

mod edition;
mod json;
mod pictures;

pub use edition::{Bundles, Edition};
pub use json::read;
pub use pictures::pictures;

#[cfg(test)]
mod tests;
