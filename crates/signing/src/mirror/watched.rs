//! Checks the host's answers while the site is verified, so that no file is requested twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use model::BundleReference;

use super::headers::{self, Remark};
use crate::verify::network::{HeaderMap, HttpSource, address_of};
use crate::verify::{FindingKind, Source, SourceError, Verdict};

/// The number of files of each ending that are requested again, compressed.
const SAMPLES: usize = 3;

/// A site whose answers are checked.
pub(super) struct Watched<'a> {
    site: &'a HttpSource,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// The files that each remark is about.
    remarks: BTreeMap<Remark, Vec<String>>,
    /// Some received files of each ending.
    samples: BTreeMap<String, BTreeMap<String, BundleReference>>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(site: &'a HttpSource) -> Self {
        Self { site, seen: Mutex::default() }
    }

    /// Checks the headers of an answer.
    pub(super) fn check_headers(&self, path: &str, headers: &HeaderMap) {
        headers::check(path, headers).into_iter().for_each(|remark| self.remark(path, remark));
    }

    /// Remembers advice.
    pub(super) fn advise(&self, path: &str, message: &str) {
        self.remark(path, Remark { is_wrong: false, message: message.to_owned() });
    }

    /// Returns the files to request again, each with its path, address and reference.
    pub(super) fn samples(&self) -> Vec<(String, String, BundleReference)> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let samples = seen.samples.values().flatten();
        samples.map(|(path, file)| (path.clone(), address_of(path).to_owned(), *file)).collect()
    }

    /// Adds each remark to the verdict, once for all its files.
    pub(super) fn report(&self, verdict: &mut Verdict) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (remark, paths) in &mut seen.remarks {
            paths.sort();
            paths.dedup();
            let [first, others @ ..] = &paths[..] else { continue };
            let more = if others.is_empty() { String::new() } else { format!(" (and {} more files)", others.len()) };
            let message = format!("{}{more}", remark.message);
            if remark.is_wrong {
                verdict.add(FindingKind::Served, first, message);
            } else {
                verdict.advice.push((first.clone(), message));
            }
        }
    }

    fn remark(&self, path: &str, remark: Remark) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.remarks.entry(remark).or_default().push(path.to_owned());
    }
}

impl Source for Watched<'_> {
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
        let answer = self.site.fetch(address_of(path), max_bytes, None)?;
        self.check_headers(path, &answer.headers);
        if answer.is_shortened {
            self.advise(path, "the host redirects to the address without `.html`: readers wait for one more answer");
        }
        if let Some(file) = trust::reference(&answer.bytes) {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            let samples = seen.samples.entry(ending.to_owned()).or_default();
            samples.insert(path.to_owned(), file);
            if samples.len() > SAMPLES {
                // Keep the larger files, since small ones need no compression. The path decides between equals.
                let smallest = samples.iter().min_by_key(|(path, file)| (file.bytes, *path));
                let smallest = smallest.map(|(path, _)| path.clone());
                smallest.and_then(|path| samples.remove(&path));
            }
        }
        Ok(answer.bytes)
    }

    fn hides(&self, path: &str) -> bool {
        self.site.hides(path)
    }
}
