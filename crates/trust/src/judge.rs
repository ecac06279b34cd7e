//! The judgement on what sources answer: which edition is the newest, how fresh it is, and what each source sent.

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
    /// The manifests of two editions that have one number. Where one of them was seen before, it comes first.
    pub conflict: Option<[Hash; 2]>,
    /// The keys that signed the newest edition, or without one the `older`: those of the desk, then those of the pulse.
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

    /// Counts the sources that sent a proven edition.
    pub fn answered(&self) -> usize {
        self.sources.iter().filter(|report| report.is_proven()).count()
    }
}

/// A head whose signatures are valid.
#[derive(Clone, Copy)]
struct Proven<'a> {
    head: &'a Head,
    /// Its number, its manifest and its date.
    floor: Floor,
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
        let floor = Signed::check(head, root).map_err(SourceStatus::Altered)?.floor();
        Ok(Self { head, floor, order: least.map_or(EditionOrder::Newer, |least| floor.order(least)) })
    }

    fn is_acceptable(&self) -> bool {
        matches!(self.order, EditionOrder::Newer | EditionOrder::Same)
    }

    /// Returns what heads are ordered by: their number; of one edition the latest date that can be right, and of those in the
    /// future the first. The text makes the order total.
    fn rank(&self, now: u64) -> ((u64, u64), bool, u64, &str) {
        let issued = self.floor.issued;
        let is_possible = is_possible(issued, now);
        let date = if is_possible { issued } else { u64::MAX - issued };
        (self.floor.number(), is_possible, date, self.head.signed.as_deref().unwrap_or_default())
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
        let best = highest(&checked, now, Proven::is_acceptable);
        // Of two new editions with one number nobody can tell which is the newsroom's.
        let is_rival = |it: &Proven<'_>, best: &Proven<'_>| {
            it.is_acceptable() && it.floor.number() == best.floor.number() && it.floor.manifest != best.floor.manifest
        };
        let rival = best.and_then(|best| highest(&checked, now, |it| is_rival(it, best)));
        let newest = if rival.is_none() { best } else { None };
        let older = if newest.is_none() { highest(&checked, now, |it| it.order == EditionOrder::Older) } else { None };
        let fork = highest(&checked, now, |it| it.order == EditionOrder::Fork);
        let seen = least.map(|least| least.manifest);
        let conflict = match rival {
            Some(rival) => best.map(|best| [best.floor.manifest, rival.floor.manifest]),
            None => seen.zip(fork).map(|(seen, fork)| [seen, fork.floor.manifest]),
        };

        let status = |it: &Proven<'_>| match it.order {
            EditionOrder::Older => SourceStatus::OlderThanSeen,
            EditionOrder::Fork => SourceStatus::Conflict,
            EditionOrder::Newer | EditionOrder::Same => match (best, rival) {
                (Some(best), _) if it.floor.number() != best.floor.number() => SourceStatus::Behind,
                (_, Some(_)) => SourceStatus::Conflict,
                (_, None) => SourceStatus::Newest,
            },
        };
        let report = |(answer, checked): (&SourceAnswer, &Result<Proven<'_>, SourceStatus>)| match checked {
            Ok(it) => SourceReport::new(answer, status(it), Some(it.floor.edition)),
            Err(status) => SourceReport::new(answer, *status, None),
        };
        // What is in it was checked already.
        let shown = newest.or(older).zip(root).and_then(|(it, root)| Some((Signed::check(it.head, root).ok()?, root)));
        let since = least.map_or(0, |least| least.issued);
        Judgement {
            newest: newest.map(|it| Accepted(it.head.clone())),
            freshness: shown
                .as_ref()
                .filter(|_| newest.is_some())
                .map(|(signed, root)| signed.freshness(now, since.max(root.statement.issued), root.statement.expires)),
            sources: answers.iter().zip(&checked).map(report).collect(),
            conflict,
            signers: shown.as_ref().map(|(signed, _)| signers(signed)).unwrap_or_default(),
            older: older.map(|it| it.head.clone()),
            state: match newest {
                Some(it) => chain.with_proven(it.floor, now),
                // A chain begins with the first edition that it proves, and goes on without one.
                None if self.has_roots() => chain,
                None => self.clone(),
            },
        }
    }

    /// Returns this state once an edition was accepted that its newest root proves.
    fn with_proven(mut self, proven: Floor, now: u64) -> Self {
        // One date in the future would make every clock wrong.
        let issued = if is_possible(proven.issued, now) { proven.issued } else { 0 };
        let since = self.root().map_or(0, |root| root.statement.issued);
        self.raise(Floor { issued: issued.max(since), ..proven });
        self
    }
}

/// Returns the highest by [`Proven::rank`] of those that are wanted.
fn highest<'a, 'b>(
    checked: &'b [Result<Proven<'a>, SourceStatus>],
    now: u64,
    is_wanted: impl Fn(&Proven<'a>) -> bool,
) -> Option<&'b Proven<'a>> {
    checked.iter().flatten().filter(|it| is_wanted(it)).max_by_key(|it| it.rank(now))
}

/// Returns the keys that signed an edition, with their roles.
fn signers(signed: &Signed) -> Vec<(Role, KeyIdentifier)> {
    let roles = [Role::Desk, Role::Pulse].into_iter().zip(&signed.signers);
    roles.flat_map(|(role, keys)| keys.iter().map(move |key| (role, key.identifier()))).collect()
}

impl SourceReport {
    /// Returns whether the source sent a signed edition, though it may be an old one, and none that is in conflict with another.
    pub fn is_proven(&self) -> bool {
        matches!(self.status, SourceStatus::Newest | SourceStatus::Behind | SourceStatus::OlderThanSeen)
    }

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
