//! `offprint verify`: whether a site is what its newsroom signed.

use signing::verify::{self, Expected, ExpectedSite};

use super::verdict::{self, fingerprint};
use super::{Ended, now, seconds};

/// Check whether a site or a file is what its newsroom signed
///
/// Checks the signatures, and every file against what was signed: articles, pages, pictures, the app. What a page that came
/// from a mirror cannot say of itself, this says, since it did not come from there. Compare the fingerprint with one that the
/// newsroom told you elsewhere, or give it with --site.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint verify site
  offprint verify https://mirror.example/ --site 'lusab babad gutih tugad gutuk bisog mudof sakat'
  offprint verify lantern.html --at-least 42

Exit status: 0 it is, 2 wrong usage; else the worst of what is wrong:
  1 it cannot be read               3 it is not signed
  4 a signature is not valid        5 it is of another site
  6 a file is altered               7 a file is missing
  8 it is older than it may be      9 it is not valid any more")]
pub struct Arguments {
    /// The folder of a site, its address, a portable edition, or an edition.zip
    #[arg(value_name = "DIR|URL|FILE")]
    place: String,
    /// The site's fingerprint, as words or as 64 digits
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    site: Option<ExpectedSite>,
    /// The first edition that will do
    #[arg(long, value_name = "EDITION")]
    at_least: Option<u64>,
}

/// Checks it and says yes, or what is wrong.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let source = verify::source::open(&arguments.place)?;
    let expected = Expected { site: arguments.site.clone(), at_least: arguments.at_least, newest: None };
    let now = seconds(now()?)?;
    let checked = verdict::watched(|tell| verify::verify(&*source, &expected, now, tell));
    Ok(verdict::say(&checked, &arguments.place))
}
