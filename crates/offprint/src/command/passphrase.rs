//! Where commands get the passphrase from: a file, or whoever sits there. It never stands on a command line.

use std::io::{IsTerminal, stdin};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use signing::keys::Passphrase;

/// The passphrase of the keys.
#[derive(Clone, Args)]
pub(super) struct PassphraseArgument {
    /// Read the passphrase from the first line of this file, which nobody else may read, instead of asking for it
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseArgument {
    /// The passphrase of keys that are there.
    pub(super) fn read(&self) -> anyhow::Result<Passphrase> {
        match &self.passphrase_file {
            Some(file) => Passphrase::from_file(file),
            None => ask("Passphrase of the keys: "),
        }
    }

    /// The passphrase for new keys; one that is typed is typed twice.
    pub(super) fn chosen(&self) -> anyhow::Result<Passphrase> {
        let passphrase = self.read()?;
        if self.passphrase_file.is_none() && ask("Once more: ")? != passphrase {
            bail!("the two are not the same: nothing was made");
        }
        Ok(passphrase)
    }
}

fn ask(question: &str) -> anyhow::Result<Passphrase> {
    if !stdin().is_terminal() {
        bail!("there is nobody to ask for the passphrase: name a file that holds it with --passphrase-file");
    }
    Passphrase::typed(rpassword::prompt_password(question).context("the passphrase cannot be read")?)
}
