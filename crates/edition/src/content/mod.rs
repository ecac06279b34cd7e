//! Loads the content of pages from an edition's bundles, wherever those are.

mod attachments;
mod edition;
mod json;

pub use attachments::{Attachments, attachments};
pub use edition::{Bundles, Edition};
pub use json::read;

#[cfg(test)]
mod tests;
