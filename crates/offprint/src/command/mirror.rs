//! `offprint mirror`: what the other places of a site serve.

use anyhow::Context;
use clap::Subcommand;
use signing::mirror;
use signing::verify::network::{HttpSource, Timeouts};
use signing::verify::{self, Expected, ExpectedSite};

use super::verdict::{self, fingerprint};
use super::{Ended, now, seconds};

/// Watch over the other places of a site
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Mirror,
}

#[derive(Subcommand)]
enum Mirror {
    Check(CheckArguments),
}

/// Check whether a mirror has what was signed, and serves it as readers need it
///
/// Checks all that offprint verify checks: the signatures, and every file. Then what only a host can get wrong: what it says
/// of files in headers (media types, what others may fetch and frame, how long copies are kept), pages of folders, addresses
/// that lead elsewhere, what it answers when there is nothing, and whether compressed files are the same. Anybody can run it:
/// it needs no keys. With --against it also tells whether the mirror is behind.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint mirror check https://mirror.example/lantern/
  offprint mirror check https://mirror.example/lantern/ --against https://lantern.example/
  offprint mirror check https://mirror.example/lantern/ --against site

What could be better is printed as advice and changes no status.
Exit status: 0 it is as it should be, 2 wrong usage; else the worst of what is wrong:
  1 it cannot be read               3 it is not signed
  4 a signature is not valid        5 it is of another site
  6 a file is altered               7 a file is missing
  8 it is older than it may be      9 it is not valid any more
  10 all is what was signed, and served in a way that readers cannot use

With --against a mirror is behind (8) when it has an older edition or an older root, or the same
edition with a date that is more than a day older; up to a day it is advice.")]
struct CheckArguments {
    /// The address of the mirror
    #[arg(value_name = "URL")]
    address: String,
    /// The newsroom's own site, to compare with: a folder or an address
    #[arg(long, value_name = "DIR|URL")]
    against: Option<String>,
    /// The site's fingerprint, as words or as 64 digits
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    site: Option<ExpectedSite>,
    /// The first edition that will do
    #[arg(long, value_name = "EDITION")]
    at_least: Option<u64>,
}

/// Does what the subcommand says.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    match &arguments.command {
        Mirror::Check(arguments) => check(arguments),
    }
}

fn check(arguments: &CheckArguments) -> anyhow::Result<Ended> {
    let site = HttpSource::at(&arguments.address, Timeouts::default())?;
    let now = seconds(now()?)?;
    let newest = arguments.against.as_deref().map(|place| {
        let newest = verify::source::open(place).and_then(|source| verify::newest(&*source, now));
        newest.with_context(|| format!("{place} is nothing to compare with"))
    });
    let expected = Expected { site: arguments.site.clone(), at_least: arguments.at_least, newest: newest.transpose()? };
    let checked = verdict::watched(|tell| mirror::check(&site, &expected, now, tell));
    Ok(verdict::say(&checked, &arguments.address))
}
