//! Holds the files of a site in memory, so that tests and `offprint serve` need no disk.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The files of a site, by their path from its root, with `/` between folders.
pub type Site = BTreeMap<String, Vec<u8>>;

/// The endings of the names of compressed copies.
pub const COPY_ENDINGS: [&str; 2] = [".gz", ".br"];

/// Returns the path of the file of which `path` would be a compressed copy, by its name.
pub fn original_of(path: &str) -> Option<&str> {
    COPY_ENDINGS.iter().find_map(|ending| path.strip_suffix(ending))
}

/// Returns whether a file is the compressed copy of another one.
pub fn is_copy(site: &Site, path: &str) -> bool {
    original_of(path).is_some_and(|original| site.contains_key(original))
}

/// Returns the first 16 hexadecimal digits of the SHA-256 of all parts in a row, for the name of a file.
pub fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let hash = parts.into_iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize();
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
