//! Holds the passphrase that encrypts the private keys.

use std::path::Path;

use anyhow::{Context, bail};
use zeroize::Zeroizing;

use super::file::read_secret;

/// The number of characters below which a new passphrase is too short.
const MIN_CHARACTERS: usize = 12;

/// A passphrase, erased from memory when dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Returns a typed passphrase; fails if it is empty.
    pub fn typed(text: String) -> anyhow::Result<Self> {
        let passphrase = Self(Zeroizing::new(text));
        if passphrase.0.is_empty() {
            bail!("the passphrase is empty");
        }
        Ok(passphrase)
    }

    /// Reads the first line of a file, which no other user of this machine may be able to read.
    pub fn from_file(file: &Path) -> anyhow::Result<Self> {
        let text = read_secret(file, "a passphrase").context("the passphrase cannot be read")?;
        let line = text.lines().next().unwrap_or_default();
        Self::typed(line.to_owned()).with_context(|| format!("{} has no passphrase in its first line", file.display()))
    }

    /// Returns whether the passphrase is too short to protect a stolen key.
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < MIN_CHARACTERS
    }

    /// Returns the bytes from which the encryption key is derived.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
