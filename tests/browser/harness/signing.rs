//! Signs editions of sites with keys that are in memory only.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ed25519_dalek::SigningKey;
use model::{Hash, Head};
use trust::edition::{EditionStatement, Timestamp};
use trust::key::Holders;
use trust::root::RootStatement;
use trust::{Root, sign};

use super::Site;

pub const DAY: i64 = 24 * 3600;

/// The signing keys: one for each role, and for the pulse a new one in each epoch.
pub struct Newsroom {
    number: u8,
    root: SigningKey,
    desk: SigningKey,
}

/// The options for signing an edition.
#[derive(Clone, Copy)]
pub struct Signing {
    /// The number of the edition.
    pub edition: u64,
    /// The epoch.
    pub epoch: u64,
    /// The time of the signature in seconds from now; negative for the past.
    pub issued: i64,
}

impl Signing {
    /// Signs now.
    pub fn now(edition: u64) -> Self {
        Self { edition, epoch: 1, issued: -60 }
    }
}

impl Newsroom {
    /// Returns the newsroom of most tests.
    pub fn ours() -> Self {
        Self::new(10)
    }

    /// Returns another newsroom.
    pub fn others() -> Self {
        Self::new(90)
    }

    fn new(number: u8) -> Self {
        Self { number, root: key(number, 1), desk: key(number, 2) }
    }

    fn pulse(&self, epoch: u64) -> SigningKey {
        key(self.number, 2 + epoch)
    }

    /// Returns the hash that identifies its site.
    pub fn site(&self) -> Hash {
        self.root(1).site
    }

    /// Signs a site. It has as many roots as there are epochs.
    pub fn sign(&self, site: &Site, signing: Signing) -> Arc<Site> {
        let mut signed = site.clone();
        let Signing { edition, epoch, issued } = signing;
        for version in 1..=epoch {
            let statement = self.root(version);
            signed.insert(Root::path(version), sign::root(&statement, &[&self.root]).into_bytes());
        }
        let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
        let files = trust::reference(b"").expect("short");
        let statement = EditionStatement {
            site: self.root(1).site,
            epoch,
            edition,
            previous: None,
            manifest: head.manifest,
            files,
        };
        let issued = now().saturating_add_signed(issued);
        let timestamp = Timestamp { issued, expires: issued + 7 * DAY.unsigned_abs(), root: epoch };
        let text = sign::head(&sign::edition(&statement, &[&self.desk]), &timestamp, &[&self.pulse(epoch)]);
        put(&mut signed, &Head { edition, signed: Some(text), ..head });
        Arc::new(signed)
    }

    fn root(&self, version: u64) -> RootStatement {
        let holder = |key: &SigningKey| Holders { threshold: 1, keys: vec![sign::public(key)] };
        let root = holder(&self.root);
        let issued = now() - 30 * DAY.unsigned_abs();
        RootStatement {
            site: RootStatement::site_of(&root),
            version,
            epoch: version,
            minimum: 1,
            issued,
            expires: issued + 700 * DAY.unsigned_abs(),
            root,
            desk: holder(&self.desk),
            pulse: holder(&self.pulse(version)),
        }
    }
}

/// Returns a key of a newsroom.
fn key(number: u8, role: u64) -> SigningKey {
    SigningKey::from_bytes(&[number ^ role as u8; 32])
}

/// Returns a signed site with another head.
pub fn with_head(site: &Site, change: impl FnOnce(Head) -> Head) -> Arc<Site> {
    let mut site = site.clone();
    let head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
    put(&mut site, &change(head));
    Arc::new(site)
}

fn put(site: &mut Site, head: &Head) {
    site.insert(Head::PATH.to_owned(), serde_json::to_vec(head).expect("a head is JSON"));
    // The compressed copies would be of the previous head.
    site.retain(|path, _| !path.starts_with(&format!("{}.", Head::PATH)));
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
