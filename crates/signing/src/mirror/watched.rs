//! A site whose answers are looked at while it is verified, so that no file is asked for twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use model::BundleReference;

use super::headers::{self, Remark};
use crate::verify::network::{HeaderMap, HttpSource, address_of};
use crate::verify::{FindingKind, Source, SourceError, Verdict};

/// How many files of each ending are asked for once more, compressed.
const SAMPLES: usize = 3;

/// A site whose answers are looked at.
pub(super) struct Watched<'a> {
    site: &'a HttpSource,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Of which files each remark is true.
    remarks: BTreeMap<Remark, Vec<String>>,
    /// Some files of each ending, as they came.
    samples: BTreeMap<String, BTreeMap<String, BundleReference>>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(site: &'a HttpSource) -> Self {
        Self { site, seen: Mutex::default() }
    }

    /// Looks at the headers of an answer.
    pub(super) fn look(&self, path: &str, headers: &HeaderMap) {
        headers::look(path, headers).into_iter().for_each(|remark| self.remark(path, remark));
    }

    /// Remembers what could be better.
    pub(super) fn advise(&self, path: &str, what: &str) {
        self.remark(path, Remark { is_wrong: false, what: what.to_owned() });
    }

    /// Files to ask for again, with their addresses and what came.
    pub(super) fn samples(&self) -> Vec<(String, String, BundleReference)> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let samples = seen.samples.values().flatten();
        samples.map(|(path, file)| (path.clone(), address_of(path).to_owned(), *file)).collect()
    }

    /// Says what was seen, once for all files of which it is true.
    pub(super) fn tell(&self, verdict: &mut Verdict) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (remark, paths) in &mut seen.remarks {
            paths.sort();
            paths.dedup();
            let [first, others @ ..] = &paths[..] else { continue };
            let more = if others.is_empty() { String::new() } else { format!(" (and {} more files)", others.len()) };
            let what = format!("{}{more}", remark.what);
            if remark.is_wrong {
                verdict.add(FindingKind::Served, first, what);
            } else {
                verdict.advice.push((first.clone(), what));
            }
        }
    }

    fn remark(&self, path: &str, remark: Remark) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.remarks.entry(remark).or_default().push(path.to_owned());
    }
}

impl Source for Watched<'_> {
    fn get(&self, path: &str, most: u64) -> Result<Vec<u8>, SourceError> {
        let answer = self.site.fetch(address_of(path), most, None)?;
        self.look(path, &answer.headers);
        if answer.is_shortened {
            self.advise(path, "the host leads to the same address without `.html`: readers wait for one more answer");
        }
        if let Some(file) = trust::reference(&answer.bytes) {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            let samples = seen.samples.entry(ending.to_owned()).or_default();
            samples.insert(path.to_owned(), file);
            if samples.len() > SAMPLES {
                // The larger ones say more of a host, and the path decides between equals.
                let least = samples.iter().min_by_key(|(path, file)| (file.bytes, *path)).map(|(path, _)| path.clone());
                least.and_then(|least| samples.remove(&least));
            }
        }
        Ok(answer.bytes)
    }

    fn hides(&self, path: &str) -> bool {
        self.site.hides(path)
    }
}
