//! `offprint keygen`: the keys of a site.

use std::path::PathBuf;

use signing::keys::{Keys, Quorum};

use super::passphrase::PassphraseArgument;
use super::{Ended, now, output, seconds};

/// Make the keys with which a newsroom signs its editions
///
/// Three root keys say who signs, and two of them are needed to change that: give each to another person, on a stick that
/// lies in a drawer. The desk key signs editions, on the machine that builds them. The pulse key says every few hours that the
/// newest edition is still the newest, and may lie on a server. All are encrypted with the passphrase.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint keygen --keys keys
  offprint keygen --keys keys --roots 1 --threshold 1           for a newsroom of one
  offprint keygen --keys keys --passphrase-file passphrase      unattended

Exit status: 0 done, 1 no keys were made, 2 wrong usage")]
pub struct Arguments {
    /// The folder for the keys: new or empty, and never inside a site or a newsroom's public folder
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// How many root keys to make
    #[arg(long, value_name = "N", default_value_t = 3)]
    roots: usize,
    /// How many of them must sign
    #[arg(long, value_name = "N", default_value_t = 2)]
    threshold: usize,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

/// Makes the keys and says what to do with them.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let now = seconds(now()?)?;
    let passphrase = arguments.passphrase.chosen()?;
    let quorum = Quorum { keys: arguments.roots, threshold: arguments.threshold };
    let keys = Keys::create(&arguments.keys, &passphrase, quorum, now)?;
    let site = keys.root().statement.site;
    if passphrase.is_short() {
        anstream::eprintln!("The passphrase is short: whoever gets the keys can try them all. A sentence is better");
    }
    keys.warnings(now).iter().for_each(output::print_warning);
    anstream::println!("Made the keys in {}", arguments.keys.display());
    anstream::println!("\nThe site's fingerprint, to be printed and read out wherever readers know you:\n");
    anstream::println!("  {}\n  {site}\n", trust::fingerprint(&site));
    anstream::println!(
        "Move the root-*.key files off this machine, each to another person, with the passphrase known to each."
    );
    anstream::println!("Then: offprint sign SITE --keys {}", arguments.keys.display());
    Ok(Ended::Done)
}
