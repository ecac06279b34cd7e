//! `offprint keygen`: creates the keys of a site.

use std::path::PathBuf;

use signing::keys::{Keys, Quorum};

use super::passphrase::PassphraseArgument;
use super::{Ended, now, output, seconds};

/// Create the keys with which a newsroom signs its editions
///
/// Three root keys decide who signs, and two of them must agree to change that: give each to another person, on a USB
/// stick in a drawer. The desk key signs editions, on the machine that builds them. The pulse key confirms every few
/// hours that the newest edition is still the newest, and may lie on a server. The passphrase encrypts all of them.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint keygen --keys keys
  offprint keygen --keys keys --roots 1 --threshold 1           for a newsroom of one
  offprint keygen --keys keys --passphrase-file passphrase      unattended

Exit status: 0 done, 1 no keys were created, 2 wrong usage")]
pub struct Arguments {
    /// The folder for the keys: new or empty, and not inside a site or a newsroom's folder public
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// The number of root keys to create
    #[arg(long, value_name = "N", default_value_t = 3)]
    roots: usize,
    /// The number of root keys that must sign together
    #[arg(long, value_name = "N", default_value_t = 2)]
    threshold: usize,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

/// Creates the keys and explains what to do with them.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let now = seconds(now()?)?;
    let passphrase = arguments.passphrase.chosen()?;
    let quorum = Quorum { keys: arguments.roots, threshold: arguments.threshold };
    let keys = Keys::create(&arguments.keys, &passphrase, quorum, now)?;
    let site = keys.root().statement.site;
    if passphrase.is_short() {
        output::message("The passphrase is short: anyone who steals the keys can guess it. Better use a sentence");
    }
    keys.warnings(now).iter().for_each(output::print_warning);
    output::result(format_args!("Created the keys in {}", arguments.keys.display()));
    output::result("\nThe site's fingerprint: publish it wherever readers know you, in print or read aloud:\n");
    output::result(format_args!("  {}\n  {site}\n", trust::fingerprint(&site)));
    output::result(
        "Move each root-*.key file off this machine to another person, and tell each of them the passphrase.",
    );
    output::result(format_args!("Then: offprint sign SITE --keys {}", arguments.keys.display()));
    Ok(Ended::Done)
}
