//! Pictures, as the builder prepares them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::inline::Inline;

/// A picture with its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its files, widest first; empty if the picture is on another site or could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renditions: Vec<Rendition>,
    /// Its address on another site. It is only linked, never fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The alternative text; empty for decoration.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alternative: String,
    /// The caption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// One file of a picture, at `edition/media/<hash>.<extension>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// The SHA-256 of the file.
    pub hash: Hash,
    /// The file's extension, which names its format: `jpg`, `png`, `webp`, `gif`.
    pub extension: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Length of the file in bytes.
    pub bytes: u32,
}

impl Rendition {
    /// Returns the path from the root of the site.
    pub fn path(&self) -> String {
        format!("edition/media/{}.{}", self.hash, self.extension)
    }
}
