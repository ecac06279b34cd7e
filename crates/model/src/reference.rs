//! References to the files of an edition.

use alloc::format;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::hash::Hash;

/// A file of the edition, named by its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleReference {
    /// The SHA-256 of its bytes.
    pub hash: Hash,
    /// Its uncompressed size in bytes.
    pub bytes: u32,
}

impl BundleReference {
    /// Returns the bundle's path from the root of the site.
    pub fn path(&self) -> String {
        format!("edition/b/{}.json", self.hash)
    }

    /// Returns the manifest's path from the root of the site.
    pub fn manifest_path(&self) -> String {
        format!("edition/m/{}.json", self.hash)
    }
}
