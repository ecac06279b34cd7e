//! The newest edition that was ever proven, how others compare with it, and how old one is.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use model::Hash;

use crate::edition::Signed;
use crate::lines;

const DAY: u64 = 24 * 3600;

/// The age, in seconds, from which a head is no longer fresh: a newer one should have been signed by then.
pub const FRESH: u64 = 2 * DAY;

/// By how much the clock of a device may be wrong, in seconds, before no age is concluded from it.
pub const CLOCK: u64 = DAY;

/// The newest edition of a site that was proven, and the latest date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The epoch of the edition.
    pub epoch: u64,
    /// The number of the edition.
    pub edition: u64,
    /// The hash of its manifest.
    pub manifest: Hash,
    /// The latest date of any head of the site, in seconds since 1970: now is later, whatever the device's clock shows.
    pub issued: u64,
}

/// How an edition compares with the newest one that was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionOrder {
    /// A newer edition.
    Newer,
    /// The same edition.
    Same,
    /// An older edition.
    Older,
    /// Another edition with the same number: whoever holds the keys, or stole them, gave different readers different news.
    Fork,
}

/// How old an edition is, as far as the device's clock can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It is not signed, so nothing proves its age.
    Unsigned,
    /// It was signed less than two days ago.
    Fresh,
    /// It was signed this many whole days ago, and is still valid.
    Aging {
        /// Whole days since it was signed.
        days: u32,
    },
    /// It was signed this many whole days ago, and is no longer valid.
    Expired {
        /// Whole days since it was signed.
        days: u32,
    },
    /// The device's clock is wrong, or the head is dated in the future: its age is not known.
    ClockWrong,
}

impl Signed {
    /// Returns the floor of a reader who has seen this edition and no other.
    pub fn floor(&self) -> Floor {
        let statement = &self.statement;
        Floor {
            epoch: statement.epoch,
            edition: statement.edition,
            manifest: statement.manifest.hash,
            issued: self.timestamp.issued,
        }
    }

    /// Compares this edition with the newest one that was proven.
    pub fn order(&self, floor: &Floor) -> EditionOrder {
        self.floor().order(floor)
    }

    /// Computes how old this edition is when the device's clock shows `now`. The time is known to be later than `since`, and
    /// from `until` on, when its root expires, the edition counts as expired. All three are in seconds since 1970.
    pub fn freshness(&self, now: u64, since: u64, until: u64) -> Freshness {
        let timestamp = &self.timestamp;
        if now.saturating_add(CLOCK) < since.max(timestamp.issued) {
            return Freshness::ClockWrong;
        }
        let days = u32::try_from(now.saturating_sub(timestamp.issued) / DAY).unwrap_or(u32::MAX);
        match now {
            now if now >= timestamp.expires.min(until) => Freshness::Expired { days },
            now if now >= timestamp.issued + FRESH => Freshness::Aging { days },
            _ => Freshness::Fresh,
        }
    }
}

impl Floor {
    /// Returns what editions are ordered by: the number, within its epoch.
    pub fn number(&self) -> (u64, u64) {
        (self.epoch, self.edition)
    }

    /// Compares an edition with the newest one that was proven.
    pub fn order(&self, newest: &Self) -> EditionOrder {
        match self.number().cmp(&newest.number()) {
            Ordering::Greater => EditionOrder::Newer,
            Ordering::Less => EditionOrder::Older,
            Ordering::Equal if self.manifest == newest.manifest => EditionOrder::Same,
            Ordering::Equal => EditionOrder::Fork,
        }
    }

    /// Joins two floors of one site: the higher number, and the latest date. Of two editions with one number the first stays.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let newest = if other.number() > self.number() { other } else { self };
        Self { issued: self.issued.max(other.issued), ..*newest }
    }
}

impl Floor {
    /// Appends the epoch, the number, the manifest's hash and the date, with a space between them.
    pub(crate) fn push_to(&self, text: &mut String) {
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

/// The text is not a floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidFloor;

impl FromStr for Floor {
    type Err = InvalidFloor;

    fn from_str(text: &str) -> Result<Self, InvalidFloor> {
        let mut values = lines::split(text, b' ');
        let mut next = || values.next().ok_or(InvalidFloor);
        let number = |digits: &str| lines::number(digits).ok_or(InvalidFloor);
        let floor = Self {
            epoch: number(next()?)?,
            edition: number(next()?)?,
            manifest: next()?.parse().map_err(|_| InvalidFloor)?,
            issued: number(next()?)?,
        };
        if next().is_ok() { Err(InvalidFloor) } else { Ok(floor) }
    }
}
