//! A site as files: in memory, on the disk, and on hosts.

pub mod compress;
pub mod endings;
mod files;
pub mod hosting;
pub mod private_key;
pub mod shell;
pub mod write;

pub use files::{COPY_ENDINGS, Site, is_copy, original_of, short_hash};
