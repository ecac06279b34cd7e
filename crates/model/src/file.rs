//! Files that articles link to.

use alloc::format;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::reference::BundleReference;

/// A file that an article links to, at `edition/files/<hash>.<extension>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedFile {
    /// The SHA-256 of the file.
    pub hash: Hash,
    /// The file's extension: `pdf`, `mp3`, or `bin` if a host or a browser would run the file.
    pub extension: String,
    /// Length of the file in bytes.
    pub bytes: u32,
}

impl LinkedFile {
    /// Describes a file of these bytes.
    pub fn new(reference: BundleReference, extension: String) -> Self {
        Self { hash: reference.hash, extension, bytes: reference.bytes }
    }

    /// Returns the path from the root of the site.
    pub fn path(&self) -> String {
        format!("edition/files/{}.{}", self.hash, self.extension)
    }
}
