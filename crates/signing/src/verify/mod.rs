//! Verifies a site in any place, and reports all that is wrong with it.
//!
//! The command does not come from a mirror, so it can prove what a page from a mirror cannot prove of itself.

pub mod network;
pub mod source;

mod files;
mod folder;
mod newest;
mod portable;
mod unlisted;

use std::fmt;

use model::{BundleReference, Hash, Head};
use trust::root::{MAX_BYTES as MAX_ROOT_BYTES, MAX_STEPS};
use trust::{Freshness, Judgement, Root, Signed, SourceAnswer, SourceStatus, TrustError, TrustState, edition};

pub(crate) use self::files::stale_copies;
pub use self::newest::{Newest, newest};
pub use self::source::{FoundFile, FoundKind, Source, SourceError};

/// The number of files that are read at once.
const PARALLEL_READS: usize = 8;

/// The number of bytes by which a compressed copy may be longer than its file: small files do not shrink.
const MAX_COPY_GROWTH: u64 = 4096;

/// The kind of an error, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A signature is invalid, or signed texts contradict one another.
    Forged,
    /// The edition belongs to another site than the expected one.
    AnotherSite,
    /// A file is not what was signed.
    Altered,
    /// A file is there that nobody signed, on which a host would act or which readers could be shown.
    Added,
    /// A signed file is missing.
    Missing,
    /// The edition is older than expected, or than its root allows.
    Older,
    /// The edition or its root has expired.
    Expired,
    /// The edition has no signatures.
    Unsigned,
    /// A file could not be read.
    Unreadable,
    /// A file is what was signed, but the host sends it in a way that readers cannot use.
    Served,
}

/// An error in a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kind of error.
    pub kind: FindingKind,
    /// The path of the file, from the root of the site.
    pub path: String,
    /// The error in words.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.message)
    }
}

/// The facts that the user knows already.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The expected site.
    pub site: Option<ExpectedSite>,
    /// The smallest number of an acceptable edition.
    pub at_least: Option<u64>,
    /// The edition of the newsroom's own site.
    pub newest: Option<Newest>,
}

/// A site as people identify it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedSite {
    /// Its hash.
    Hash(Hash),
    /// The words of its fingerprint.
    Words(String),
}

/// The result of a check.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The edition, if its signatures are valid.
    pub signed: Option<Signed>,
    /// All errors, the worst first.
    pub findings: Vec<Finding>,
    /// Advice on things that are not errors: the file, and the advice.
    pub advice: Vec<(String, String)>,
    /// The number of files that were checked.
    pub files: u64,
    /// The files that are not signed.
    pub unsigned_files: Vec<String>,
}

impl Verdict {
    /// Returns the kind of the worst error.
    pub fn worst(&self) -> Option<FindingKind> {
        self.findings.iter().map(|finding| finding.kind).min()
    }

    /// Adds an error.
    pub(crate) fn add(&mut self, kind: FindingKind, path: impl Into<String>, message: impl fmt::Display) {
        self.findings.push(Finding { kind, path: path.into(), message: message.to_string() });
    }

    /// Sorts the errors, the worst first.
    pub(crate) fn sort(&mut self) {
        self.findings.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
    }
}

/// Verifies a source; `now` is in seconds since 1970. Calls `progress` with the number of checked files and of all
/// files.
pub fn verify(source: &dyn Source, expected: &Expected, now: u64, progress: &(dyn Fn(u64, u64) + Sync)) -> Verdict {
    let mut verdict = Verdict::default();
    if let Some(found) = judged(source, now, &mut verdict) {
        let Found { state, signed, .. } = &found;
        compare(state, signed, found.freshness, expected, now, &mut verdict);
        if let Some(newest) = &expected.newest {
            newest.compare(&found, now, &mut verdict);
        }
        files::check(source, signed, state.roots().len(), progress, &mut verdict);
        own_copies(source, state.roots().len(), &mut verdict);
        verdict.signed = Some(found.signed);
    }
    verdict.sort();
    verdict
}

/// The proven edition of a source.
struct Found {
    /// The answer of the source.
    answer: SourceAnswer,
    /// The trust state after that answer.
    state: TrustState,
    /// The signed statements of the edition.
    signed: Signed,
    /// The freshness of the edition.
    freshness: Freshness,
}

/// Judges a source without any knowledge of the site; returns `None` if its answer proves no edition.
fn judged(source: &dyn Source, now: u64, verdict: &mut Verdict) -> Option<Found> {
    let head = head(source, verdict)?;
    // Roots can prove nothing about a head that cannot be parsed.
    let wanted = edition::wanted_root(&head).ok();
    let chain = match wanted {
        Some(wanted) => chain(source, wanted.clamp(1, MAX_STEPS), verdict)?,
        None => TrustState::unknown(),
    };
    let roots = chain.roots().iter().map(|root| root.text.clone()).collect();
    let answer = SourceAnswer { source: String::new(), is_own: true, head: Ok(head), roots };
    let Judgement { state, newest, freshness, sources, .. } = chain.judge(vec![answer.clone()], now);
    for report in &sources {
        match report.status {
            SourceStatus::Altered(error) => verdict.add(kind(error), Head::PATH, error),
            SourceStatus::Unsigned => verdict.add(kind(TrustError::Unsigned), Head::PATH, TrustError::Unsigned),
            _ => {}
        }
    }
    let signed = Signed::check(newest?.head(), state.root()?).ok()?;
    Some(Found { answer, state, signed, freshness: freshness? })
}

fn head(source: &dyn Source, verdict: &mut Verdict) -> Option<Head> {
    let bytes = match source.get(Head::PATH, edition::MAX_BYTES as u64) {
        Ok(bytes) => bytes,
        Err(error) => {
            match error {
                SourceError::TooLong => verdict.add(FindingKind::Forged, Head::PATH, error),
                SourceError::Missing | SourceError::Refused => {
                    let message =
                        format!("{error}: name the root of a site that Offprint made (offprint build makes one)");
                    verdict.add(FindingKind::Unreadable, Head::PATH, message);
                }
                SourceError::Elsewhere(_) => {
                    verdict.add(
                        FindingKind::Unreadable,
                        Head::PATH,
                        format!("{error}: if the site is there, name that address"),
                    );
                }
                _ => verdict.add(FindingKind::Unreadable, Head::PATH, error),
            }
            return None;
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(head) => Some(head),
        Err(_) if is_page(&bytes) => {
            let message =
                "it is a web page: Offprint did not make this site, or your network wants you to log in first";
            verdict.add(FindingKind::Unreadable, Head::PATH, message);
            None
        }
        Err(_) => {
            verdict.add(
                FindingKind::Forged,
                Head::PATH,
                "it is not the head of an edition: it was cut short, or is another file",
            );
            None
        }
    }
}

/// Returns whether these bytes are a web page, which some hosts send for a missing file, and networks before a login.
fn is_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// Reads all roots in order, at least up to the one that the head requires. Returns `None` if one of them is missing or
/// does not follow the one before.
fn chain(source: &dyn Source, wanted: u64, verdict: &mut Verdict) -> Option<TrustState> {
    let mut state = TrustState::unknown();
    // The head may require less than the newest root, but only that one names the keys that are valid now.
    for version in 1..=MAX_STEPS {
        let path = Root::path(version);
        let bytes = match source.get(&path, MAX_ROOT_BYTES as u64) {
            // Some hosts send a page for a missing file. A mirror that withholds a root could as well answer 404.
            Ok(bytes) if version > wanted && is_page(&bytes) => break,
            Ok(bytes) => bytes,
            Err(SourceError::Missing | SourceError::Refused) if version > wanted => break,
            Err(error) => {
                let kind = if error == SourceError::TooLong { FindingKind::Forged } else { error.kind() };
                let remedy = format!(": copy it from the newsroom's own site, or root.{version}.txt from its keys");
                let remedy = if kind == FindingKind::Missing { remedy } else { String::new() };
                verdict.add(kind, path, format!("{error}{remedy}"));
                return None;
            }
        };
        let text = String::from_utf8(bytes).map_err(|_| TrustError::Malformed);
        match text.and_then(|text| state.with_root(&text)) {
            Ok(next) => state = next,
            Err(error) => {
                verdict.add(kind(error), path, error);
                return None;
            }
        }
    }
    Some(state)
}

fn kind(error: TrustError) -> FindingKind {
    match error {
        TrustError::Unsigned => FindingKind::Unsigned,
        TrustError::TooNew => FindingKind::Unreadable,
        TrustError::Superseded => FindingKind::Older,
        TrustError::Malformed
        | TrustError::Signatures(_)
        | TrustError::AnotherSite
        | TrustError::Mismatch
        | TrustError::UnknownRoot(_)
        | TrustError::RootOrder => FindingKind::Forged,
    }
}

/// Checks the compressed copies of head and roots, which no list names: servers send copies in place of the files.
fn own_copies(source: &dyn Source, roots: usize, verdict: &mut Verdict) {
    if source.copies().is_empty() {
        return;
    }
    let roots = (1..=roots as u64).map(Root::path);
    for path in roots.chain([Head::PATH.to_owned()]) {
        if let Some(file) = source.get(&path, MAX_ROOT_BYTES as u64).ok().and_then(|bytes| trust::reference(&bytes)) {
            verdict.findings.extend(files::copies(source, &path, &file));
        }
    }
}

/// Compares the signed statements with the facts that the user knows.
fn compare(
    state: &TrustState,
    signed: &Signed,
    freshness: Freshness,
    expected: &Expected,
    now: u64,
    verdict: &mut Verdict,
) {
    let site = signed.statement.site;
    let is_expected = match &expected.site {
        None => true,
        Some(ExpectedSite::Hash(hash)) => *hash == site,
        Some(ExpectedSite::Words(words)) => *words == trust::fingerprint(&site),
    };
    if !is_expected {
        let message = format!("it is signed for another site: {}", trust::fingerprint(&site));
        verdict.add(FindingKind::AnotherSite, Head::PATH, message);
    }
    if let Some(least) = expected.at_least.filter(|least| signed.statement.edition < *least) {
        let message =
            format!("it is edition {}, but edition {least} or a newer one is expected", signed.statement.edition);
        verdict.add(FindingKind::Older, Head::PATH, message);
    }
    match freshness {
        Freshness::Unsigned | Freshness::Fresh | Freshness::Aging { .. } => {}
        Freshness::Expired { days } if now >= signed.timestamp.expires => {
            let message = format!("it was signed {days} days ago and has expired: newer news may be withheld");
            verdict.add(FindingKind::Expired, Head::PATH, message);
        }
        // The root has expired, which is a separate finding below.
        Freshness::Expired { .. } => {}
        Freshness::ClockWrong => {
            let message =
                "by this machine's clock, it was signed in the future: correct the clock, or do not trust the site";
            verdict.add(FindingKind::Unreadable, Head::PATH, message);
        }
    }
    if let Some(root) = state.root().filter(|root| now >= root.statement.expires) {
        let path = Root::path(root.statement.version);
        verdict.add(
            FindingKind::Expired,
            path,
            "the root has expired: the newsroom must sign a new one (offprint rotate)",
        );
    }
}

/// Reads a file and checks it against its reference.
pub(crate) fn checked(
    source: &dyn Source,
    path: &str,
    reference: &BundleReference,
) -> Result<Vec<u8>, (FindingKind, String)> {
    let bytes = match source.get(path, u64::from(reference.bytes)) {
        Ok(bytes) => bytes,
        Err(SourceError::TooLong) => {
            return Err((
                FindingKind::Altered,
                format!("it is longer than the {} bytes that were signed", reference.bytes),
            ));
        }
        Err(error) => return Err((error.kind(), error.to_string())),
    };
    match trust::check(reference, &bytes) {
        Ok(()) => Ok(bytes),
        Err(damaged) => Err((FindingKind::Altered, format!("it is not what was signed: {damaged}"))),
    }
}
