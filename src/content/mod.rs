//! Getting what a page shows, from wherever the edition's bundles are.

mod edition;
mod error;
pub(crate) mod json;

pub use edition::{Bundles, Edition};
pub use error::ContentError;

#[cfg(test)]
mod tests;
