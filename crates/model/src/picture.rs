//! Pictures, as the builder prepared them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::inline::Inline;

/// A picture with what is said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The files that hold it, widest first; none when it lies on another site, or could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renditions: Vec<Rendition>,
    /// Where it lies on another site. It is never fetched from there, only linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What it shows, for those who do not see it; empty for decoration.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alternative: String,
    /// What is written under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// One file of a picture, at `edition/media/<hash>.<extension>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// The SHA-256 of the file.
    pub hash: Hash,
    /// The file's extension, which is its format: `jpg`, `png`, `webp`, `gif`.
    pub extension: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Length of the file in bytes.
    pub bytes: u32,
}

impl Rendition {
    /// Where the file lies, from the root of the site.
    pub fn path(&self) -> String {
        format!("edition/media/{}.{}", self.hash, self.extension)
    }
}
