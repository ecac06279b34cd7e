//! The files of a site in memory, so that tests and `offprint serve` need no disk.

use std::collections::BTreeMap;

/// The files of a site, by their path from its root, with `/` between folders.
pub type Site = BTreeMap<String, Vec<u8>>;
