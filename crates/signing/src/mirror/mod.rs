//! Checks how a mirror serves a site: all that `verify` checks, and the settings of the host.
//!
//! The expected settings are those of [`site::hosting`].

mod headers;
mod watched;

use model::BundleReference;
use trust::{Signed, listing};

use crate::verify::network::{HttpSource, INDEX};
use crate::verify::{Expected, FindingKind, SourceError, Verdict, checked, verify};

use self::watched::Watched;

/// The `Accept-Encoding` of browsers.
const COMPRESSED: &str = "br, gzip";

/// The smallest size in bytes at which a file should be compressed.
const MIN_COMPRESSED_BYTES: u32 = 4096;

/// Paths that no site has: a bundle, and a page.
const NOWHERE: [&str; 2] = [
    "edition/b/0000000000000000000000000000000000000000000000000000000000000000.json",
    "articles/offprint-mirror-check-asks-for-nothing/",
];

/// The pages of a folder that hosts know besides `index.html`, and that few sites have.
const FOLDER_PAGES: [&str; 6] = ["index.php", "index.htm", "index.xhtml", "index.shtml", "default.htm", "default.html"];

/// Checks the files of a mirror and the way it serves them; `now` is in seconds since 1970.
pub fn check(site: &HttpSource, expected: &Expected, now: u64, progress: &(dyn Fn(u64, u64) + Sync)) -> Verdict {
    let watched = Watched::new(site);
    let mut verdict = verify(&watched, expected, now, progress);
    if let Some(signed) = verdict.signed.clone() {
        check_folders(site, &mut verdict);
        if check_nowhere(site, &mut verdict) {
            check_added(site, &signed, &mut verdict);
        }
        check_compressed(site, &watched, &mut verdict);
        check_encryption(site, &mut verdict);
    }
    watched.report(&mut verdict);
    verdict.sort();
    verdict
}

/// Checks that the host sends the page of a folder at the folder's address, and reports a failure only once.
fn check_folders(site: &HttpSource, verdict: &mut Verdict) {
    let is_page = |kind: FindingKind, path: &str| {
        matches!(kind, FindingKind::Missing | FindingKind::Unreadable) && path.ends_with(INDEX)
    };
    let first = verdict.findings.iter().find(|finding| is_page(finding.kind, &finding.path));
    let Some(path) = first.map(|finding| finding.path.clone()) else { return };
    let exists = match site.fetch(&path, 0, None) {
        Ok(_) | Err(SourceError::TooLong) => true,
        Err(_) => false,
    };
    if exists {
        verdict.findings.retain(|finding| !is_page(finding.kind, &finding.path));
        let message = "the host does not send this page at the address of its folder, which ends with a slash: set \
                    index.html as the page of a folder";
        verdict.add(FindingKind::Served, path, message);
    }
}

/// Checks that the host answers 404 for a missing file: apps ask for newer roots until they get that answer. Returns whether
/// the answer says that a file is missing.
fn check_nowhere(site: &HttpSource, verdict: &mut Verdict) -> bool {
    let before = verdict.findings.len();
    for path in NOWHERE {
        match site.fetch(path, 0, None) {
            Err(SourceError::Missing) => {}
            Err(SourceError::Refused) => {
                let message = "the host answers 403 for a file that does not exist: it should answer 404";
                verdict.advice.push((path.to_owned(), message.to_owned()));
            }
            Ok(_) | Err(SourceError::TooLong | SourceError::Packed(_)) => {
                verdict.add(
                    FindingKind::Served,
                    path,
                    "this file does not exist, but the host sends one: it must answer 404",
                );
            }
            Err(SourceError::Elsewhere(to)) => {
                let message = format!("this file does not exist, but the host redirects to {to}: it must answer 404");
                verdict.add(FindingKind::Served, path, message);
            }
            Err(SourceError::Unreadable(reason)) => {
                let message = format!("this file does not exist, but {reason}: it must answer 404");
                verdict.add(FindingKind::Served, path, message);
            }
        }
    }
    verdict.findings.len() == before
}

/// Checks that the host has no unsigned page that it may send in place of `index.html`. A host does not list its other
/// files.
fn check_added(site: &HttpSource, signed: &Signed, verdict: &mut Verdict) {
    let reference = signed.statement.files;
    // Without its list, which has a finding of its own, no file is known to be signed.
    let list = checked(site, &listing::path(&reference), &reference).unwrap_or_default();
    let list = String::from_utf8(list).unwrap_or_default();
    let listed = listing::read(&list).unwrap_or_default();
    let is_signed = |path: &str| listed.iter().any(|listed| listed.path == path);
    for path in FOLDER_PAGES.into_iter().filter(|path| !is_signed(path)) {
        if matches!(site.fetch(path, 0, None), Ok(_) | Err(SourceError::TooLong | SourceError::Packed(_))) {
            let message = "nobody signed it, and the host may send it in place of a signed file: remove it";
            verdict.add(FindingKind::Added, path, message);
        }
    }
}

/// Requests some files as browsers do: the compressed files must have the same bytes and the same headers.
fn check_compressed(site: &HttpSource, watched: &Watched<'_>, verdict: &mut Verdict) {
    for (path, address, file) in watched.samples() {
        let is_wrong = verdict.findings.iter().any(|finding| finding.path == path);
        if is_wrong {
            continue;
        }
        match site.fetch(&address, u64::from(file.bytes), Some(COMPRESSED)) {
            Ok(answer) => {
                watched.check_headers(&path, &answer.headers);
                match &answer.encoding {
                    Some(encoding) => {
                        if let Err(damaged) = trust::check(&file, &answer.bytes) {
                            let message = format!("compressed as {encoding}, it is not what was signed: {damaged}");
                            verdict.add(FindingKind::Altered, path, message);
                        }
                    }
                    None if should_be_compressed(&path, &file) => {
                        watched.advise(&path, "the host does not compress it")
                    }
                    None => {}
                }
            }
            Err(SourceError::TooLong) => {
                verdict.add(FindingKind::Altered, path, "compressed, it unpacks to more than was signed");
            }
            Err(error) => verdict.add(error.kind(), path, format!("with a browser's `Accept-Encoding`: {error}")),
        }
    }
}

/// Returns whether readers would notice that a file comes uncompressed.
fn should_be_compressed(path: &str, file: &BundleReference) -> bool {
    let is_text = [".html", ".js", ".json", ".wasm", ".txt", ".svg", ".xml"].iter().any(|end| path.ends_with(end));
    is_text && file.bytes >= MIN_COMPRESSED_BYTES
}

fn check_encryption(site: &HttpSource, verdict: &mut Verdict) {
    let message = if site.is_plain() {
        "without encryption others see what you read, and devices cannot store the app: name the address with https"
    } else {
        match site.without_encryption() {
            Some(Ok(_) | Err(SourceError::TooLong | SourceError::Packed(_))) => {
                "the host answers without encryption too: redirect http to https"
            }
            Some(Err(SourceError::Elsewhere(to))) if !to.starts_with("https:") => {
                "the host redirects from http to an address without encryption: redirect http to https"
            }
            _ => return,
        }
    };
    verdict.advice.push(("/".to_owned(), message.to_owned()));
}
