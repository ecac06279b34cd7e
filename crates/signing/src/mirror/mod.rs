//! Checking how a mirror serves a site: all that `verify` checks, and what only a host can get wrong.
//!
//! What is expected of a host is what the examples of [`site::hosting`] tell hosts.

mod headers;
mod watched;

use model::BundleReference;

use crate::verify::network::{HttpSource, INDEX};
use crate::verify::{Expected, FindingKind, SourceError, Verdict, verify};

use self::watched::Watched;

/// How browsers ask for a file.
const COMPRESSED: &str = "br, gzip";

/// The smallest file that is worth compressing, in bytes.
const WORTH_IT: u32 = 4096;

/// Addresses at which no site has anything: a bundle, and a page.
const NOWHERE: [&str; 2] = [
    "edition/b/0000000000000000000000000000000000000000000000000000000000000000.json",
    "articles/offprint-mirror-check-asks-for-nothing/",
];

/// Checks what a mirror serves, and how; `now` is in seconds since 1970.
pub fn check(site: &HttpSource, expected: &Expected, now: u64, tell: &(dyn Fn(u64, u64) + Sync)) -> Verdict {
    let watched = Watched::new(site);
    let mut verdict = verify(&watched, expected, now, tell);
    if verdict.signed.is_some() {
        check_folders(site, &mut verdict);
        check_nowhere(site, &mut verdict);
        check_compressed(site, &watched, &mut verdict);
        check_encryption(site, &mut verdict);
    }
    watched.tell(&mut verdict);
    verdict.sort();
    verdict
}

/// A folder's page is asked for by the address of the folder. Where a host has it by its own name only, that is said once.
fn check_folders(site: &HttpSource, verdict: &mut Verdict) {
    let is_page = |kind: FindingKind, path: &str| {
        matches!(kind, FindingKind::Missing | FindingKind::Unreadable) && path.ends_with(INDEX)
    };
    let first = verdict.findings.iter().find(|finding| is_page(finding.kind, &finding.path));
    let Some(path) = first.map(|finding| finding.path.clone()) else { return };
    let is_there = match site.fetch(&path, 0, None) {
        Ok(_) | Err(SourceError::TooLong) => true,
        Err(_) => false,
    };
    if is_there {
        verdict.findings.retain(|finding| !is_page(finding.kind, &finding.path));
        let what = "the host has it and does not send it for the address of its folder, which ends with a slash: \
                    tell it that index.html is the page of a folder";
        verdict.add(FindingKind::Served, path, what);
    }
}

/// What is not there must be said not to be there: readers ask for newer roots until there are no more.
fn check_nowhere(site: &HttpSource, verdict: &mut Verdict) {
    for path in NOWHERE {
        match site.fetch(path, 0, None) {
            Err(SourceError::Missing) => {}
            Err(SourceError::Refused) => {
                let what = "the host answers 403 for what is not there: 404 is what readers expect";
                verdict.advice.push((path.to_owned(), what.to_owned()));
            }
            Ok(_) | Err(SourceError::TooLong | SourceError::Packed(_)) => {
                verdict.add(
                    FindingKind::Served,
                    path,
                    "it is not there, and the host answers as if it were: it must answer 404",
                );
            }
            Err(SourceError::Elsewhere(to)) => {
                let what = format!("it is not there, and the host leads to {to}: it must answer 404");
                verdict.add(FindingKind::Served, path, what);
            }
            Err(SourceError::Unreadable(reason)) => {
                verdict.add(FindingKind::Served, path, format!("it is not there, and {reason}: it must answer 404"));
            }
        }
    }
}

/// Asks for some files as browsers do: compressed they must be the same, and have the same headers.
fn check_compressed(site: &HttpSource, watched: &Watched<'_>, verdict: &mut Verdict) {
    for (path, address, file) in watched.samples() {
        let is_wrong = verdict.findings.iter().any(|finding| finding.path == path);
        if is_wrong {
            continue;
        }
        match site.fetch(&address, u64::from(file.bytes), Some(COMPRESSED)) {
            Ok(answer) => {
                watched.look(&path, &answer.headers);
                match &answer.encoding {
                    Some(encoding) => {
                        if let Err(damaged) = trust::check(&file, &answer.bytes) {
                            let what = format!("compressed as {encoding} it is not what was signed: {damaged}");
                            verdict.add(FindingKind::Altered, path, what);
                        }
                    }
                    None if is_worth_it(&path, &file) => watched.advise(&path, "it is sent without being compressed"),
                    None => {}
                }
            }
            Err(SourceError::TooLong) => {
                verdict.add(FindingKind::Altered, path, "compressed it unpacks to more than was signed");
            }
            Err(failed) => verdict.add(failed.kind(), path, format!("asked for as browsers ask: {failed}")),
        }
    }
}

/// Whether readers wait for it to come uncompressed.
fn is_worth_it(path: &str, file: &BundleReference) -> bool {
    let is_text = [".html", ".js", ".json", ".wasm", ".txt", ".svg", ".xml"].iter().any(|end| path.ends_with(end));
    is_text && file.bytes >= WORTH_IT
}

fn check_encryption(site: &HttpSource, verdict: &mut Verdict) {
    let what = if site.is_plain() {
        "without encryption others see what is read, and no device keeps the app: give the address with https"
    } else {
        match site.without_encryption() {
            Some(Ok(_) | Err(SourceError::TooLong | SourceError::Packed(_))) => {
                "the host answers without encryption too: make http lead to https"
            }
            Some(Err(SourceError::Elsewhere(to))) if !to.starts_with("https:") => {
                "without encryption the host leads to an address that has none either: make http lead to https"
            }
            _ => return,
        }
    };
    verdict.advice.push(("/".to_owned(), what.to_owned()));
}
