//! Reads the passphrase from a file or the terminal, never from the command line.

use std::io::{IsTerminal, stdin};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use signing::keys::Passphrase;

/// The argument for the passphrase of the keys.
#[derive(Clone, Args)]
pub(super) struct PassphraseArgument {
    /// Read the passphrase from the first line of this file, which no other user may read, instead of asking for it
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseArgument {
    /// Reads the passphrase of existing keys.
    pub(super) fn read(&self) -> anyhow::Result<Passphrase> {
        match &self.passphrase_file {
            Some(file) => Passphrase::from_file(file),
            None => ask("Passphrase of the keys: "),
        }
    }

    /// Reads the passphrase for new keys; on a terminal you type it twice.
    pub(super) fn chosen(&self) -> anyhow::Result<Passphrase> {
        let passphrase = self.read()?;
        if self.passphrase_file.is_none() && ask("Once more: ")? != passphrase {
            bail!("the two passphrases differ: no keys were created");
        }
        Ok(passphrase)
    }
}

fn ask(question: &str) -> anyhow::Result<Passphrase> {
    if !stdin().is_terminal() {
        bail!("no terminal to ask for the passphrase: name a file that contains it with --passphrase-file");
    }
    Passphrase::typed(rpassword::prompt_password(question).context("the passphrase cannot be read")?)
}
