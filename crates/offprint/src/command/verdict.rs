//! Prints the verdict on a site and turns it into an exit status.

use std::io::{IsTerminal, stderr};

use indicatif::ProgressBar;
use signing::verify::{ExpectedSite, FindingKind, Verdict};

use super::{Ended, output};

/// The number of findings that are printed; the others are counted.
const FINDINGS: usize = 20;

/// Parses a fingerprint as people write it.
pub fn fingerprint(text: &str) -> Result<ExpectedSite, String> {
    let text = text.trim().to_lowercase();
    if let Ok(hash) = text.parse() {
        return Ok(ExpectedSite::Hash(hash));
    }
    let words: Vec<&str> = text.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&str| word.len() == 5 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    if words.len() == 8 && words.iter().all(is_word) {
        return Ok(ExpectedSite::Words(words.join(" ")));
    }
    Err("a fingerprint is eight words of five letters, or 64 digits".to_owned())
}

/// Runs a check, and shows on a terminal how many files are done.
pub fn with_progress(check: impl FnOnce(&(dyn Fn(u64, u64) + Sync)) -> Verdict) -> Verdict {
    let bar = if stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let verdict = check(&|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    verdict
}

/// Prints the verdict and returns the exit status of the worst finding.
pub fn report(verdict: &Verdict, place: &str) -> Ended {
    print(verdict, place);
    verdict.worst().map_or(Ended::Done, |worst| Ended::Status(status(worst)))
}

fn print(verdict: &Verdict, place: &str) {
    for finding in verdict.findings.iter().take(FINDINGS) {
        output::print_error(&anyhow::anyhow!(output::plain(&finding.to_string())));
    }
    if verdict.findings.len() > FINDINGS {
        output::message(format_args!("… and {} more", verdict.findings.len() - FINDINGS));
    }
    for (path, advice) in &verdict.advice {
        output::print_advice(&output::plain(&format!("{path}: {advice}")));
    }
    if let Some(signed) = &verdict.signed {
        let (statement, timestamp) = (&signed.statement, &signed.timestamp);
        let files = output::count(verdict.files, "file");
        let result = match verdict.worst() {
            None => "is what was signed",
            Some(FindingKind::Older | FindingKind::Expired) => "is what was signed, but is out of date",
            Some(FindingKind::Unreadable) => "could not be checked in full",
            Some(FindingKind::Served) => "is what was signed, but is not served as readers need it",
            Some(FindingKind::Added) => "is NOT only what was signed",
            Some(
                FindingKind::Forged
                | FindingKind::AnotherSite
                | FindingKind::Altered
                | FindingKind::Missing
                | FindingKind::Unsigned,
            ) => "is NOT what was signed",
        };
        output::result(format_args!("{place} {result}: edition {}, {files}", statement.edition));
        output::result(format_args!(
            "  signed {}, valid until {}",
            output::moment(timestamp.issued),
            output::moment(timestamp.expires)
        ));
        output::result(format_args!("  manifest: {}", statement.manifest.hash));
        output::result(format_args!("  fingerprint: {}", trust::fingerprint(&statement.site)));
        for (role, keys) in ["desk", "pulse"].iter().zip(&signed.signers) {
            let keys: Vec<String> = keys.iter().map(|key| key.identifier().to_string()).collect();
            output::result(format_args!("  {role}: {}", keys.join(", ")));
        }
    }
    if !verdict.unsigned_files.is_empty() {
        let count = output::count(verdict.unsigned_files.len() as u64, "file");
        output::result(format_args!(
            "  {count} not signed: {}",
            output::plain(&output::names(&verdict.unsigned_files))
        ));
    }
}

fn status(kind: FindingKind) -> u8 {
    match kind {
        FindingKind::Unreadable => 1,
        FindingKind::Unsigned => 3,
        FindingKind::Forged => 4,
        FindingKind::AnotherSite => 5,
        FindingKind::Altered => 6,
        FindingKind::Missing => 7,
        FindingKind::Older => 8,
        FindingKind::Expired => 9,
        FindingKind::Served => 10,
        FindingKind::Added => 11,
    }
}
