//! Getting what a page shows, from wherever the edition's bundles are.

mod edition;
mod json;
mod pictures;

pub use edition::{Bundles, Edition};
pub use json::read;
pub use pictures::pictures;

#[cfg(test)]
mod tests;
