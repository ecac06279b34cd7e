//! The passphrase that the private keys are encrypted with.

use std::path::Path;

use anyhow::{Context, bail};
use zeroize::Zeroizing;

use super::file::read_secret;

/// How few letters a new passphrase may have.
const SHORTEST: usize = 12;

/// A passphrase; it is gone from memory when it is dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// What somebody typed.
    pub fn typed(text: String) -> anyhow::Result<Self> {
        let passphrase = Self(Zeroizing::new(text));
        if passphrase.0.is_empty() {
            bail!("the passphrase is empty");
        }
        Ok(passphrase)
    }

    /// The first line of a file that nobody else may read.
    pub fn from_file(file: &Path) -> anyhow::Result<Self> {
        let text = read_secret(file, "a passphrase").context("the passphrase cannot be read")?;
        let line = text.lines().next().unwrap_or_default();
        Self::typed(line.to_owned()).with_context(|| format!("{} has no passphrase in its first line", file.display()))
    }

    /// Whether it is too short to protect a key that was stolen.
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < SHORTEST
    }

    /// Its bytes, from which the key is derived.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
