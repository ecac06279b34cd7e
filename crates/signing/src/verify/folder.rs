//! Reads a site in a folder.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Source, SourceError};
use site::COPY_ENDINGS;

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
        let file = File::open(self.root.join(path)).map_err(explain)?;
        let mut bytes = Vec::new();
        file.take(max_bytes + 1).read_to_end(&mut bytes).map_err(explain)?;
        if bytes.len() as u64 > max_bytes { Err(SourceError::TooLong) } else { Ok(bytes) }
    }

    fn copies(&self) -> &'static [&'static str] {
        &COPY_ENDINGS
    }

    fn names(&self) -> Vec<String> {
        let files = WalkDir::new(&self.root).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|entry| !entry.file_type().is_dir());
        let name = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&self.root).ok()?;
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            Some(parts.join("/"))
        };
        files.filter_map(name).collect()
    }
}
