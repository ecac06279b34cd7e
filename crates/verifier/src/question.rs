//! What is asked and what is answered.

use std::str::FromStr;

use model::{BundleReference, Hash, Head};
use trust::floor::CLOCK;
use trust::root::RootStatement;
use trust::{EditionOrder, Floor, Freshness, Role, Root, Signed, TrustError, fingerprint, lines};

/// Answers whether an edition is signed by the keys of a site, and how it stands to what was seen before.
///
/// The parts of a question: the site's hash, or nothing when any site will do; the floor, or nothing; the time by the device's
/// clock in seconds since 1970; a root that is trusted, or nothing; the edition of the head, the hash and the length of its
/// manifest, the signed text in it; and roots, the first one first. Where no root is trusted, the first of all is that of the
/// site. A root that does not follow those before it is passed over: several addresses may have told the same one, and some of
/// them lie.
///
/// The answer is either `refused` or several parts: a line with `edition`, then the epoch, the number, the
/// manifest's hash and length, when the head was issued, its age in a word and in days, and its rank; the floor from now on;
/// the fingerprint of the site in words; whose signatures it bears; and the roots that followed the trusted one.
pub(crate) fn answered(question: &str) -> String {
    let mut answer = String::new();
    match check(question) {
        Ok(proof) => proof.push_to(&mut answer),
        // Nobody reads why, and the reasons in words are a thirtieth of the wasm.
        Err(_) => answer.push_str("refused"),
    }
    answer
}

/// An edition that was checked, and all that is told of it.
pub(crate) struct Proof {
    signed: Signed,
    now: u64,
    floor: Option<Floor>,
    /// When the newest root was signed, and until when it is to be renewed, in seconds since 1970.
    since: u64,
    until: u64,
    /// The roots that followed the trusted one.
    roots: Vec<Root>,
}

/// Checks the edition of a question; see [`answered`].
pub(crate) fn check(question: &str) -> Result<Proof, TrustError> {
    let mut parts = lines::split(question, 0);
    let mut next = || parts.next().ok_or(TrustError::Malformed);
    let site = given(next()?)?;
    let floor = given(next()?)?;
    let now = number(next()?)?;
    let trusted = match next()? {
        "" => None,
        text => Some(Root::first(text)?),
    };
    let edition = number(next()?)?;
    let hash = next()?.parse().map_err(|_| TrustError::Malformed)?;
    let bytes = u32::try_from(number(next()?)?).map_err(|_| TrustError::Malformed)?;
    let signed = Some(next()?.to_owned());
    let head = Head { edition, manifest: BundleReference { hash, bytes }, signed };
    let mut roots: Vec<Root> = Vec::new();
    let mut wrong = TrustError::UnknownRoot(1);
    for text in parts {
        let found = match roots.last().or(trusted.as_ref()) {
            Some(before) => before.next(text),
            None => first(site, text),
        };
        match found {
            Ok(root) => roots.push(root),
            Err(refused) if roots.is_empty() => wrong = refused,
            Err(_) => {}
        }
    }
    let root = roots.last().or(trusted.as_ref()).ok_or(wrong)?;
    if site.is_some_and(|site| site != root.statement.site) {
        return Err(TrustError::AnotherSite);
    }
    let signed = Signed::check(&head, root)?;
    let RootStatement { issued: since, expires: until, .. } = root.statement;
    Ok(Proof { signed, now, floor, since, until, roots })
}

/// The first root of a site, which no other can be.
fn first(site: Option<Hash>, text: &str) -> Result<Root, TrustError> {
    let root = Root::first(text)?;
    match root.statement.version {
        1 if site.is_none_or(|site| root.statement.site == site) => Ok(root),
        1 => Err(TrustError::AnotherSite),
        _ => Err(TrustError::RootOrder),
    }
}

impl Proof {
    fn push_to(&self, answer: &mut String) {
        let (statement, manifest) = (&self.signed.statement, &self.signed.statement.manifest);
        answer.push_str("edition ");
        for number in [statement.epoch, statement.edition] {
            lines::push_number(answer, number);
            answer.push(' ');
        }
        lines::push_digits(answer, &manifest.hash.0);
        for number in [u64::from(manifest.bytes), self.signed.timestamp.issued] {
            answer.push(' ');
            lines::push_number(answer, number);
        }
        // It is later than whatever was seen before, whatever the clock says.
        let since = self.floor.map_or(self.since, |floor| floor.issued.max(self.since));
        let (age, days) = match self.signed.freshness(self.now, since, self.until) {
            Freshness::Fresh | Freshness::Unsigned => (" fresh ", 0),
            Freshness::Aging { days } => (" aging ", days),
            Freshness::Expired { days } => (" expired ", days),
            Freshness::ClockWrong => (" unknown ", 0),
        };
        answer.push_str(age);
        lines::push_number(answer, u64::from(days));
        answer.push_str(match self.floor.map(|floor| self.signed.order(&floor)) {
            None | Some(EditionOrder::Newer) => " newer",
            Some(EditionOrder::Same) => " same",
            Some(EditionOrder::Older) => " older",
            Some(EditionOrder::Fork) => " fork",
        });
        answer.push('\0');
        let own = self.signed.floor();
        let floor = self.floor.unwrap_or(Floor { issued: self.since, ..own });
        // A date from the future would make every clock wrong.
        let issued = if own.issued <= self.now.saturating_add(CLOCK) { own.issued } else { 0 };
        answer.push_str(&floor.merge(&Floor { issued, ..own }).to_string());
        answer.push('\0');
        answer.push_str(&fingerprint(&statement.site));
        answer.push('\0');
        for (signers, role) in self.signed.signers.iter().zip([Role::Desk, Role::Pulse]) {
            for signer in signers {
                answer.push_str(role.name());
                answer.push(' ');
                lines::push_digits(answer, &signer.identifier().0);
                answer.push('\n');
            }
        }
        for root in &self.roots {
            answer.push('\0');
            answer.push_str(&root.text);
        }
    }
}

/// What stands in a part that may be empty.
fn given<T: FromStr>(part: &str) -> Result<Option<T>, TrustError> {
    match part {
        "" => Ok(None),
        part => part.parse().map(Some).map_err(|_| TrustError::Malformed),
    }
}

fn number(digits: &str) -> Result<u64, TrustError> {
    lines::number(digits).ok_or(TrustError::Malformed)
}
