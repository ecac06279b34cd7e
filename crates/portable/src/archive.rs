//! Writes and reads the archive in a portable edition: the files of the edition, for the app.
//!
//! The archive is a line with the name and version of the format; then for each file a line with its path and its
//! length in bytes, and its bytes. The format has no checksums: the files are checked by their hashes.

use std::collections::{BTreeMap, BTreeSet};

const FIRST_LINE: &[u8] = b"offprint-edition 1\n";

/// An archive; its paths start at the root of the site. `share/archive.js` reads it.
#[derive(Debug, Default)]
pub struct Archive {
    bytes: Vec<u8>,
    paths: BTreeSet<String>,
}

impl Archive {
    /// Returns an archive without files.
    pub fn new() -> Self {
        Self { bytes: FIRST_LINE.to_vec(), paths: BTreeSet::new() }
    }

    /// Adds a file, unless the archive has it already.
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        if !self.paths.insert(path.to_owned()) {
            return;
        }
        self.bytes.extend_from_slice(path.as_bytes());
        self.bytes.push(b' ');
        self.bytes.extend_from_slice(bytes.len().to_string().as_bytes());
        self.bytes.push(b'\n');
        self.bytes.extend_from_slice(bytes);
    }

    /// Returns the bytes of the archive.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Returns the files of an archive by their paths; `None` if its format is wrong.
pub fn read(archive: &[u8]) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut rest = archive.strip_prefix(FIRST_LINE)?;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (path, length) = std::str::from_utf8(rest.get(..end)?).ok()?.rsplit_once(' ')?;
        let (file, after) = rest.get(end + 1..)?.split_at_checked(length.parse().ok()?)?;
        if files.insert(path.to_owned(), file.to_vec()).is_some() {
            return None;
        }
        rest = after;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_a_line_and_its_bytes() {
        let mut archive = Archive::new();
        archive.add("edition/head.json", b"{\n}");
        archive.add("edition/b/1.json", b"[1]");
        archive.add("edition/b/1.json", b"[1]");
        let expected = "offprint-edition 1\nedition/head.json 3\n{\n}edition/b/1.json 3\n[1]";
        assert_eq!(String::from_utf8_lossy(archive.bytes()), expected, "and each is there once");
        let files = read(archive.bytes()).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["edition/b/1.json", "edition/head.json"]);
        assert_eq!(files["edition/head.json"], b"{\n}");
        for damaged in
            [&archive.bytes()[1..], &archive.bytes()[..archive.bytes().len() - 1], b"offprint-edition 1\nx 1\n"]
        {
            assert_eq!(read(damaged), None);
        }
    }
}
