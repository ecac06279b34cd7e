//! Checking a site, wherever it lies: yes, or what exactly is wrong.
//!
//! It comes from nobody's mirror, so it can tell what a page that came from a mirror cannot tell of itself.

pub mod network;
pub mod source;

mod files;
mod folder;
mod newest;
mod portable;

use std::fmt;

use model::{BundleReference, Hash, Head};
use trust::root::{MAX_BYTES as MAX_ROOT_BYTES, MAX_STEPS};
use trust::{Freshness, Judgement, Root, Signed, SourceAnswer, SourceStatus, TrustError, TrustState, edition};

pub(crate) use self::files::stale_copies;
pub use self::newest::{Newest, newest};
pub use self::source::{Source, SourceError};

/// How many files are read at once.
const PARALLEL_READS: usize = 8;

/// By how many bytes a compressed copy may be longer than its file: small ones do not get smaller.
const MAX_COPY_GROWTH: u64 = 4096;

/// What kind of thing is wrong, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A signature is not valid, or what is signed contradicts itself.
    Forged,
    /// It is of another site than was asked for.
    AnotherSite,
    /// A file is not what was signed.
    Altered,
    /// A file that was signed is not there.
    Missing,
    /// It is older than what was asked for, or than its root allows.
    Older,
    /// It is no longer valid.
    Expired,
    /// It bears no signatures.
    Unsigned,
    /// Something could not be read.
    Unreadable,
    /// It is what was signed, and the host sends it in a way that readers cannot use.
    Served,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The file, from the root of the site.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.what)
    }
}

/// What the one who asks knows already.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Which site it is to be.
    pub site: Option<ExpectedSite>,
    /// The first edition that will do.
    pub at_least: Option<u64>,
    /// What the newsroom's own site has.
    pub newest: Option<Newest>,
}

/// A site as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedSite {
    /// By its whole hash.
    Hash(Hash),
    /// By its words.
    Words(String),
}

/// What came of a check.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The edition, where it was believed.
    pub signed: Option<Signed>,
    /// What is wrong, the worst first.
    pub findings: Vec<Finding>,
    /// What could be better and is not wrong, by file.
    pub advice: Vec<(String, String)>,
    /// How many files were checked.
    pub files: u64,
    /// What lies there without being signed.
    pub unmanaged: Vec<String>,
}

impl Verdict {
    /// The worst of what is wrong.
    pub fn worst(&self) -> Option<FindingKind> {
        self.findings.iter().map(|finding| finding.kind).min()
    }

    /// Adds something that is wrong.
    pub(crate) fn add(&mut self, kind: FindingKind, path: impl Into<String>, what: impl fmt::Display) {
        self.findings.push(Finding { kind, path: path.into(), what: what.to_string() });
    }

    /// Puts the worst first.
    pub(crate) fn sort(&mut self) {
        self.findings.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
    }
}

/// Checks what a source has; `now` is in seconds since 1970. `tell` hears how many files are done, and of how many.
pub fn verify(source: &dyn Source, expected: &Expected, now: u64, tell: &(dyn Fn(u64, u64) + Sync)) -> Verdict {
    let mut verdict = Verdict::default();
    if let Some(found) = judged(source, now, &mut verdict) {
        let Found { state, signed, .. } = &found;
        compare(state, signed, found.freshness, expected, now, &mut verdict);
        if let Some(newest) = &expected.newest {
            newest.compare(&found, now, &mut verdict);
        }
        files::check(source, signed, tell, &mut verdict);
        own_copies(source, state.roots().len(), &mut verdict);
        verdict.signed = Some(found.signed);
    }
    verdict.sort();
    verdict
}

/// The edition that a source proves.
struct Found {
    /// What the source answered.
    answer: SourceAnswer,
    /// What is believed with it.
    state: TrustState,
    /// What was signed of the edition.
    signed: Signed,
    /// How old it is.
    freshness: Freshness,
}

/// Judges the one answer of a source, as whoever knows nothing of the site yet; none where it proves no edition.
fn judged(source: &dyn Source, now: u64, verdict: &mut Verdict) -> Option<Found> {
    let head = head(source, verdict)?;
    // Without a form that can be read there is nothing that a root could prove.
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
            SourceStatus::Altered(refused) => verdict.add(kind(refused), Head::PATH, refused),
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
        Err(failed) => {
            match failed {
                SourceError::TooLong => verdict.add(FindingKind::Forged, Head::PATH, failed),
                SourceError::Missing | SourceError::Refused => {
                    let what =
                        format!("{failed}: name the root of a site that Offprint made (offprint build makes one)");
                    verdict.add(FindingKind::Unreadable, Head::PATH, what);
                }
                SourceError::Elsewhere(_) => {
                    verdict.add(
                        FindingKind::Unreadable,
                        Head::PATH,
                        format!("{failed}: if the site is there, name that address"),
                    );
                }
                _ => verdict.add(FindingKind::Unreadable, Head::PATH, failed),
            }
            return None;
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(head) => Some(head),
        Err(_) if is_page(&bytes) => {
            let what =
                "a page came in its place: it is no site that Offprint made, or the network here wants a login first";
            verdict.add(FindingKind::Unreadable, Head::PATH, what);
            None
        }
        Err(_) => {
            verdict.add(
                FindingKind::Forged,
                Head::PATH,
                "it is no head of an edition: it was cut short, or is another page",
            );
            None
        }
    }
}

/// Whether these are the bytes of a page, as some hosts send it for what is not there, and networks before a login.
fn is_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// Reads the roots one after the other, up to the one that the head wants and on as long as there are more. None where one of
/// them is missing or does not follow.
fn chain(source: &dyn Source, wanted: u64, verdict: &mut Verdict) -> Option<TrustState> {
    let mut state = TrustState::unknown();
    // A mirror that holds back the newest roots would let a key go on that was given up.
    for version in 1..=MAX_STEPS {
        let path = Root::path(version);
        let bytes = match source.get(&path, MAX_ROOT_BYTES as u64) {
            // Whoever wants to hold a root back need not send a page in its place.
            Ok(bytes) if version > wanted && is_page(&bytes) => break,
            Ok(bytes) => bytes,
            Err(SourceError::Missing | SourceError::Refused) if version > wanted => break,
            Err(failed) => {
                let kind = if failed == SourceError::TooLong { FindingKind::Forged } else { failed.kind() };
                let from = format!(": copy it from the newsroom's own site, or root.{version}.txt from its keys");
                let way_out = if kind == FindingKind::Missing { from } else { String::new() };
                verdict.add(kind, path, format!("{failed}{way_out}"));
                return None;
            }
        };
        let text = String::from_utf8(bytes).map_err(|_| TrustError::Malformed);
        match text.and_then(|text| state.with_root(&text)) {
            Ok(next) => state = next,
            Err(refused) => {
                verdict.add(kind(refused), path, refused);
                return None;
            }
        }
    }
    Some(state)
}

fn kind(refused: TrustError) -> FindingKind {
    match refused {
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

/// Checks the compressed copies of what is signed by itself: a server sends them in its place.
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

/// Compares what is signed with what the one who asks knows.
fn compare(
    state: &TrustState,
    signed: &Signed,
    freshness: Freshness,
    expected: &Expected,
    now: u64,
    verdict: &mut Verdict,
) {
    let site = signed.statement.site;
    let is_meant = match &expected.site {
        None => true,
        Some(ExpectedSite::Hash(hash)) => *hash == site,
        Some(ExpectedSite::Words(words)) => *words == trust::fingerprint(&site),
    };
    if !is_meant {
        let what = format!("it is signed for another site: {}", trust::fingerprint(&site));
        verdict.add(FindingKind::AnotherSite, Head::PATH, what);
    }
    if let Some(least) = expected.at_least.filter(|least| signed.statement.edition < *least) {
        let what = format!("it is edition {}, and edition {least} is known", signed.statement.edition);
        verdict.add(FindingKind::Older, Head::PATH, what);
    }
    match freshness {
        Freshness::Unsigned | Freshness::Fresh | Freshness::Aging { .. } => {}
        Freshness::Expired { days } if now >= signed.timestamp.expires => {
            let what = format!("it was signed {days} days ago and is not valid any more: newer news may be withheld");
            verdict.add(FindingKind::Expired, Head::PATH, what);
        }
        // By its root, which has a finding of its own.
        Freshness::Expired { .. } => {}
        Freshness::ClockWrong => {
            let what =
                "it is signed later than it is now by this machine's clock: correct the clock, or do not believe it";
            verdict.add(FindingKind::Unreadable, Head::PATH, what);
        }
    }
    if let Some(root) = state.root().filter(|root| now >= root.statement.expires) {
        let path = Root::path(root.statement.version);
        verdict.add(
            FindingKind::Expired,
            path,
            "the root is not valid any more: the newsroom has to sign a new one (offprint rotate)",
        );
    }
}

/// Reads a file and checks it against its reference.
fn checked(source: &dyn Source, path: &str, reference: &BundleReference) -> Result<Vec<u8>, (FindingKind, String)> {
    let bytes = match source.get(path, u64::from(reference.bytes)) {
        Ok(bytes) => bytes,
        Err(SourceError::TooLong) => {
            return Err((
                FindingKind::Altered,
                format!("it is longer than the {} bytes that were signed", reference.bytes),
            ));
        }
        Err(failed) => return Err((failed.kind(), failed.to_string())),
    };
    match trust::check(reference, &bytes) {
        Ok(()) => Ok(bytes),
        Err(damaged) => Err((FindingKind::Altered, format!("it is not what was signed: {damaged}"))),
    }
}
