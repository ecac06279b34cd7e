//! Getting what a page shows, from wherever the edition's bundles are.

mod edition;
mod error;
mod json;
mod pictures;
mod trusted;

pub use edition::{Bundles, Edition};
pub use error::ContentError;
pub use json::read;
pub use pictures::pictures;
pub use trusted::Trusted;

#[cfg(test)]
mod tests;
