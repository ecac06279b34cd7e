//! `offprint verify`: checks that a site is what its newsroom signed.

use signing::verify::{self, Expected, ExpectedSite};

use super::verdict::{self, fingerprint};
use super::{Ended, now, seconds};

/// Check that a site or a file is what its newsroom signed
///
/// Checks the signatures, and every file against what was signed: articles, pages, pictures, the app. A page from a
/// mirror cannot prove itself; this command can, since it does not come from the mirror. Compare the fingerprint with
/// the one that the newsroom published elsewhere, or name that one with --site.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint verify site
  offprint verify https://mirror.example/ --site 'lusab babad gutih tugad gutuk bisog mudof sakat'
  offprint verify lantern.html --at-least 42

Exit status: 0 it is what was signed, 2 wrong usage; else the worst error:
  1 it cannot be read               3 it is not signed
  4 a signature is not valid        5 it belongs to another site
  6 a file is altered               7 a file is missing
  8 it is older than expected       9 it has expired
  11 a file is there that nobody signed, and a host would act on it or readers could be shown it

Files that nobody signed are 11 if a host acts on them (.htaccess, _redirects, _headers, web.config, programs such
as .php), if it may send them in place of others (index.*), if they are pages, or if they lie in the folders of
the site. A copy of hosting/htaccess named .htaccess passes, and others, such as CNAME, .nojekyll and .well-known,
are only named. A host on the network does not list its files: this is checked in folders and in zips.")]
pub struct Arguments {
    /// The folder of a site, its address, a portable edition, an edition.zip, or a zip of the site
    #[arg(value_name = "DIR|URL|FILE")]
    place: String,
    /// The site's fingerprint, as words or as 64 digits
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    site: Option<ExpectedSite>,
    /// The oldest edition to accept
    #[arg(long, value_name = "EDITION")]
    at_least: Option<u64>,
}

/// Verifies the site and prints the verdict.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let source = verify::source::open(&arguments.place)?;
    let expected = Expected { site: arguments.site.clone(), at_least: arguments.at_least, newest: None };
    let now = seconds(now()?)?;
    let checked = verdict::with_progress(|progress| verify::verify(&*source, &expected, now, progress));
    Ok(verdict::report(&checked, &arguments.place))
}
