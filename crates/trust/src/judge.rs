//! Judges the answers of sources: which edition is the newest, how fresh it is, and what each source sent.

use model::{Hash, Head};

use crate::TrustError;
use crate::edition::{Signed, claimed_site};
use crate::floor::{CLOCK_TOLERANCE, EditionOrder, Floor, Freshness};
use crate::key::{KeyIdentifier, Role};
use crate::root::Root;
use crate::state::TrustState;

/// A head that may be shown or stored. [`TrustState::judge`] accepts new ones; [`stored`](Self::stored) is for those
/// that this device accepted before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted(Head);

impl Accepted {
    /// Returns a head that this device accepted before and stored.
    pub fn stored(head: Head) -> Self {
        Self(head)
    }

    /// Returns the head.
    pub fn head(&self) -> &Head {
        &self.0
    }

    /// Returns the head by value.
    pub fn into_head(self) -> Head {
        self.0
    }
}

/// The answer of a source to a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAnswer {
    /// The address of the source, ending with a slash; empty for a file.
    pub source: String,
    /// `true` for the site itself or a file that the reader opened, `false` for a mirror. Until a site is known, only
    /// such a source is trusted.
    pub is_own: bool,
    /// The head, or the reason why none came.
    pub head: Result<Head, NoHead>,
    /// The texts of the roots that the source sent, in any order.
    pub roots: Vec<String>,
}

/// The reason why a source sent no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHead {
    /// No answer, a late answer, or no head on the source.
    Silent,
    /// A web page came instead, as from a network that asks for a login.
    LoginPage,
    /// The answer is not a head.
    Malformed,
    /// The answer is longer than a head can be.
    TooLong,
}

/// The result of judging the answers of some sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The trust state if the newest edition is accepted, to be merged into the stored one.
    pub state: TrustState,
    /// The newest edition; `None` if none was proven, or if two have its number.
    pub newest: Option<Accepted>,
    /// The freshness of the newest edition, if there is one.
    pub freshness: Option<Freshness>,
    /// The report on each source, in the order of the answers.
    pub sources: Vec<SourceReport>,
    /// The manifests of two editions with the same number. If one was seen before, it comes first.
    pub conflict: Option<[Hash; 2]>,
    /// The keys that signed the newest edition, or else the `older` one: those of the desk, then those of the pulse.
    pub signers: Vec<(Role, KeyIdentifier)>,
    /// Without a newest edition: the newest signed one below the floor. Single articles of a file may be saved from it;
    /// the edition itself is never stored.
    pub older: Option<Head>,
}

/// The report on one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceReport {
    /// The address of the source; empty for a file.
    pub source: String,
    /// The result of the check.
    pub status: SourceStatus,
    /// The number of the edition, if the source sent a signed one that was proven.
    pub edition: Option<u64>,
}

/// The result of comparing a source's answer with the newest edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceStatus {
    /// The newest edition.
    Newest,
    /// An edition older than the newest, but not older than the one seen before.
    Behind,
    /// An edition older than the one seen before.
    OlderThanSeen,
    /// A different edition with the number of the newest, or of the one seen before.
    Conflict,
    /// Something that the newsroom did not sign, and why it was refused.
    Altered(TrustError),
    /// An edition without signatures.
    Unsigned,
    /// A web page, as from a network that asks for a login.
    LoginPage,
    /// No answer.
    Silent,
}

impl SourceStatus {
    /// Returns how serious the status is; 0 for no fault.
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
    /// Returns why no edition was accepted: the most serious status. Returns `None` if one was accepted.
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
struct Proven<'a> {
    head: &'a Head,
    signed: Signed,
    /// The number, the manifest and the date of the head.
    floor: Floor,
    /// The order relative to the edition seen before.
    order: EditionOrder,
}

impl<'a> Proven<'a> {
    /// Checks the head in an answer with the newest root.
    fn check(answer: &'a SourceAnswer, root: Option<&Root>, lowest: Option<&Floor>) -> Result<Self, SourceStatus> {
        let head = answer.head.as_ref().map_err(|reason| reason.status())?;
        if head.signed.is_none() {
            return Err(SourceStatus::Unsigned);
        }
        let root = root.ok_or(SourceStatus::Altered(TrustError::UnknownRoot(1)))?;
        let signed = Signed::check(head, root).map_err(SourceStatus::Altered)?;
        let floor = signed.floor();
        Ok(Self { head, signed, floor, order: lowest.map_or(EditionOrder::Newer, |lowest| floor.order(lowest)) })
    }

    fn is_acceptable(&self) -> bool {
        matches!(self.order, EditionOrder::Newer | EditionOrder::Same)
    }

    /// Returns the sort key of a head: first its number. For one edition, the latest possible date wins, or of dates in
    /// the future the earliest. The text makes the order total.
    fn rank(&self, now: u64) -> ((u64, u64), bool, u64, &str) {
        let issued = self.floor.issued;
        let is_possible = is_possible(issued, now);
        let date = if is_possible { issued } else { u64::MAX - issued };
        (self.floor.number(), is_possible, date, self.head.signed.as_deref().unwrap_or_default())
    }
}

/// Returns whether a date is not in the future, as far as the device's clock can tell.
fn is_possible(issued: u64, now: u64) -> bool {
    issued <= now.saturating_add(CLOCK_TOLERANCE)
}

impl TrustState {
    /// Judges the answers of sources at the time `now` of the device's clock, in seconds since 1970.
    ///
    /// The judgement does not depend on the order of the answers. An answer that the newsroom did not sign never
    /// changes what the others prove.
    pub fn judge(&self, answers: Vec<SourceAnswer>, now: u64) -> Judgement {
        if self.site().is_some() {
            return self.judge_signed(&answers, now);
        }
        // On first contact, the site's own address determines which site it is.
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

    /// Judges the answers of an unsigned site: its own address has the newest edition.
    fn judge_unsigned(&self, answers: &[SourceAnswer], newest: Option<&Head>) -> Judgement {
        let status = |answer: &SourceAnswer| match answer.head.as_ref().map(claimed_site) {
            Err(reason) => reason.status(),
            Ok(Err(TrustError::Unsigned)) => SourceStatus::Unsigned,
            Ok(Err(error)) => SourceStatus::Altered(error),
            // From a mirror, while the site's own address has not named a site.
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

    /// Judges the answers as [`judge`](Self::judge) does if the site is known: only signed editions count. Without a
    /// known site, nothing is proven.
    pub fn judge_signed(&self, answers: &[SourceAnswer], now: u64) -> Judgement {
        let roots = answers.iter().filter(|_| self.site().is_some()).flat_map(|answer| &answer.roots);
        let chain = self.with_roots(roots.map(String::as_str));
        let (root, lowest) = (chain.root(), self.lowest_accepted());
        let checked: Vec<_> = answers.iter().map(|answer| Proven::check(answer, root, lowest.as_ref())).collect();
        let best = highest(&checked, now, Proven::is_acceptable);
        // Of two new editions with one number, none is provably the newsroom's.
        let is_rival = |proven: &Proven<'_>, best: &Proven<'_>| {
            proven.is_acceptable()
                && proven.floor.number() == best.floor.number()
                && proven.floor.manifest != best.floor.manifest
        };
        let rival = best.and_then(|best| highest(&checked, now, |proven| is_rival(proven, best)));
        let newest = if rival.is_none() { best } else { None };
        let older =
            if newest.is_none() { highest(&checked, now, |proven| proven.order == EditionOrder::Older) } else { None };
        let other = highest(&checked, now, |proven| proven.order == EditionOrder::Conflict);
        let seen = lowest.map(|lowest| lowest.manifest);
        let conflict = match rival {
            Some(rival) => best.map(|best| [best.floor.manifest, rival.floor.manifest]),
            None => seen.zip(other).map(|(seen, other)| [seen, other.floor.manifest]),
        };

        let status = |proven: &Proven<'_>| match proven.order {
            EditionOrder::Older => SourceStatus::OlderThanSeen,
            EditionOrder::Conflict => SourceStatus::Conflict,
            EditionOrder::Newer | EditionOrder::Same => match (best, rival) {
                (Some(best), _) if proven.floor.number() != best.floor.number() => SourceStatus::Behind,
                (_, Some(_)) => SourceStatus::Conflict,
                (_, None) => SourceStatus::Newest,
            },
        };
        let report = |(answer, checked): (&SourceAnswer, &Result<Proven<'_>, SourceStatus>)| match checked {
            Ok(proven) => SourceReport::new(answer, status(proven), Some(proven.floor.edition)),
            Err(status) => SourceReport::new(answer, *status, None),
        };
        let since = lowest.map_or(0, |lowest| lowest.issued);
        Judgement {
            newest: newest.map(|proven| Accepted(proven.head.clone())),
            freshness: newest.zip(root).map(|(proven, root)| {
                proven.signed.freshness(now, since.max(root.statement.issued), root.statement.expires)
            }),
            sources: answers.iter().zip(&checked).map(report).collect(),
            conflict,
            signers: newest.or(older).map(|proven| signers(&proven.signed)).unwrap_or_default(),
            older: older.map(|proven| proven.head.clone()),
            state: match newest {
                Some(proven) => chain.with_proven(proven.floor, now),
                // The first roots are stored only together with an edition that they prove, later ones also without.
                None if self.has_roots() => chain,
                None => self.clone(),
            },
        }
    }

    /// Returns the state after an edition was accepted that the newest root proves.
    fn with_proven(mut self, proven: Floor, now: u64) -> Self {
        // A single date in the future would make every clock look wrong.
        let issued = if is_possible(proven.issued, now) { proven.issued } else { 0 };
        let since = self.root().map_or(0, |root| root.statement.issued);
        self.raise(Floor { issued: issued.max(since), ..proven });
        self
    }
}

/// Returns the highest wanted head by [`Proven::rank`].
fn highest<'a, 'b>(
    checked: &'b [Result<Proven<'a>, SourceStatus>],
    now: u64,
    is_wanted: impl Fn(&Proven<'a>) -> bool,
) -> Option<&'b Proven<'a>> {
    checked.iter().flatten().filter(|proven| is_wanted(proven)).max_by_key(|proven| proven.rank(now))
}

/// Returns the keys that signed an edition, with their roles.
fn signers(signed: &Signed) -> Vec<(Role, KeyIdentifier)> {
    let roles = [Role::Desk, Role::Pulse].into_iter().zip(&signed.signers);
    roles.flat_map(|(role, keys)| keys.iter().map(move |key| (role, key.identifier()))).collect()
}

impl SourceReport {
    /// Returns whether the source sent a signed edition, even an old one, that does not conflict with another.
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
