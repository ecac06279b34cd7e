//! Checks the files of an edition against the signed list.

use std::io::Read;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use model::{BundleReference, Head, Manifest};
use rayon::prelude::*;
use site::{original_of, write};
use trust::{Root, Signed, listing};

use super::source::{FoundKind, Source, SourceError};
use super::unlisted;
use super::{Finding, FindingKind, MAX_COPY_GROWTH, PARALLEL_READS, Verdict, checked};

/// The number of unreadable files after which the others are not requested: a host that is gone or very slow would take
/// days.
const MAX_UNREADABLE: u64 = 24;

/// The settings for Apache, to be copied to `.htaccess`.
const SETTINGS: &str = "hosting/htaccess";

/// Checks every file in the list of the edition.
///
/// `roots` is the number of roots that were checked.
pub(super) fn check(
    source: &dyn Source,
    signed: &Signed,
    roots: usize,
    progress: &(dyn Fn(u64, u64) + Sync),
    verdict: &mut Verdict,
) {
    let reference = signed.statement.files;
    let path = listing::path(&reference);
    if let Some(part) = source.part() {
        part.report_others(verdict);
        if !part.files.contains_key(&path) {
            return part.check(signed, verdict);
        }
    }
    verdict.findings.extend(copies(source, &path, &reference));
    let list = match checked(source, &path, &reference) {
        Ok(list) => list,
        Err((kind, message)) => return verdict.add(kind, path, message),
    };
    let list = String::from_utf8(list).unwrap_or_default();
    let listed = match listing::read(&list) {
        Ok(listed) => listed,
        Err(error) => return verdict.add(FindingKind::Forged, path, error),
    };
    let manifest = signed.statement.manifest;
    if !listed.iter().any(|listed| listed.path == manifest.manifest_path() && listed.file == manifest) {
        verdict.add(FindingKind::Forged, &path, "it does not list the signed manifest");
    }
    if let Some(message) = unreadable_manifest(source, &manifest) {
        verdict.add(FindingKind::Forged, manifest.manifest_path(), message);
    }
    let (next, done, unreadable) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let findings = Mutex::new(Vec::new());
    let work = || {
        while let Some(listed) =
            usize::try_from(next.fetch_add(1, Ordering::Relaxed)).ok().and_then(|index| listed.get(index))
        {
            if unreadable.load(Ordering::Relaxed) >= MAX_UNREADABLE {
                break;
            }
            let found = check_file(source, listed.path, &listed.file);
            if found.iter().any(|finding| finding.kind == FindingKind::Unreadable) {
                unreadable.fetch_add(1, Ordering::Relaxed);
            }
            if let Ok(mut findings) = findings.lock() {
                findings.extend(found);
            }
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, listed_count(&list));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..PARALLEL_READS {
            scope.spawn(work);
        }
    });
    verdict.files = done.into_inner();
    let remaining = listed.len() as u64 - verdict.files;
    if remaining > 0 {
        let message =
            format!("too many files cannot be read, so {remaining} others were not requested: try again later");
        verdict.add(FindingKind::Unreadable, &path, message);
    }
    if let Some(part) = source.part() {
        verdict.files = listed.iter().filter(|listed| part.files.contains_key(listed.path)).count() as u64;
    }
    verdict.findings.extend(findings.into_inner().unwrap_or_default());
    judge_unlisted(source, &listed, &|name| is_own(name, &path, roots), verdict);
}

/// Finds the unsigned files, and reports the dangerous ones.
fn judge_unlisted(
    source: &dyn Source,
    listed: &[listing::Listed<'_>],
    is_own: &dyn Fn(&str) -> bool,
    verdict: &mut Verdict,
) {
    let signed = unlisted::Listed::new(listed.iter().map(|listed| listed.path));
    let is_signed =
        |name: &str| is_listed(listed, name) || original_of(name).is_some_and(|original| is_listed(listed, original));
    for found in source.names() {
        let path = found.path;
        match found.kind {
            FoundKind::Unreadable(reason) => {
                verdict.add(FindingKind::Unreadable, path, format!("it cannot be read: {reason}"));
                continue;
            }
            FoundKind::File | FoundKind::Link if is_signed(&path) || is_own(&path) => continue,
            FoundKind::File if write::is_bookkeeping(&path) => continue,
            FoundKind::File | FoundKind::Link => {}
        }
        if is_copy_of_settings(source, listed, &path) {
            continue;
        }
        let danger = match found.kind {
            FoundKind::Link => Some("it is a symbolic link, and the host may follow it"),
            _ if is_of_earlier_edition(source, &path) => {
                // No page shows a bundle.
                if path.ends_with(".json") {
                    continue;
                }
                None
            }
            _ => signed.danger(&path),
        };
        if let Some(danger) = danger {
            let message = format!(
                "nobody signed it, and {danger}: remove it, or let the newsroom publish it (in its folder public)"
            );
            verdict.add(FindingKind::Added, &path, message);
        }
        verdict.unsigned_files.push(path);
    }
}

/// Returns whether a file may be one that stays for readers of earlier editions: its name is the hash of its bytes, by which only
/// their apps ask for it.
fn is_of_earlier_edition(source: &dyn Source, path: &str) -> bool {
    let hash = write::hash_of_earlier(path);
    hash.is_some_and(|hash| source.get(path, u64::from(u32::MAX)).is_ok_and(|bytes| trust::hash(&bytes) == hash))
}

/// Returns whether a file is an unchanged copy of the signed settings for Apache.
fn is_copy_of_settings(source: &dyn Source, listed: &[listing::Listed<'_>], path: &str) -> bool {
    let signed = listed.iter().find(|listed| listed.path == SETTINGS).filter(|_| path == ".htaccess");
    signed.is_some_and(|signed| checked(source, path, &signed.file).is_ok())
}

fn listed_count(list: &str) -> u64 {
    list.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn is_listed(listed: &[listing::Listed<'_>], path: &str) -> bool {
    listed.binary_search_by_key(&path, |listed| listed.path).is_ok()
}

/// Returns whether a file needs no entry in the list: it is signed otherwise, or part of Offprint's bookkeeping.
fn is_own(name: &str, list: &str, roots: usize) -> bool {
    let name = original_of(name).unwrap_or(name);
    let is_root = || (1..=roots as u64).any(|version| name == Root::path(version));
    name == Head::PATH || name == list || name == write::FILE_LIST || is_root()
}

/// Explains why apps cannot read a signed manifest; returns `None` if they can. No field may occur twice in it.
fn unreadable_manifest(source: &dyn Source, manifest: &BundleReference) -> Option<String> {
    // A manifest that is not the signed one gets a finding among all other files.
    let bytes = checked(source, &manifest.manifest_path(), manifest).ok()?;
    let read = serde_json::from_slice::<Manifest>(&bytes);
    read.err().map(|error| format!("it is signed, but apps cannot read it: {error}"))
}

/// Checks a file and its compressed copies, which servers send in its place.
fn check_file(source: &dyn Source, path: &str, reference: &BundleReference) -> Vec<Finding> {
    let mut findings = copies(source, path, reference);
    if let Err((kind, message)) = checked(source, path, reference)
        && !(kind == FindingKind::Missing && source.hides(path))
    {
        findings.push(Finding { kind, path: path.to_owned(), message });
    }
    findings
}

/// Checks the compressed copies of a file.
pub(super) fn copies(source: &dyn Source, path: &str, reference: &BundleReference) -> Vec<Finding> {
    let check = |end: &&str| {
        let copy = format!("{path}{end}");
        let (kind, message) = match source.get(&copy, u64::from(reference.bytes) + MAX_COPY_GROWTH) {
            Ok(packed) if unpacks_to(&packed, end, reference) => return None,
            Ok(_) => (FindingKind::Altered, "it does not unpack to what was signed".to_owned()),
            Err(SourceError::Missing) => return None,
            Err(SourceError::TooLong) => {
                (FindingKind::Altered, "it is much longer than the file of which it is a copy".to_owned())
            }
            Err(error) => (error.kind(), error.to_string()),
        };
        Some(Finding { kind, path: copy, message })
    };
    source.copies().iter().filter_map(check).collect()
}

/// Returns the compressed copies of a site in memory that do not unpack to their files.
pub(crate) fn stale_copies(site: &site::Site) -> Vec<String> {
    let findings = |(path, bytes): (&String, &Vec<u8>)| {
        trust::reference(bytes).map_or_else(Vec::new, |file| copies(site, path, &file))
    };
    site.par_iter().flat_map_iter(findings).map(|finding| finding.path).collect()
}

fn unpacks_to(packed: &[u8], end: &str, reference: &BundleReference) -> bool {
    let max_bytes = u64::from(reference.bytes) + 1;
    let mut bytes = Vec::new();
    let unpacked = match end {
        // All members of the file, since browsers do not agree on those after the first.
        ".gz" => MultiGzDecoder::new(packed).take(max_bytes).read_to_end(&mut bytes),
        _ => brotli::Decompressor::new(packed, 4096).take(max_bytes).read_to_end(&mut bytes),
    };
    unpacked.is_ok() && trust::check(reference, &bytes).is_ok()
}
