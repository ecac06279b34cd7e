//! The lies of a hostile mirror: each makes, of what a newsroom signed, the site that the mirror serves.
//!
//! [`LIES`] is what the suites walk through: natively with the command, and in a browser with the reader.

mod lies;
mod paper;

use signing::verify::FindingKind;
use site::Site;

pub use lies::LIES;
pub use paper::{NOW, Paper};

/// A lie, and what a reader must make of it.
pub struct Lie {
    /// What it is.
    pub name: &'static str,
    tell: fn(&Paper) -> Site,
    /// The time by the reader's clock, in seconds since 1970.
    pub now: u64,
    /// What the reader knows before.
    pub knows: Knows,
    /// What the check must call it; none where nothing gives it away to a reader who knows no more.
    pub kind: Option<FindingKind>,
}

/// What somebody knows who asks a mirror.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knows {
    /// Nothing: it is their first visit, or they forgot everything.
    Nothing,
    /// Which site it is to be, as whoever has its fingerprint.
    Site,
    /// The newest edition, as whoever has read it.
    Newest,
}

impl Lie {
    /// A lie that is found out whatever the reader knows.
    const fn new(name: &'static str, kind: FindingKind, tell: fn(&Paper) -> Site) -> Self {
        Self { name, tell, now: NOW, knows: Knows::Nothing, kind: Some(kind) }
    }

    /// A lie that nothing gives away before the edition is no longer valid.
    const fn undetected(name: &'static str, tell: fn(&Paper) -> Site) -> Self {
        Self { name, tell, now: NOW, knows: Knows::Nothing, kind: None }
    }

    /// The same when the reader knows this.
    const fn knowing(self, knows: Knows) -> Self {
        Self { knows, ..self }
    }

    /// The same when the reader's clock says this.
    const fn at(self, now: u64) -> Self {
        Self { now, ..self }
    }

    /// The site that the mirror serves.
    pub fn tell(&self, paper: &Paper) -> Site {
        (self.tell)(paper)
    }
}
