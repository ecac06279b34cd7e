//! Opens the site to verify, wherever it is.

use std::fmt;
use std::path::Path;

use anyhow::{Context, bail};

use super::FindingKind;
use super::folder::Folder;
use super::network::{HttpSource, Timeouts};
use super::portable::{self, Portable};
use site::COPY_ENDINGS;

/// A source of the untrusted files of a site.
pub trait Source: Sync {
    /// Reads a file by its path from the root of the site. Fails if it has more than `max_bytes` bytes.
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError>;

    /// Returns the endings of compressed copies.
    fn copies(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns all files by name, or none if the source cannot list them.
    fn names(&self) -> Vec<FoundFile> {
        Vec::new()
    }

    /// Returns whether a missing file may exist elsewhere: the host refuses to send it, or the source holds a part of a site.
    fn hides(&self, _path: &str) -> bool {
        false
    }

    /// Returns the source itself if it may hold only a part of a site.
    fn part(&self) -> Option<&Portable> {
        None
    }
}

/// A name in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// The path from the root of the site.
    pub path: String,
    /// The kind of thing that has this name.
    pub kind: FoundKind,
}

/// The kind of thing that has a name in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A file or folder that cannot be read for this reason.
    Unreadable(String),
}

/// A site in memory, before it is written.
impl Source for site::Site {
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
        let bytes = self.get(path).ok_or(SourceError::Missing)?;
        if bytes.len() as u64 > max_bytes { Err(SourceError::TooLong) } else { Ok(bytes.clone()) }
    }

    fn copies(&self) -> &'static [&'static str] {
        &COPY_ENDINGS
    }
}

/// The reason why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// The file does not exist.
    Missing,
    /// The host answers 403, which some do for a missing file.
    Refused,
    /// The file is longer than allowed.
    TooLong,
    /// The host sent the file compressed, and it cannot be unpacked for this reason.
    Packed(String),
    /// The host redirects to this address.
    Elsewhere(String),
    /// The file cannot be read for this reason.
    Unreadable(String),
}

impl SourceError {
    /// Returns the kind of the finding if this happens to a signed file.
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::Missing | Self::Refused => FindingKind::Missing,
            Self::TooLong | Self::Packed(_) => FindingKind::Altered,
            Self::Elsewhere(_) | Self::Unreadable(_) => FindingKind::Unreadable,
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("it is missing"),
            Self::Refused => formatter.write_str("it is missing, or the host refuses to send it (403)"),
            Self::TooLong => formatter.write_str("it is longer than such a file can be"),
            Self::Packed(reason) => formatter.write_str(reason),
            Self::Elsewhere(to) => write!(formatter, "it cannot be read: the host redirects to {to}"),
            Self::Unreadable(reason) => write!(formatter, "it cannot be read: {reason}"),
        }
    }
}

/// Opens an address, a folder, a portable edition or a zip.
pub fn open(location: &str) -> anyhow::Result<Box<dyn Source>> {
    if location.contains("://") {
        return Ok(Box::new(HttpSource::at(location, Timeouts::default())?));
    }
    let path = Path::new(location);
    let metadata = path.metadata().with_context(|| {
        format!(
            "{location} cannot be read: name a site that offprint build made, its address, or a file of offprint pack"
        )
    })?;
    if metadata.is_dir() {
        return Ok(Box::new(Folder::new(path)));
    }
    match portable::open(path)? {
        Some(file) => Ok(Box::new(file)),
        None => bail!("{location} is neither the folder of a site, nor a portable edition, nor a zip with an edition"),
    }
}
