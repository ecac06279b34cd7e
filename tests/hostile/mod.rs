//! Defines the lies of a hostile mirror: each turns a newsroom's signed site into the site that the mirror serves.
//!
//! The suites run [`LIES`] natively with the command, and in a browser with the reader.

mod lies;
mod paper;

use signing::verify::FindingKind;
use site::Site;

pub use lies::LIES;
pub use paper::{NOW, Paper};

/// A lie, and the verdict that a reader must reach.
pub struct Lie {
    /// The name of the lie.
    pub name: &'static str,
    site: fn(&Paper) -> Site,
    /// The time by the reader's clock, in seconds since 1970.
    pub now: u64,
    /// The reader's knowledge before the lie.
    pub knows: Knows,
    /// The kind of finding that the check must report; `None` if a reader without more knowledge cannot detect the lie.
    pub kind: Option<FindingKind>,
}

/// A reader's knowledge before asking a mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knows {
    /// No knowledge: a first visit, or everything was forgotten.
    Nothing,
    /// The site, as for a reader who has its fingerprint.
    Site,
    /// The newest edition, as for its reader.
    Newest,
}

impl Lie {
    /// Returns a lie that is detected whatever the reader knows.
    const fn new(name: &'static str, kind: FindingKind, site: fn(&Paper) -> Site) -> Self {
        Self { name, site, now: NOW, knows: Knows::Nothing, kind: Some(kind) }
    }

    /// Returns a lie that is not detectable until the edition expires.
    const fn undetected(name: &'static str, site: fn(&Paper) -> Site) -> Self {
        Self { name, site, now: NOW, knows: Knows::Nothing, kind: None }
    }

    /// Returns the lie for a reader with this knowledge.
    const fn knowing(self, knows: Knows) -> Self {
        Self { knows, ..self }
    }

    /// Returns the lie for a reader with this time on the clock.
    const fn at(self, now: u64) -> Self {
        Self { now, ..self }
    }

    /// Returns the site that the mirror serves.
    pub fn site(&self, paper: &Paper) -> Site {
        (self.site)(paper)
    }
}
