//! Tests what is trusted, and above all what is refused.

mod editions;
mod judge;
mod listings;
mod properties;
mod roots;
mod state;

use ed25519_dalek::SigningKey;
use model::{BundleReference, Head};

use crate::edition::{EditionStatement, Timestamp};
use crate::key::Holders;
use crate::root::{Root, RootStatement};
use crate::sign;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
/// Some time in 2026.
const NOW: u64 = 1_790_000_000;

/// The keys of a site.
struct Keys {
    root: Vec<SigningKey>,
    desk: SigningKey,
    pulse: SigningKey,
}

impl Keys {
    /// Returns different keys for each number.
    fn new(number: u8) -> Self {
        let key = |position: u8| SigningKey::from_bytes(&[number ^ position; 32]);
        Self { root: vec![key(1), key(2), key(3)], desk: key(4), pulse: key(5) }
    }

    /// Returns the first root's statement for a site with these keys.
    fn statement(&self) -> RootStatement {
        let holders = |threshold, keys: &[&SigningKey]| Holders {
            threshold,
            keys: keys.iter().map(|key| sign::public(key)).collect(),
        };
        let root = holders(2, &self.root.iter().collect::<Vec<_>>());
        RootStatement {
            site: RootStatement::site_of(&root),
            version: 1,
            epoch: 1,
            minimum: 1,
            issued: NOW - DAY,
            expires: NOW + 700 * DAY,
            root,
            desk: holders(1, &[&self.desk]),
            pulse: holders(1, &[&self.pulse]),
        }
    }

    fn roots(&self, positions: &[usize]) -> Vec<&SigningKey> {
        positions.iter().map(|position| &self.root[*position]).collect()
    }

    /// Returns the first root of a site with these keys.
    fn root(&self) -> Root {
        Root::first(&sign::root(&self.statement(), &self.roots(&[0, 1]))).unwrap()
    }

    /// Returns the text of a later root of that site, with a new pulse key if `pulse` has one.
    fn later_root(&self, version: u64, epoch: u64, pulse: Option<&SigningKey>, signers: &[usize]) -> String {
        let mut statement = RootStatement { version, epoch, ..self.statement() };
        if let Some(pulse) = pulse {
            statement.pulse.keys = vec![sign::public(pulse)];
        }
        sign::root(&statement, &self.roots(signers))
    }

    /// Returns an edition of that site.
    fn edition(&self, edition: u64) -> EditionStatement {
        let file = |name: &str| crate::reference(format!("{name} {edition}").as_bytes()).unwrap();
        EditionStatement {
            site: self.statement().site,
            epoch: 1,
            edition,
            previous: None,
            manifest: file("manifest"),
            files: file("files"),
        }
    }

    /// Returns a head of an edition, signed now.
    fn head(&self, statement: &EditionStatement) -> Head {
        self.dated(statement, &dated(NOW))
    }

    fn dated(&self, statement: &EditionStatement, dated: &Timestamp) -> Head {
        let signed = sign::head(&sign::edition(statement, &[&self.desk]), dated, &[&self.pulse]);
        head_of(statement.edition, statement.manifest, signed)
    }
}

fn head_of(edition: u64, manifest: BundleReference, signed: String) -> Head {
    Head { edition, manifest, signed: Some(signed) }
}

/// Returns a timestamp of that time, valid for a week.
fn dated(issued: u64) -> Timestamp {
    Timestamp { issued, expires: issued + 7 * DAY, root: 1 }
}
