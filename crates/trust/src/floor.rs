//! What a reader has seen: nothing older than that is shown any more, and nothing else under the same number.

use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use model::Hash;

use crate::edition::Signed;
use crate::lines;

const DAY: u64 = 24 * 3600;

/// After this time, in seconds, a head is no longer fresh: a newer edition was to be expected.
pub const FRESH: u64 = 2 * DAY;

/// By how much a clock may be off, in seconds, before nothing is concluded from it.
pub const CLOCK: u64 = DAY;

/// The newest that was verified of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Its epoch.
    pub epoch: u64,
    /// Its number.
    pub edition: u64,
    /// Its manifest.
    pub manifest: Hash,
    /// When its newest head was issued, in seconds since 1970: it is later than that now, whatever the clock says.
    pub issued: u64,
}

/// How an edition stands to what was seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// It is a newer one.
    Newer,
    /// It is that very edition.
    Same,
    /// It is an older one: somebody serves, or plays back, what is over.
    Older,
    /// It bears the same number and is another: whoever holds the keys, or stole them, told different readers different things.
    Fork,
}

/// How old a head is, as far as the clock of the device tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Signed lately.
    Fresh,
    /// Signed so many whole days ago, and still valid.
    Aging(u64),
    /// No longer valid, and signed so many whole days ago.
    Expired(u64),
    /// The device's clock is wrong, or the head is from the future: nothing can be said.
    Unknown,
}

impl Signed {
    /// The floor once this was shown.
    pub fn floor(&self) -> Floor {
        let statement = &self.statement;
        Floor {
            epoch: statement.epoch,
            edition: statement.edition,
            manifest: statement.manifest.hash,
            issued: self.dated.issued,
        }
    }

    /// How it stands to what was seen before.
    pub fn rank(&self, floor: &Floor) -> Rank {
        let own = self.floor();
        match (own.epoch, own.edition).cmp(&(floor.epoch, floor.edition)) {
            Ordering::Greater => Rank::Newer,
            Ordering::Less => Rank::Older,
            Ordering::Equal if own.manifest == floor.manifest => Rank::Same,
            Ordering::Equal => Rank::Fork,
        }
    }

    /// How old it is at a time by the device's clock, in seconds since 1970, where it is `since` at least and its root is to be
    /// renewed `until` then.
    pub fn age(&self, now: u64, since: u64, until: u64) -> Age {
        let dated = &self.dated;
        let is_slow = now.saturating_add(CLOCK) < since.max(dated.issued);
        if is_slow {
            return Age::Unknown;
        }
        let days = now.saturating_sub(dated.issued) / DAY;
        match now {
            now if now >= dated.expires.min(until) => Age::Expired(days),
            now if now >= dated.issued + FRESH => Age::Aging(days),
            _ => Age::Fresh,
        }
    }
}

impl Floor {
    /// The floor after something more was seen. A date from the future does not count: it would make every clock wrong.
    #[must_use]
    pub fn raised(&self, seen: &Self, now: u64) -> Self {
        let mut raised = *self;
        if (seen.epoch, seen.edition) > (self.epoch, self.edition) {
            (raised.epoch, raised.edition, raised.manifest) = (seen.epoch, seen.edition, seen.manifest);
        }
        if seen.issued <= now.saturating_add(CLOCK) {
            raised.issued = raised.issued.max(seen.issued);
        }
        raised
    }
}

impl Floor {
    /// Appends it as it is written: the epoch, the edition, the manifest's hash and the time, with a space between them.
    pub fn push_to(&self, text: &mut String) {
        for number in [self.epoch, self.edition] {
            lines::push_number(text, number);
            text.push(' ');
        }
        lines::push_digits(text, &self.manifest.0);
        text.push(' ');
        lines::push_number(text, self.issued);
    }
}

impl fmt::Display for Floor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push_to(&mut text);
        formatter.write_str(&text)
    }
}

/// The text is no floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFloor;

impl FromStr for Floor {
    type Err = NoFloor;

    fn from_str(text: &str) -> Result<Self, NoFloor> {
        let mut values = lines::split(text, b' ');
        let mut next = || values.next().ok_or(NoFloor);
        let number = |digits: &str| lines::number(digits).ok_or(NoFloor);
        let floor = Self {
            epoch: number(next()?)?,
            edition: number(next()?)?,
            manifest: next()?.parse().map_err(|_| NoFloor)?,
            issued: number(next()?)?,
        };
        if next().is_ok() { Err(NoFloor) } else { Ok(floor) }
    }
}
