//! The files of a site in memory, so that tests and `offprint serve` need no disk.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// The files of a site, by their path from its root, with `/` between folders.
pub type Site = BTreeMap<String, Vec<u8>>;

/// The ends of the names of compressed copies, which lie beside their files.
pub const COPY_ENDINGS: [&str; 2] = [".gz", ".br"];

/// Tells whether a file is the compressed copy of another one.
pub fn is_copy(site: &Site, path: &str) -> bool {
    let of = COPY_ENDINGS.iter().find_map(|ending| path.strip_suffix(ending));
    of.is_some_and(|of| site.contains_key(of))
}

/// Makes a short name for files out of their bytes: 16 hexadecimal digits of the SHA-256.
pub fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let hash = parts.into_iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize();
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
