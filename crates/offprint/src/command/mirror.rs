//! `offprint mirror`: checks the mirrors of a site.

use anyhow::Context;
use clap::Subcommand;
use signing::mirror;
use signing::verify::network::{HttpSource, Timeouts};
use signing::verify::{self, Expected, ExpectedSite};

use super::verdict::{self, fingerprint};
use super::{Ended, now, seconds};

/// Check the mirrors of a site
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Mirror,
}

#[derive(Subcommand)]
enum Mirror {
    Check(CheckArguments),
}

/// Check that a mirror has what was signed, and serves it as readers need it
///
/// Checks all that offprint verify checks: the signatures, and every file. Then it checks the settings of the host:
/// headers (media types, what other sites may fetch and frame, how long caches keep files), pages of folders,
/// redirects, the answer for missing files, and compressed files. Anyone can run it: it needs no keys. With --against
/// it also checks whether the mirror is behind.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint mirror check https://mirror.example/lantern/
  offprint mirror check https://mirror.example/lantern/ --against https://lantern.example/
  offprint mirror check https://mirror.example/lantern/ --against site

Advice does not change the exit status.
Exit status: 0 no errors, 2 wrong usage; else the worst error:
  1 it cannot be read               3 it is not signed
  4 a signature is not valid        5 it belongs to another site
  6 a file is altered               7 a file is missing
  8 it is older than expected       9 it has expired
  10 all files are what was signed, but served in a way that readers cannot use
  11 the host has a page that nobody signed and may send it in place of a signed one, such as index.php

With --against a mirror is behind (8) if it has an older edition or an older root, or the same
edition with a date that is more than a day older; up to a day is only advice.")]
struct CheckArguments {
    /// The address of the mirror
    #[arg(value_name = "URL")]
    address: String,
    /// The newsroom's own site to compare with: a folder or an address
    #[arg(long, value_name = "DIR|URL")]
    against: Option<String>,
    /// The site's fingerprint, as words or as 64 digits
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    site: Option<ExpectedSite>,
    /// The oldest edition to accept
    #[arg(long, value_name = "EDITION")]
    at_least: Option<u64>,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    match &arguments.command {
        Mirror::Check(arguments) => check(arguments),
    }
}

fn check(arguments: &CheckArguments) -> anyhow::Result<Ended> {
    let site = HttpSource::at(&arguments.address, Timeouts::default())?;
    let now = seconds(now()?)?;
    let newest = arguments.against.as_deref().map(|location| {
        let newest = verify::source::open(location).and_then(|source| verify::newest(&*source, now));
        newest.with_context(|| format!("{location} cannot be compared with"))
    });
    let expected = Expected { site: arguments.site.clone(), at_least: arguments.at_least, newest: newest.transpose()? };
    let checked = verdict::with_progress(|progress| mirror::check(&site, &expected, now, progress));
    Ok(verdict::report(&checked, &arguments.address))
}
