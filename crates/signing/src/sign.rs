//! Signs a site: the desk signs its edition, the pulse the date until which this is the newest one.

mod preflight;
mod pulse;

use anyhow::{Context, bail};
use ed25519_dalek::SigningKey;
use model::{Hash, Head};
use trust::edition::EditionStatement;
use trust::{Floor, Role, Signed, listing, sign};

pub use self::preflight::{check_newspaper, check_roots};
use self::pulse::date;
pub use self::pulse::{days_of, pulse};

use crate::keys::{Keys, Passphrase};
use crate::verify;
use site::{Site, is_copy};

/// The folders of lists of files and of roots, whose files no list names.
const OWN: [&str; 2] = ["edition/f/", "edition/roots/"];

/// The decrypted keys of desk and pulse, and the roots that name them.
pub struct Signer {
    keys: Keys,
    desk: Vec<SigningKey>,
    pulse: Vec<SigningKey>,
}

/// The time at which a site is signed, which decides what its pages say of the signers.
pub enum SigningPlan<'a> {
    /// The site is signed as soon as its pages are rendered.
    Now(&'a Signer),
    /// The site gets signatures that exist already, by the keys of this site.
    Deferred(Hash),
}

/// The result of signing.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The signed edition.
    pub signed: Signed,
    /// The number of files in its list.
    pub files: usize,
}

impl SigningPlan<'_> {
    /// Returns the site's hash.
    pub fn key(&self) -> Hash {
        match self {
            Self::Now(signer) => signer.site(),
            Self::Deferred(key) => *key,
        }
    }

    /// Returns the floor of an edition's readers; `None` if the front page, which states it, is not signed now.
    pub fn floor(&self, head: &Head) -> anyhow::Result<Option<Floor>> {
        match self {
            Self::Now(signer) => signer.floor(head).map(Some),
            Self::Deferred(_) => Ok(None),
        }
    }
}

impl Signer {
    /// Decrypts the keys of desk and pulse.
    pub fn unlock(keys: Keys, passphrase: &Passphrase) -> anyhow::Result<Self> {
        let (desk, pulse) = (keys.unlock(Role::Desk, passphrase)?, keys.unlock(Role::Pulse, passphrase)?);
        Ok(Self { keys, desk, pulse })
    }

    /// Returns the site's hash.
    pub fn site(&self) -> Hash {
        self.keys.root().statement.site
    }

    /// Returns the keys that it signs with.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Returns the floor of an edition's readers. Its front page states it for devices that lost their data.
    pub fn floor(&self, head: &Head) -> anyhow::Result<Floor> {
        let (edition, root) = (edition_number(head, self.keys.last()?.as_ref()), &self.keys.root().statement);
        Ok(Floor { epoch: root.epoch, edition, manifest: head.manifest.hash, issued: root.issued })
    }

    /// Signs a site; `now` is in seconds since 1970.
    pub fn sign(&self, site: &mut Site, now: u64, valid_days: u64) -> anyhow::Result<Outcome> {
        let mut head = read_head(site)?;
        let last = self.keys.last()?;
        head.edition = edition_number(&head, last.as_ref());
        check_names(site)?;
        // A server would send a stale copy in place of the signed file.
        for copy in verify::stale_copies(site) {
            site.remove(&copy);
        }
        site.retain(|path, _| !OWN.iter().any(|folder| path.starts_with(folder)));
        let list = list(site)?;
        let files = trust::reference(list.as_bytes()).context("the list of files is larger than 4 GiB")?;
        let count = list.lines().count();
        site.insert(listing::path(&files), list.into_bytes());
        let root = self.keys.root();
        let statement = EditionStatement {
            site: root.statement.site,
            epoch: root.statement.epoch,
            edition: head.edition,
            previous: last.filter(|last| last.manifest != head.manifest).map(|last| last.manifest.hash),
            manifest: head.manifest,
            files,
        };
        let desk: Vec<&SigningKey> = self.desk.iter().collect();
        let text = sign::edition(&statement, &desk);
        let signed = date(site, head, &text, &self.keys, &self.pulse, now, valid_days)?;
        // Before the edition is published: a number may be lost, but must not be used twice.
        self.keys.remember(&read_head(site)?)?;
        Ok(Outcome { signed, files: count })
    }
}

/// Returns the number of an edition, which is always new, since apps refuse smaller numbers and two editions of one
/// number.
///
/// A site in a new folder counts from 1 again, so the number that was signed last counts too.
fn edition_number(head: &Head, last: Option<&Head>) -> u64 {
    match last {
        Some(last) if last.manifest == head.manifest => last.edition,
        Some(last) => head.edition.max(last.edition.saturating_add(1)),
        None => head.edition,
    }
}

fn read_head(site: &Site) -> anyhow::Result<Head> {
    let bytes = site.get(Head::PATH).with_context(|| format!("this is not a site: it has no {}", Head::PATH))?;
    serde_json::from_slice(bytes).with_context(|| format!("{} cannot be read", Head::PATH))
}

/// Lists a site's files, without those that are signed otherwise and without compressed copies.
fn list(site: &Site) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for (path, bytes) in site.iter().filter(|(path, _)| *path != Head::PATH && !is_copy(site, path)) {
        if !listing::is_path(path) {
            bail!("{path:?} cannot be signed: rename it, without letters that some systems do not allow in names");
        }
        files.push((path.as_str(), trust::reference(bytes).with_context(|| format!("{path} is larger than 4 GiB"))?));
    }
    Ok(listing::write(files))
}

/// Checks each file whose name is its hash, so that no file is signed that was damaged after the build.
fn check_names(site: &Site) -> anyhow::Result<()> {
    let manifest = read_head(site)?.manifest.manifest_path();
    if !site.contains_key(&manifest) {
        bail!("{manifest} is missing: build the site again, then sign it");
    }
    for folder in ["edition/b/", "edition/m/", "edition/media/"] {
        let files = site.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder));
        for (path, bytes) in files.filter(|(path, _)| !is_copy(site, path)) {
            let name: &str = path[folder.len()..].split('.').next().unwrap_or_default();
            if name != trust::hash(bytes).to_string() {
                bail!("{path} was altered after the site was built: build it again, then sign it");
            }
        }
    }
    Ok(())
}
