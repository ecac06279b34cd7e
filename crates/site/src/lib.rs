//! A site as files: in memory, in the folder that is written, and as hosts are to serve it.

pub mod compress;
mod files;
pub mod hosting;
pub mod private_key;
pub mod shell;
pub mod write;

pub use files::{COPY_ENDINGS, Site, is_copy, short_hash};
