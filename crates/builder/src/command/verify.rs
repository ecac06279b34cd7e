//! `offprint verify`: whether a site is what its newsroom signed.

use std::io::{IsTerminal, stderr};

use builder::verify::{self, Expected, ExpectedSite, Kind, Verdict};
use indicatif::ProgressBar;

use super::{Ended, now, output, seconds};

/// How many findings are printed; the rest is counted.
const FINDINGS: usize = 20;

/// Check whether a site or a file is what its newsroom signed
///
/// Checks the signatures, and every file against what was signed: articles, pages, pictures, the app. What a page that came
/// from a mirror cannot say of itself, this says, since it did not come from there. Compare the fingerprint with one that the
/// newsroom told you elsewhere, or give it with --site.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint verify site
  offprint verify https://mirror.example/lantern/ --site 'lusab babad gutih tugad gutuk bisog mudof sakat'
  offprint verify lantern.html --at-least 42

Exit status: 0 it is, 2 wrong usage; else the worst of what is wrong:
  1 it cannot be read      3 it is not signed         4 a signature is not valid    5 it is of another site
  6 a file is altered      7 a file is missing        8 it is older than it may be  9 it is not valid any more")]
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

/// A fingerprint as people write it.
fn fingerprint(text: &str) -> Result<ExpectedSite, String> {
    if let Ok(hash) = text.trim().parse() {
        return Ok(ExpectedSite::Hash(hash));
    }
    let words: Vec<&str> = text.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&str| word.len() == 5 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    if words.len() == 8 && words.iter().all(is_word) {
        return Ok(ExpectedSite::Words(words.join(" ")));
    }
    Err("a fingerprint is eight words of five letters, or 64 digits".to_owned())
}

/// Checks it and says yes, or what is wrong.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let source = verify::source::open(&arguments.place)?;
    let expected = Expected { site: arguments.site.clone(), at_least: arguments.at_least };
    let bar = if stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let verdict = verify::verify(&*source, &expected, seconds(now()?)?, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    print(&verdict, &arguments.place);
    Ok(verdict.worst().map_or(Ended::Done, |worst| Ended::Status(status(worst))))
}

fn print(verdict: &Verdict, place: &str) {
    for finding in verdict.findings.iter().take(FINDINGS) {
        output::print_error(&anyhow::anyhow!("{finding}"));
    }
    if verdict.findings.len() > FINDINGS {
        anstream::eprintln!("… and {} more", verdict.findings.len() - FINDINGS);
    }
    if let Some(signed) = &verdict.signed {
        let (statement, dated) = (&signed.statement, &signed.dated);
        let files = output::count(verdict.files, "file");
        let yes = if verdict.findings.is_empty() { "is what was signed" } else { "is NOT what was signed" };
        anstream::println!("{place} {yes}: edition {}, {files}", statement.edition);
        anstream::println!("  signed {}, valid until {}", output::moment(dated.issued), output::moment(dated.expires));
        anstream::println!("  fingerprint: {}", trust::words::words(&statement.site));
        for (role, keys) in ["desk", "pulse"].iter().zip(&signed.signers) {
            let keys: Vec<String> = keys.iter().map(|key| key.identifier().to_string()).collect();
            anstream::println!("  {role}: {}", keys.join(", "));
        }
    }
    if !verdict.strangers.is_empty() {
        let count = output::count(verdict.strangers.len() as u64, "file");
        anstream::println!("  {count} that nobody signed: {}", output::names(&verdict.strangers));
    }
}

fn status(kind: Kind) -> u8 {
    match kind {
        Kind::Unreadable => 1,
        Kind::Unsigned => 3,
        Kind::Forged => 4,
        Kind::AnotherSite => 5,
        Kind::Altered => 6,
        Kind::Missing => 7,
        Kind::Older => 8,
        Kind::Expired => 9,
    }
}
