//! Signing a site: what its edition is, in the desk's name, and that it is the newest, in the pulse's.

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

/// Where lists of files and roots lie: they are signed, or signed by themselves.
const OWN: [&str; 2] = ["edition/f/", "edition/roots/"];

/// The private keys of those who sign editions, and the roots that say so.
pub struct Signer {
    keys: Keys,
    desk: Vec<SigningKey>,
    pulse: Vec<SigningKey>,
}

/// What the pages of a site say of who signs it.
pub enum SigningPlan<'a> {
    /// It is signed once they are there.
    Now(&'a Signer),
    /// It gets signatures of this site, which are there already.
    Deferred(Hash),
}

/// What was signed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The edition as it is now.
    pub signed: Signed,
    /// How many files its list has.
    pub files: usize,
}

impl SigningPlan<'_> {
    /// The site's hash.
    pub fn key(&self) -> Hash {
        match self {
            Self::Now(signer) => signer.site(),
            Self::Deferred(key) => *key,
        }
    }

    /// What a reader of an edition will have seen; none where the front page that says so is not signed now.
    pub fn floor(&self, head: &Head) -> anyhow::Result<Option<Floor>> {
        match self {
            Self::Now(signer) => signer.floor(head).map(Some),
            Self::Deferred(_) => Ok(None),
        }
    }
}

impl Signer {
    /// The keys that are needed, decrypted.
    pub fn unlock(keys: Keys, passphrase: &Passphrase) -> anyhow::Result<Self> {
        let (desk, pulse) = (keys.unlock(Role::Desk, passphrase)?, keys.unlock(Role::Pulse, passphrase)?);
        Ok(Self { keys, desk, pulse })
    }

    /// The site's hash, by which others know it.
    pub fn site(&self) -> Hash {
        self.keys.root().statement.site
    }

    /// The keys that it signs with.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What a reader of an edition will have seen: its front page carries that, for readers whose device has forgotten it.
    pub fn floor(&self, head: &Head) -> anyhow::Result<Floor> {
        let (edition, root) = (number(head, self.keys.last()?.as_ref()), &self.keys.root().statement);
        Ok(Floor { epoch: root.epoch, edition, manifest: head.manifest.hash, issued: root.issued })
    }

    /// Signs a site; `now` is in seconds since 1970.
    pub fn sign(&self, site: &mut Site, now: u64, valid_days: u64) -> anyhow::Result<Outcome> {
        let mut head = read_head(site)?;
        let last = self.keys.last()?;
        head.edition = number(&head, last.as_ref());
        check_names(site)?;
        // A server would send them in place of what is signed.
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
        // Before anybody can see it: a number that was lost is better than one that comes twice.
        self.keys.remember(&read_head(site)?)?;
        Ok(Outcome { signed, files: count })
    }
}

/// The number of an edition: readers who have seen one take none with a smaller number, nor another one with the same. A site
/// that is built into an empty folder counts from 1 again, so what was signed last counts too.
fn number(head: &Head, last: Option<&Head>) -> u64 {
    match last {
        Some(last) if last.manifest == head.manifest => last.edition,
        Some(last) => head.edition.max(last.edition.saturating_add(1)),
        None => head.edition,
    }
}

fn read_head(site: &Site) -> anyhow::Result<Head> {
    let bytes = site.get(Head::PATH).with_context(|| format!("this is no site: it has no {}", Head::PATH))?;
    serde_json::from_slice(bytes).with_context(|| format!("{} cannot be read", Head::PATH))
}

/// The list of a site's files but those that are signed otherwise and compressed copies.
fn list(site: &Site) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for (path, bytes) in site.iter().filter(|(path, _)| *path != Head::PATH && !is_copy(site, path)) {
        if !listing::is_path(path) {
            bail!("{path:?} cannot be signed: rename it, without letters that some systems do not have in names");
        }
        files.push((path.as_str(), trust::reference(bytes).with_context(|| format!("{path} is larger than 4 GiB"))?));
    }
    Ok(listing::write(files))
}

/// Checks that what is named by its hash is what that says: what was damaged after it was built is not signed.
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
