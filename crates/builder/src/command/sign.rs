//! `offprint sign`: signatures for a site that was built.

use std::path::PathBuf;

use anyhow::ensure;
use builder::keys::Keys;
use builder::sign::{self, Signer, VALID_DAYS};
use builder::write::Place;

use super::passphrase::PassphraseArgument;
use super::{Ended, now, output, seconds};

/// Sign a site that was built, or say anew that its edition is the newest
///
/// Signs what the edition is and every file of the site; files that were signed before stay as they are. With --pulse only the
/// date is renewed, which needs the pulse key alone: run it from cron every day, so that readers see when newer news is held back.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint sign site --keys keys
  offprint sign site --keys keys --passphrase-file passphrase --pulse

Exit status: 0 done, 1 nothing was signed and the site is as it was, 2 wrong usage")]
pub struct Arguments {
    /// The folder of the site, as offprint build made it
    site: PathBuf,
    /// The folder of the keys
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Only say anew that the edition is the newest
    #[arg(long)]
    pulse: bool,
    /// For how many days that holds
    #[arg(long, value_name = "DAYS", default_value_t = VALID_DAYS)]
    valid_days: u64,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

/// Signs the site and says what was signed.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let out = &arguments.site;
    ensure!(out.join(model::Head::PATH).is_file(), "{} is no site: it has no {}", out.display(), model::Head::PATH);
    let keys = Keys::open(&arguments.keys)?;
    let passphrase = arguments.passphrase.read()?;
    let now = seconds(now()?)?;
    let place = Place::take(out)?;
    let before = place.read()?;
    let mut site = before.clone();
    let (signed, what) = if arguments.pulse {
        (sign::pulse(&mut site, &keys, &passphrase, now, arguments.valid_days)?, "Dated".to_owned())
    } else {
        let signer = Signer::unlock(keys, &passphrase)?;
        if let Some((wrong, remedy)) = signer.keys().warning() {
            output::print_warning(wrong, &remedy);
        }
        let outcome = signer.sign(&mut site, now, arguments.valid_days)?;
        let files = output::count(outcome.files as u64, "file");
        (outcome.signed, format!("Signed {files} of"))
    };
    place.change(&before, site)?;
    let edition = signed.statement.edition;
    anstream::println!(
        "{what} edition {edition} in {}, valid for {}",
        out.display(),
        output::count(arguments.valid_days, "day")
    );
    Ok(Ended::Done)
}
