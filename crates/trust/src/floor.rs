//! Holds the newest edition ever proven, compares others with it, and computes their age.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use model::Hash;

use crate::edition::Signed;
use crate::lines;

const DAY: u64 = 24 * 3600;

/// The age of a head in seconds from which it is no longer fresh: a newer one should have been signed by then.
pub const FRESH: u64 = 2 * DAY;

/// The tolerance for a wrong clock of a device, in seconds.
pub const CLOCK_TOLERANCE: u64 = DAY;

/// The newest edition of a site ever proven, and the latest date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The epoch of the edition.
    pub epoch: u64,
    /// The number of the edition within its epoch.
    pub edition: u64,
    /// The hash of its manifest.
    pub manifest: Hash,
    /// The latest date of any head of the site, in seconds since 1970. The true time cannot be earlier, whatever the device's
    /// clock shows.
    pub issued: u64,
}

/// The order of an edition relative to the newest one proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionOrder {
    /// A newer edition.
    Newer,
    /// The same edition.
    Same,
    /// An older edition.
    Older,
    /// A different edition with the same number: the holder of the keys, or a thief, signed different news for
    /// different readers.
    Conflict,
}

/// The age of an edition, as far as the device's clock can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The edition is not signed, so nothing proves its age.
    Unsigned,
    /// The edition was signed less than two days ago.
    Fresh,
    /// The edition was signed this many whole days ago and is still valid.
    Aging {
        /// Whole days since it was signed.
        days: u32,
    },
    /// The edition was signed this many whole days ago and is no longer valid.
    Expired {
        /// Whole days since it was signed.
        days: u32,
    },
    /// The device's clock is wrong, or the head is dated in the future: the age is unknown.
    ClockWrong,
}

impl Signed {
    /// Returns the floor of a reader who has seen only this edition.
    pub fn floor(&self) -> Floor {
        let statement = &self.statement;
        Floor {
            epoch: statement.epoch,
            edition: statement.edition,
            manifest: statement.manifest.hash,
            issued: self.timestamp.issued,
        }
    }

    /// Compares this edition with the newest one proven.
    pub fn order(&self, floor: &Floor) -> EditionOrder {
        self.floor().order(floor)
    }

    /// Computes the age of this edition at the time `now` of the device's clock. The time is known to be later than
    /// `since`. From `until` on, when its root expires, the edition counts as expired. All three are in seconds since
    /// 1970.
    pub fn freshness(&self, now: u64, since: u64, until: u64) -> Freshness {
        let timestamp = &self.timestamp;
        if now.saturating_add(CLOCK_TOLERANCE) < since.max(timestamp.issued) {
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
    /// Returns the number within its epoch, which orders editions.
    pub fn number(&self) -> (u64, u64) {
        (self.epoch, self.edition)
    }

    /// Compares an edition with the newest one proven.
    pub fn order(&self, newest: &Self) -> EditionOrder {
        match self.number().cmp(&newest.number()) {
            Ordering::Greater => EditionOrder::Newer,
            Ordering::Less => EditionOrder::Older,
            Ordering::Equal if self.manifest == newest.manifest => EditionOrder::Same,
            Ordering::Equal => EditionOrder::Conflict,
        }
    }

    /// Merges two floors of one site: the higher number and the latest date. Of two editions with one number the first
    /// stays.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let newest = if other.number() > self.number() { other } else { self };
        Self { issued: self.issued.max(other.issued), ..*newest }
    }

    /// Appends the epoch, the number, the manifest's hash and the date, separated by spaces.
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

/// The error for a text that is not a floor.
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
