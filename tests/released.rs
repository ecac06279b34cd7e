//! Provides the fixture `released-0.1`, which the released version 0.1 wrote and every later version must read.
//!
//! `browser/released/write.rs` wrote it:
//! - `device.json`: the store in the browser of a reader of edition 2;
//! - `site/`: the site of edition 2, as far as the tests need it;
//! - `edition-1-root-1.json` and `edition-1-root-2.json`: the head of edition 1, signed with the newsroom's first keys
//!   and with those of root 2, by which the device knows it;
//! - `edition-3.html` and `bridge.html`: the next edition and one of its articles, packed without the app;
//! - `keys/`: the newsroom's private keys and roots, with which the tests sign edition 4.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::{fixtures, read_folder};

/// The time at which the fixture was written: 1 November 2026, 06:00 UTC, in seconds since 1970.
///
/// Tests set the clock to it. On a real clock the editions have expired.
pub const NOW: u64 = 1_793_512_800;

/// The passphrase of the private keys, which sign nothing but this fixture.
pub const PASSPHRASE: &str = "the ferry leaves at nine";

/// Returns the folder of the fixture.
pub fn folder() -> PathBuf {
    fixtures().join("released-0.1")
}

/// Reads a file of the fixture.
pub fn read(path: &str) -> Vec<u8> {
    fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Copies the keys, because signing writes into their folder. Only this user may read the copy, as `offprint` demands.
pub fn keys() -> TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in read_folder(&folder().join("keys")) {
        let file = copy.path().join(name);
        fs::write(&file, bytes).expect("a file");
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).expect("a mode");
    }
    copy
}
