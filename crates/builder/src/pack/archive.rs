//! The files of an edition in a row: what a portable edition carries for the app and for other readers.
//!
//! A line with the format's name and version; then for each file a line with its path and its length in bytes, and its
//! bytes. They are checked by their hashes and not by this format.

use std::collections::BTreeSet;

const FIRST_LINE: &[u8] = b"offprint-edition 1\n";

/// The files of an edition, by their paths from the root of its site. `tools/archive.js` reads them.
#[derive(Debug, Default)]
pub struct Archive {
    bytes: Vec<u8>,
    paths: BTreeSet<String>,
}

impl Archive {
    /// An archive without files.
    pub fn new() -> Self {
        Self { bytes: FIRST_LINE.to_vec(), paths: BTreeSet::new() }
    }

    /// Adds a file, unless it is there.
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

    /// The archive as it is written.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
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
    }
}
