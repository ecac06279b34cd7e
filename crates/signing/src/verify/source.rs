//! Where a site lies that is checked.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context, bail};

use super::folder::Folder;
use super::network::{HttpSource, Timeouts};
use super::{FindingKind, portable};
use site::COPY_ENDINGS;

/// Gives the files of a site, whoever put them there.
pub trait Source: Sync {
    /// A file by its path from the root of the site, when it has no more than `most` bytes.
    fn get(&self, path: &str, most: u64) -> Result<Vec<u8>, SourceError>;

    /// The ends of the names of compressed copies that lie beside files.
    fn copies(&self) -> &'static [&'static str] {
        &[]
    }

    /// The paths of all files, where those can be known.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether nobody is given a file, though it is there.
    fn hides(&self, _path: &str) -> bool {
        false
    }

    /// The files that it has, where it carries a part of an edition and no site.
    fn part(&self) -> Option<&BTreeMap<String, Vec<u8>>> {
        None
    }
}

/// A site in memory, before it is written.
impl Source for site::Site {
    fn get(&self, path: &str, most: u64) -> Result<Vec<u8>, SourceError> {
        let bytes = self.get(path).ok_or(SourceError::Missing)?;
        if bytes.len() as u64 > most { Err(SourceError::TooLong) } else { Ok(bytes.clone()) }
    }

    fn copies(&self) -> &'static [&'static str] {
        &COPY_ENDINGS
    }
}

/// Why a file is not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// There is none.
    Missing,
    /// The host gives it to nobody, as some answer for what is not there.
    Refused,
    /// It has more bytes than it may have.
    TooLong,
    /// It was compressed on its way, and does not unpack for this reason.
    Packed(String),
    /// The host leads to this address in its place.
    Elsewhere(String),
    /// It cannot be read, for this reason.
    Unreadable(String),
}

impl SourceError {
    /// What kind of thing that is, for a file that was signed.
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
            Self::Missing => formatter.write_str("it is not there"),
            Self::Refused => formatter.write_str("it is not there, or the host gives it to nobody (403)"),
            Self::TooLong => formatter.write_str("it is longer than such a file can be"),
            Self::Packed(reason) => formatter.write_str(reason),
            Self::Elsewhere(to) => write!(formatter, "it cannot be read: the host leads to {to}"),
            Self::Unreadable(reason) => write!(formatter, "it cannot be read: {reason}"),
        }
    }
}

/// Opens what somebody names: an address, a folder, or a file that was handed on.
pub fn open(place: &str) -> anyhow::Result<Box<dyn Source>> {
    if place.contains("://") {
        return Ok(Box::new(HttpSource::at(place, Timeouts::default())?));
    }
    let path = Path::new(place);
    let metadata = path.metadata().with_context(|| {
        format!("{place} cannot be read: name a site that offprint build made, its address, or a file of offprint pack")
    })?;
    if metadata.is_dir() {
        return Ok(Box::new(Folder::new(path)));
    }
    match portable::open(path)? {
        Some(file) => Ok(Box::new(file)),
        None => bail!("{place} is neither the folder of a site, nor a newspaper file, nor an edition.zip"),
    }
}
