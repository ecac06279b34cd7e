//! Reads a site in a folder.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{FoundFile, FoundKind, Source, SourceError};
use site::COPY_ENDINGS;
use site::write::LOST_AND_FOUND;

/// A site in a folder.
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}

impl Source for Folder {
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
        let explain = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => SourceError::Missing,
            _ => SourceError::Unreadable(error.to_string()),
        };
        let file = self.root.join(path);
        // Opening a pipe may never end.
        let metadata = file.metadata().map_err(explain)?;
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(SourceError::Unreadable("it is not a regular file".to_owned()));
        }
        let file = File::open(file).map_err(explain)?;
        let mut bytes = Vec::new();
        file.take(max_bytes + 1).read_to_end(&mut bytes).map_err(explain)?;
        if bytes.len() as u64 > max_bytes { Err(SourceError::TooLong) } else { Ok(bytes) }
    }

    fn copies(&self) -> &'static [&'static str] {
        &COPY_ENDINGS
    }

    fn names(&self) -> Vec<FoundFile> {
        let path_of = |path: &Path| {
            let path = path.strip_prefix(&self.root).unwrap_or(path);
            path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        let found = |entry: walkdir::Result<walkdir::DirEntry>| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => {
                let kind = if entry.path_is_symlink() { FoundKind::Link } else { FoundKind::File };
                Some(FoundFile { path: path_of(entry.path()), kind })
            }
            // Only the administrator can open it, so hosts send none of its files.
            Err(error) if error.path() == Some(&*self.root.join(LOST_AND_FOUND)) => None,
            Err(error) => {
                let path = path_of(error.path().unwrap_or(&self.root));
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                Some(FoundFile { path, kind: FoundKind::Unreadable(reason) })
            }
        };
        WalkDir::new(&self.root).sort_by_file_name().into_iter().filter_map(found).collect()
    }
}
