//! The judgement on what sources answer: which edition is the newest, how fresh it is, and what each source sent.

use std::collections::BTreeSet;

use model::{Hash, Head};

use crate::TrustError;
use crate::edition::{Signed, claimed_site};
use crate::floor::{CLOCK, EditionOrder, Floor, Freshness};
use crate::key::{KeyIdentifier, Role};
use crate::root::Root;
use crate::state::TrustState;

/// A head that may be shown or stored: [`TrustState::judge`] makes it, and [`stored`](Self::stored) for what this device accepted
/// before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted(Head);

impl Accepted {
    /// Returns a head that this device accepted before, and stored.
    pub fn stored(head: Head) -> Self {
        Self(head)
    }

    /// Returns the head.
    pub fn head(&self) -> &Head {
        &self.0
    }

    /// Returns the head itself.
    pub fn into_head(self) -> Head {
        self.0
    }
}

/// What a source answered when it was asked for the newest edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAnswer {
    /// The address that was asked, ending with a slash; empty for a file.
    pub source: String,
    /// Whether that is the site itself, or a file that the reader opened, and not a mirror. As long as no site is known,
    /// it alone is believed.
    pub is_own: bool,
    /// The head; or what came in its place.
    pub head: Result<Head, NoHead>,
    /// The texts of the roots that it sent, in any order.
    pub roots: Vec<String>,
}

/// Why a source sent no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHead {
    /// No answer, or not in time, or it has none.
    Silent,
    /// A web page came in its place, as from a network that wants a login first.
    LoginPage,
    /// Something came that is not a head.
    Malformed,
    /// More came than a head can have.
    TooLong,
}

/// What the answers of some sources prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What is believed from now on, if the newest edition is accepted: to be merged into what is stored.
    pub state: TrustState,
    /// The newest edition; none when none was proven, or two have its number.
    pub newest: Option<Accepted>,
    /// How fresh the newest edition is; none where there is none.
    pub freshness: Option<Freshness>,
    /// What each source sent, in the order of the answers.
    pub sources: Vec<SourceReport>,
    /// The manifests of two editions that have one number, that of the edition seen before first.
    pub conflict: Option<[Hash; 2]>,
    /// The keys that signed the newest edition: those of the desk, then those of the pulse.
    pub signers: Vec<(Role, KeyIdentifier)>,
    /// Where no newest edition is: the newest of those that are signed and below the floor. Single articles of a file may be
    /// saved from it; the edition itself is never stored.
    pub older: Option<Head>,
}

/// What one source sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceReport {
    /// The address that was asked; empty for a file.
    pub source: String,
    /// What came of it.
    pub status: SourceStatus,
    /// The number of its edition, where it sent a signed one that was proven.
    pub edition: Option<u64>,
}

/// How what a source sent compares with the newest edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceStatus {
    /// The newest edition.
    Newest,
    /// An older edition than the newest, though no older than the one seen before.
    Behind,
    /// An older edition than the one seen before.
    OlderThanSeen,
    /// Another edition with the number of the newest, or of the one seen before.
    Conflict,
    /// Something that the newsroom did not sign, and why it was refused.
    Altered(TrustError),
    /// An edition without signatures.
    Unsigned,
    /// A web page, as from a network that wants a login first.
    LoginPage,
    /// Nothing.
    Silent,
}

impl SourceStatus {
    /// Returns how serious it is, 0 for what is no fault.
    fn severity(self) -> u8 {
        match self {
            Self::Newest | Self::Behind => 0,
            Self::Silent => 1,
            Self::LoginPage => 2,
            Self::Unsigned => 3,
            Self::OlderThanSeen => 4,
            Self::Altered(_) => 5,
            Self::Conflict => 6,
        }
    }
}

impl Judgement {
    /// Returns why no edition is accepted: the most serious of what the sources sent. None where one is accepted.
    pub fn fault(&self) -> Option<SourceStatus> {
        let statuses = self.sources.iter().map(|report| report.status);
        statuses.max_by_key(|status| status.severity()).filter(|_| self.newest.is_none())
    }

    /// Counts the sources that sent a signed edition which is not in conflict with another one.
    pub fn answered(&self) -> usize {
        let is_proven = |report: &&SourceReport| {
            matches!(report.status, SourceStatus::Newest | SourceStatus::Behind | SourceStatus::OlderThanSeen)
        };
        self.sources.iter().filter(is_proven).count()
    }
}

/// A head whose signatures are valid.
struct Proven<'a> {
    head: &'a Head,
    signed: Signed,
    /// How it compares with the edition seen before.
    order: EditionOrder,
}

impl<'a> Proven<'a> {
    /// Checks the head in an answer with the newest root.
    fn check(answer: &'a SourceAnswer, root: Option<&Root>, least: Option<&Floor>) -> Result<Self, SourceStatus> {
        let head = answer.head.as_ref().map_err(|reason| reason.status())?;
        if head.signed.is_none() {
            return Err(SourceStatus::Unsigned);
        }
        let root = root.ok_or(SourceStatus::Altered(TrustError::UnknownRoot(1)))?;
        let signed = Signed::check(head, root).map_err(SourceStatus::Altered)?;
        let order = least.map_or(EditionOrder::Newer, |least| signed.order(least));
        Ok(Self { head, signed, order })
    }

    fn is_acceptable(&self) -> bool {
        matches!(self.order, EditionOrder::Newer | EditionOrder::Same)
    }

    fn number(&self) -> (u64, u64) {
        self.signed.floor().number()
    }

    fn manifest(&self) -> Hash {
        self.signed.statement.manifest.hash
    }

    /// Returns what heads of one edition are ordered by: the latest date that can be right; of those in the future the first.
    /// The text makes the order total.
    fn date(&self, now: u64) -> (bool, u64, &str) {
        let issued = self.signed.timestamp.issued;
        let is_possible = is_possible(issued, now);
        let text = self.head.signed.as_deref().unwrap_or_default();
        (is_possible, if is_possible { issued } else { u64::MAX - issued }, text)
    }

    /// Returns the keys that signed it, with their roles.
    fn signers(&self) -> Vec<(Role, KeyIdentifier)> {
        let roles = [Role::Desk, Role::Pulse].into_iter().zip(&self.signed.signers);
        roles.flat_map(|(role, keys)| keys.iter().map(move |key| (role, key.identifier()))).collect()
    }
}

/// Returns whether a date is no later than now, as far as the device's clock can tell.
fn is_possible(issued: u64, now: u64) -> bool {
    issued <= now.saturating_add(CLOCK)
}

impl TrustState {
    /// Judges what sources answered when the device's clock shows `now`, in seconds since 1970.
    ///
    /// The judgement does not depend on the order of the answers, and what a source sends that the newsroom did not sign
    /// takes nothing away from what the others send.
    pub fn judge(&self, answers: Vec<SourceAnswer>, now: u64) -> Judgement {
        if self.site().is_some() {
            return self.judge_signed(&answers, now);
        }
        // The first time, the site's own address is believed as to which site it is.
        let own = || answers.iter().filter(|answer| answer.is_own).filter_map(|answer| answer.head.as_ref().ok());
        let Some(site) = own().filter_map(|head| claimed_site(head).ok()).min() else {
            let unsigned = own().filter(|head| head.signed.is_none());
            let newest = unsigned.max_by_key(|head| (head.edition, head.manifest.hash));
            return self.judge_unsigned(&answers, newest);
        };
        let judgement = Self::pinned(site, None).judge_signed(&answers, now);
        let state = if judgement.newest.is_some() { judgement.state } else { self.clone() };
        Judgement { state, ..judgement }
    }

    /// Judges the answers of a site that is not signed: the newest edition is what its own address has.
    fn judge_unsigned(&self, answers: &[SourceAnswer], newest: Option<&Head>) -> Judgement {
        let status = |answer: &SourceAnswer| match answer.head.as_ref().map(claimed_site) {
            Err(reason) => reason.status(),
            Ok(Err(TrustError::Unsigned)) => SourceStatus::Unsigned,
            Ok(Err(error)) => SourceStatus::Altered(error),
            // A mirror's: the site's own address has not told which site it is.
            Ok(Ok(_)) => SourceStatus::Altered(TrustError::AnotherSite),
        };
        Judgement {
            state: self.clone(),
            newest: newest.cloned().map(Accepted),
            freshness: newest.map(|_| Freshness::Unsigned),
            sources: answers.iter().map(|answer| SourceReport::new(answer, status(answer), None)).collect(),
            conflict: None,
            signers: Vec::new(),
            older: None,
        }
    }

    fn judge_signed(&self, answers: &[SourceAnswer], now: u64) -> Judgement {
        let chain = self.with_roots(answers.iter().flat_map(|answer| &answer.roots).map(String::as_str));
        let (root, least) = (chain.root(), self.least());
        let checked: Vec<_> = answers.iter().map(|answer| Proven::check(answer, root, least.as_ref())).collect();
        let proven = || checked.iter().flatten();
        let number = proven().filter(|it| it.is_acceptable()).map(Proven::number).max();
        let highest = || proven().filter(|it| it.is_acceptable() && Some(it.number()) == number);
        let manifests: BTreeSet<Hash> = highest().map(Proven::manifest).collect();
        // Of two new editions with one number nobody can tell which is the newsroom's.
        let newest = highest().filter(|_| manifests.len() == 1).max_by_key(|it| it.date(now));

        let status = |it: &Proven<'_>| match it.order {
            EditionOrder::Older => SourceStatus::OlderThanSeen,
            EditionOrder::Fork => SourceStatus::Conflict,
            EditionOrder::Newer | EditionOrder::Same if Some(it.number()) != number => SourceStatus::Behind,
            EditionOrder::Newer | EditionOrder::Same if manifests.len() > 1 => SourceStatus::Conflict,
            EditionOrder::Newer | EditionOrder::Same => SourceStatus::Newest,
        };
        let report = |(answer, checked): (&SourceAnswer, &Result<Proven<'_>, SourceStatus>)| match checked {
            Ok(it) => SourceReport::new(answer, status(it), Some(it.signed.statement.edition)),
            Err(status) => SourceReport::new(answer, *status, None),
        };
        let older = proven().filter(|it| it.order == EditionOrder::Older && newest.is_none());
        Judgement {
            newest: newest.map(|it| Accepted(it.head.clone())),
            freshness: newest.zip(root).map(|(it, root)| {
                let since = least.map_or(0, |least| least.issued).max(root.statement.issued);
                it.signed.freshness(now, since, root.statement.expires)
            }),
            sources: answers.iter().zip(&checked).map(report).collect(),
            conflict: conflict(&manifests, proven(), least),
            signers: newest.map(Proven::signers).unwrap_or_default(),
            older: older.max_by_key(|it| (it.number(), it.date(now))).map(|it| it.head.clone()),
            state: match newest {
                Some(it) => chain.with_proven(&it.signed, now),
                // A chain begins with the first edition that it proves, and goes on without one.
                None if self.has_roots() => chain,
                None => self.clone(),
            },
        }
    }

    /// Returns this state once an edition was accepted that its newest root proves.
    fn with_proven(&self, signed: &Signed, now: u64) -> Self {
        let issued = signed.timestamp.issued;
        // One date in the future would make every clock wrong.
        let issued = if is_possible(issued, now) { issued } else { 0 };
        let since = self.root().map_or(0, |root| root.statement.issued);
        self.with_floor(Floor { issued: issued.max(since), ..signed.floor() })
    }
}

/// Finds two editions with one number: both new, or one of them the edition seen before.
fn conflict<'a>(
    newest: &BTreeSet<Hash>,
    proven: impl Iterator<Item = &'a Proven<'a>>,
    least: Option<Floor>,
) -> Option<[Hash; 2]> {
    let mut manifests = newest.iter();
    if let (Some(one), Some(other)) = (manifests.next(), manifests.next()) {
        return Some([*one, *other]);
    }
    let forks = proven.filter(|it| it.order == EditionOrder::Fork);
    Some([least?.manifest, forks.map(Proven::manifest).min()?])
}

impl SourceReport {
    fn new(answer: &SourceAnswer, status: SourceStatus, edition: Option<u64>) -> Self {
        Self { source: answer.source.clone(), status, edition }
    }
}

impl NoHead {
    fn status(self) -> SourceStatus {
        match self {
            Self::Silent => SourceStatus::Silent,
            Self::LoginPage => SourceStatus::LoginPage,
            Self::Malformed | Self::TooLong => SourceStatus::Altered(TrustError::Malformed),
        }
    }
}
