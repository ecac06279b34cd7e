//! `offprint sign`: signs a finished site.

use std::path::PathBuf;

use anyhow::ensure;
use model::Head;
use signing::keys::Keys;
use signing::sign::{self, Signer};
use site::write::{SiteFolder, is_unfinished};

use super::passphrase::PassphraseArgument;
use super::{Ended, now, output, seconds};

/// Sign a finished site, or renew the date of its edition
///
/// Signs the edition and every file of the site; the files themselves stay unchanged. With --pulse only the date is
/// renewed, which needs only the pulse key: run it from cron every few hours, so that apps notice when newer news is
/// withheld.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint sign site --keys keys
  offprint sign site --keys keys --passphrase-file passphrase --pulse

Exit status: 0 done, 1 nothing was signed and the site is unchanged, 2 wrong usage")]
pub struct Arguments {
    /// The folder of the site that offprint build made
    site: PathBuf,
    /// The folder of the keys
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Only renew the date of the edition
    #[arg(long)]
    pulse: bool,
    /// The number of days for which the edition is valid; without it, as before, or 7 for a site that is not signed yet
    #[arg(long, value_name = "DAYS")]
    valid_days: Option<u64>,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

/// Signs the site and prints the result.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let out = &arguments.site;
    ensure!(
        out.join(Head::PATH).is_file() || is_unfinished(out),
        "{} is not a site: it has no {} (offprint build makes a site)",
        out.display(),
        Head::PATH
    );
    let now = seconds(now()?)?;
    let keys = Keys::open_for(&arguments.keys, Some(out))?;
    let site_folder = SiteFolder::lock(out)?;
    sign::check_newspaper(&keys, &site_folder)?;
    sign::check_roots(&keys, &site_folder)?;
    keys.check_expiry(now)?;
    let warnings = if arguments.pulse { keys.warning_of_expiry(now).into_iter().collect() } else { keys.warnings(now) };
    warnings.iter().for_each(output::print_warning);
    let passphrase = arguments.passphrase.read()?;
    let valid_days = arguments.valid_days.unwrap_or_else(|| sign::days_of(site_folder.previous().as_ref()));
    let before = site_folder.read()?;
    let mut site = before.clone();
    let (signed, action) = if arguments.pulse {
        (sign::pulse(&mut site, out, &keys, &passphrase, now, valid_days)?, "Renewed the date of".to_owned())
    } else {
        let outcome = Signer::unlock(keys, &passphrase)?.sign(&mut site, now, valid_days)?;
        let files = output::count(outcome.files as u64, "file");
        (outcome.signed, format!("Signed {files} of"))
    };
    site_folder.change(&before, site)?;
    let edition = signed.statement.edition;
    output::result(format_args!(
        "{action} edition {edition} in {}, valid for {}",
        out.display(),
        output::count(valid_days, "day")
    ));
    Ok(Ended::Done)
}
