//! `offprint sign`: signatures for a site that was built.

use std::path::PathBuf;

use anyhow::ensure;
use model::Head;
use signing::keys::Keys;
use signing::sign::{self, Signer};
use site::write::SiteFolder;

use super::passphrase::PassphraseArgument;
use super::{Ended, now, output, seconds};

/// Sign a site that was built, or say anew that its edition is the newest
///
/// Signs what the edition is and every file of the site; files that were signed before stay as they are. With --pulse only the
/// date is renewed, which needs the pulse key alone: run it from cron every few hours, so that readers see when newer news is held back.
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
    /// For how many days that holds; without it as many as until now, and 7 where the site is not signed yet
    #[arg(long, value_name = "DAYS")]
    valid_days: Option<u64>,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

/// Signs the site and says what was signed.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let out = &arguments.site;
    ensure!(
        out.join(Head::PATH).is_file(),
        "{} is no site: it has no {} (offprint build makes a site)",
        out.display(),
        Head::PATH
    );
    let now = seconds(now()?)?;
    let keys = Keys::open_for(&arguments.keys, Some(out))?;
    let place = SiteFolder::lock(out)?;
    sign::check_newspaper(&keys, &place)?;
    sign::check_roots(&keys, &place)?;
    keys.check_expiry(now)?;
    let warnings = if arguments.pulse { keys.warning_of_expiry(now).into_iter().collect() } else { keys.warnings(now) };
    warnings.iter().for_each(output::print_warning);
    let passphrase = arguments.passphrase.read()?;
    let valid_days = arguments.valid_days.unwrap_or_else(|| sign::days_of(place.previous().as_ref()));
    let before = place.read()?;
    let mut site = before.clone();
    let (signed, what) = if arguments.pulse {
        (sign::pulse(&mut site, out, &keys, &passphrase, now, valid_days)?, "Timestamp".to_owned())
    } else {
        let outcome = Signer::unlock(keys, &passphrase)?.sign(&mut site, now, valid_days)?;
        let files = output::count(outcome.files as u64, "file");
        (outcome.signed, format!("Signed {files} of"))
    };
    place.change(&before, site)?;
    let edition = signed.statement.edition;
    anstream::println!("{what} edition {edition} in {}, valid for {}", out.display(), output::count(valid_days, "day"));
    Ok(Ended::Done)
}
