//! The files of a site in memory, so that tests and `offprint serve` need no disk.

use std::collections::BTreeMap;

/// The files of a site, by their path from its root, with `/` between folders.
pub type Site = BTreeMap<String, Vec<u8>>;

/// The folder in which a file lies, ending with a slash; empty for one at the root.
pub fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}
