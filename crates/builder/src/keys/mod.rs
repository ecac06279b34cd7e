//! The folder of a newsroom's keys: the private ones, each encrypted with the passphrase, and the roots that say what they may
//! sign. It never lies in a site.
//!
//! A private key is `<role>-<identifier>.key`, PKCS #8 in PEM (RFC 5958, RFC 7468), encrypted by PBES2 with scrypt and AES-256
//! (RFC 8018, RFC 7914). The roots are `root.1.txt`, `root.2.txt` and so on; they are public. `last.json` is the head of the
//! edition that was signed last, so that no number comes twice.

mod passphrase;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use model::Head;
use trust::key::Holders;
use trust::root::{MOST_STEPS, RootStatement};
use trust::{PublicKey, Role, Root, sign};

pub use passphrase::Passphrase;

/// The file that holds the head of the edition that was signed last.
const LAST: &str = "last.json";

const DAY: u64 = 24 * 3600;

/// How long a root holds, in seconds.
pub const ROOT_LASTS: u64 = 730 * DAY;

/// A folder of keys whose roots follow one another.
pub struct Keys {
    folder: PathBuf,
    roots: Vec<Root>,
}

/// How many root keys there are to be, and how many of them must sign.
#[derive(Clone, Copy, Debug)]
pub struct Quorum {
    /// How many there are.
    pub keys: usize,
    /// How many of them must sign.
    pub threshold: usize,
}

impl Quorum {
    fn check(self) -> anyhow::Result<()> {
        ensure!(
            (1..=self.keys).contains(&self.threshold) && self.keys <= trust::key::MOST_KEYS,
            "{} of {} root keys cannot sign: name at least one and at most all of up to {}",
            self.threshold,
            self.keys,
            trust::key::MOST_KEYS
        );
        Ok(())
    }
}

/// What a root is to change.
#[derive(Clone, Debug, Default)]
pub struct Rotation {
    /// The roles that get new keys in place of their old ones.
    pub roles: Vec<Role>,
    /// How many root keys there are to be then, where they are among those and their number changes.
    pub quorum: Option<Quorum>,
    /// Whether what was signed before is not to be believed any more, since a key may have been stolen.
    pub new_epoch: bool,
    /// The first edition that is to be believed.
    pub minimum: u64,
}

impl Keys {
    /// Makes the keys of a site in a folder that has none yet, and its first root.
    pub fn create(folder: &Path, passphrase: &Passphrase, quorum: Quorum, now: u64) -> anyhow::Result<Self> {
        quorum.check()?;
        if folder.is_dir() {
            let mut there = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
            ensure!(
                there.next().is_none(),
                "{} is not empty: name a new folder, so that no key is lost under another",
                folder.display()
            );
        }
        let mut builder = fs::DirBuilder::new();
        let made = builder.recursive(true).mode(0o700).create(folder);
        made.with_context(|| format!("{} cannot be made", folder.display()))?;
        let roots = (0..quorum.keys).map(|_| generate()).collect::<anyhow::Result<Vec<_>>>()?;
        let (desk, pulse) = (generate()?, generate()?);
        let root = holders(quorum.threshold, &roots);
        let statement = RootStatement {
            site: RootStatement::site_of(&root),
            version: 1,
            epoch: 1,
            minimum: 1,
            issued: now,
            expires: now + ROOT_LASTS,
            root,
            desk: holders(1, std::slice::from_ref(&desk)),
            pulse: holders(1, std::slice::from_ref(&pulse)),
        };
        for (role, keys) in [(Role::Root, &roots[..]), (Role::Desk, &[desk]), (Role::Pulse, &[pulse])] {
            keys.iter().try_for_each(|key| save(folder, role, key, passphrase))?;
        }
        let mut keys = Self { folder: folder.to_owned(), roots: Vec::new() };
        keys.add(&statement, &roots.iter().collect::<Vec<_>>())?;
        Ok(keys)
    }

    /// Opens a folder of keys: its roots are checked, no private key is read.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let mut roots: Vec<Root> = Vec::new();
        loop {
            let path = folder.join(name_of_root(roots.len() as u64 + 1));
            let text = match fs::read_to_string(&path) {
                Ok(text) => text,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => break,
                Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
            };
            let root = match roots.last() {
                Some(before) => before.next(&text),
                None => Root::first(&text),
            };
            roots.push(root.with_context(|| format!("{} is not to be believed", path.display()))?);
        }
        ensure!(
            !roots.is_empty(),
            "{} has no keys: it has no {} (offprint keygen makes them)",
            folder.display(),
            name_of_root(1)
        );
        Ok(Self { folder: folder.to_owned(), roots })
    }

    /// All roots, the first one first; never empty.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// The newest root.
    pub fn root(&self) -> &Root {
        // `open` and `create` leave no folder without one.
        &self.roots[self.roots.len() - 1]
    }

    /// What is wrong with a root of which one key signs alone, and what to do about it; none when more must sign.
    pub fn warning(&self) -> Option<(&'static str, String)> {
        let wrong =
            "one root key signs alone: whoever has it has the newspaper, and when it is lost nobody can replace it";
        let remedy = format!(
            "two of three are safer, and readers follow: offprint rotate --keys {} --role root --roots 3 --threshold 2",
            self.folder.display()
        );
        (self.root().statement.root.threshold == 1).then_some((wrong, remedy))
    }

    /// The head of the edition that was signed last with these keys, wherever its site is now.
    pub fn last(&self) -> anyhow::Result<Option<Head>> {
        let path = self.folder.join(LAST);
        match fs::read(&path) {
            Ok(bytes) => {
                let head = serde_json::from_slice(&bytes);
                Ok(Some(head.with_context(|| {
                    format!("{} cannot be read: put the site's edition/head.json in its place", path.display())
                })?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Remembers the head of an edition that was signed.
    pub fn remember(&self, head: &Head) -> anyhow::Result<()> {
        let path = self.folder.join(LAST);
        crate::write::replace(&path, &serde_json::to_vec(head)?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    /// The private keys of a role, as many as are here; an error when they are fewer than must sign.
    pub fn unlock(&self, role: Role, passphrase: &Passphrase) -> anyhow::Result<Vec<SigningKey>> {
        let holders = self.root().statement.holders(role);
        let mut keys = Vec::new();
        let mut missing = Vec::new();
        for public in &holders.keys {
            // More signatures than are needed prove no more.
            if keys.len() == holders.threshold {
                break;
            }
            let path = self.folder.join(name_of_key(role, public));
            if path.exists() {
                keys.push(load(&path, public, passphrase)?);
            } else {
                missing.push(name_of_key(role, public));
            }
        }
        if keys.len() < holders.threshold {
            bail!(
                "{} has too few keys of the {role}: {} must sign and {} is missing. Put it there",
                self.folder.display(),
                holders.threshold,
                missing.join(" or ")
            );
        }
        Ok(keys)
    }

    /// Signs the next root: with new keys for these roles, or the same ones for a longer time.
    pub fn rotate(&mut self, rotation: &Rotation, passphrase: &Passphrase, now: u64) -> anyhow::Result<()> {
        let before = self.root().statement.clone();
        ensure!(
            before.version < MOST_STEPS,
            "this is root {}, and readers follow no more than {MOST_STEPS}: make a new site",
            before.version
        );
        rotation.quorum.map_or(Ok(()), Quorum::check)?;
        let mut signers = self.unlock(Role::Root, passphrase)?;
        let mut next = RootStatement {
            version: before.version + 1,
            epoch: before.epoch + u64::from(rotation.new_epoch),
            minimum: rotation.minimum.max(if rotation.new_epoch { 1 } else { before.minimum }),
            issued: now.max(before.issued),
            expires: now.max(before.issued) + ROOT_LASTS,
            ..before.clone()
        };
        for role in &rotation.roles {
            let old = before.holders(*role);
            let same = Quorum { keys: old.keys.len(), threshold: old.threshold };
            let quorum = rotation.quorum.filter(|_| *role == Role::Root).unwrap_or(same);
            let new = (0..quorum.keys).map(|_| generate()).collect::<anyhow::Result<Vec<_>>>()?;
            new.iter().try_for_each(|key| save(&self.folder, *role, key, passphrase))?;
            let holders = holders(quorum.threshold, &new);
            match role {
                Role::Root => {
                    next.root = holders;
                    signers.extend(new);
                }
                Role::Desk => next.desk = holders,
                Role::Pulse => next.pulse = holders,
            }
        }
        self.add(&next, &signers.iter().collect::<Vec<_>>())
    }

    /// The keys of a role that the newest root does not name any more and that are still here.
    pub fn retired(&self) -> Vec<String> {
        let mut retired = Vec::new();
        for root in &self.roots {
            for role in Role::ALL {
                for key in root.keys(role).iter().filter(|key| !self.root().keys(role).contains(key)) {
                    let name = name_of_key(role, key);
                    if self.folder.join(&name).exists() && !retired.contains(&name) {
                        retired.push(name);
                    }
                }
            }
        }
        retired
    }

    fn add(&mut self, statement: &RootStatement, signers: &[&SigningKey]) -> anyhow::Result<()> {
        let text = sign::root(statement, signers);
        let root = match self.roots.last() {
            Some(before) => before.next(&text),
            None => Root::first(&text),
        };
        let root = root.context("the new root would not be believed")?;
        write_new(&self.folder.join(name_of_root(statement.version)), text.as_bytes(), 0o644)?;
        self.roots.push(root);
        Ok(())
    }
}

fn name_of_root(version: u64) -> String {
    format!("root.{version}.txt")
}

fn name_of_key(role: Role, key: &PublicKey) -> String {
    format!("{role}-{}.key", key.identifier())
}

fn holders(threshold: usize, keys: &[SigningKey]) -> Holders {
    Holders { threshold, keys: keys.iter().map(sign::public).collect() }
}

fn generate() -> anyhow::Result<SigningKey> {
    let mut secret = zeroize::Zeroizing::new([0; 32]);
    getrandom::fill(&mut secret[..])
        .map_err(|error| anyhow::anyhow!("this system gives no random numbers: {error}"))?;
    Ok(SigningKey::from_bytes(&secret))
}

fn save(folder: &Path, role: Role, key: &SigningKey, passphrase: &Passphrase) -> anyhow::Result<()> {
    let path = folder.join(name_of_key(role, &sign::public(key)));
    let pem = key.to_pkcs8_encrypted_pem(passphrase.bytes(), Default::default());
    let pem = pem.map_err(|error| anyhow::anyhow!("a key of the {role} cannot be encrypted: {error}"))?;
    write_new(&path, pem.as_bytes(), 0o600)
}

fn load(path: &Path, public: &PublicKey, passphrase: &Passphrase) -> anyhow::Result<SigningKey> {
    let shown = path.display();
    let metadata = fs::metadata(path).with_context(|| format!("{shown} cannot be read"))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!("{shown} is a private key that others on this machine can read (mode {mode:o}): chmod 600 {shown}");
    }
    let pem = zeroize::Zeroizing::new(fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))?);
    if !pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----") {
        bail!("{shown} is no encrypted private key: put the file back that offprint keygen made");
    }
    let key = SigningKey::from_pkcs8_encrypted_pem(&pem, passphrase.bytes()).map_err(|_| {
        anyhow::anyhow!("{shown} cannot be decrypted: the passphrase is another one, or the file is damaged")
    })?;
    if sign::public(&key) != *public {
        bail!("{shown} holds another key than its name says: put the file back that offprint keygen made");
    }
    Ok(key)
}

/// Writes a file that is not there yet, for nobody else to read first.
fn write_new(path: &Path, bytes: &[u8], mode: u32) -> anyhow::Result<()> {
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}
