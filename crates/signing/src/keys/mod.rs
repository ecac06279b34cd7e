//! Manages a newsroom's folder of keys: the private keys, encrypted with the passphrase, and the roots that say what
//! each key may sign. The folder never lies in a site.
//!
//! A private key is `<role>-<identifier>.key`, PKCS #8 in PEM (RFC 5958, RFC 7468), encrypted by PBES2 with scrypt and
//! AES-256 (RFC 8018, RFC 7914). The roots are `root.1.txt`, `root.2.txt` and so on; they are public. `last.json` is
//! the head of the edition that was signed last, so that no number is used twice.

mod file;
mod passphrase;
mod location;
mod rotation;
mod warning;

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use ed25519_dalek::SigningKey;
use model::Head;
use site::write::{self, Group};
use trust::edition::{claimed_site, wanted_root};
use trust::key::Holders;
use trust::root::RootStatement;
use trust::{PublicKey, Role, Root, sign};

use self::file::{generate, load, name_of_key, name_of_root, save};
pub use self::passphrase::Passphrase;
pub use self::rotation::{Quorum, Rotation};
pub use self::warning::Warning;

/// The file with the head of the edition that was signed last.
const LAST: &str = "last.json";

const DAY: u64 = 24 * 3600;

/// The time for which a root is valid, in seconds.
pub const ROOT_LASTS: u64 = 730 * DAY;

/// A folder of keys, with a valid chain of roots.
pub struct Keys {
    folder: PathBuf,
    roots: Vec<Root>,
}

impl Keys {
    /// Creates the keys of a site and its first root, in a new or empty folder. If that fails, nothing is left there.
    pub fn create(folder: &Path, passphrase: &Passphrase, quorum: Quorum, now: u64) -> anyhow::Result<Self> {
        quorum.check()?;
        location::check(folder)?;
        if folder.is_dir() {
            // Leftovers of a killed command have no value.
            let is_vacant = write::is_vacant(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
            ensure!(is_vacant, "{} is not empty: name a new folder, so that no key is overwritten", folder.display());
            write::clean_parts(folder);
            write::clean_groups(folder);
        }
        let new = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let new: Vec<PathBuf> = new.map(Path::to_owned).collect();
        let keys = Self::create_in(folder, passphrase, quorum, now);
        if keys.is_err() {
            // Only empty folders are removed. If this fails too, the first error is the one to report.
            new.iter().for_each(|folder| _ = fs::remove_dir(folder));
        }
        keys
    }

    fn create_in(folder: &Path, passphrase: &Passphrase, quorum: Quorum, now: u64) -> anyhow::Result<Self> {
        let mut builder = fs::DirBuilder::new();
        let made = builder.recursive(true).mode(0o700).create(folder);
        made.with_context(|| format!("{} cannot be created", folder.display()))?;
        let roots = (0..quorum.keys).map(|_| generate()).collect::<anyhow::Result<Vec<_>>>()?;
        let (desk, pulse) = (vec![generate()?], vec![generate()?]);
        let root = holders(quorum.threshold, &roots);
        let statement = RootStatement {
            site: RootStatement::site_of(&root),
            version: 1,
            epoch: 1,
            minimum: 1,
            issued: now,
            expires: now + ROOT_LASTS,
            root,
            desk: holders(1, &desk),
            pulse: holders(1, &pulse),
        };
        let mut keys = Self { folder: folder.to_owned(), roots: Vec::new() };
        let signers: Vec<&SigningKey> = roots.iter().collect();
        let new = [(Role::Root, &roots[..]), (Role::Desk, &desk), (Role::Pulse, &pulse)];
        keys.add(&statement, &signers, &new, passphrase)?;
        Ok(keys)
    }

    /// Opens a folder of keys and checks its roots, without reading a private key.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        Self::open_for(folder, None)
    }

    /// Opens a folder of keys to sign a site. If a root is missing, the error names its copy in the site.
    pub fn open_for(folder: &Path, site: Option<&Path>) -> anyhow::Result<Self> {
        location::check(folder)?;
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
            roots.push(root.with_context(|| format!("{} is not valid", path.display()))?);
        }
        let keys = Self { folder: folder.to_owned(), roots };
        let (newest, has_keys) = file::inspect(folder);
        ensure!(
            newest > 0 || has_keys,
            "{} has no keys: it has no {} (offprint keygen makes them)",
            folder.display(),
            name_of_root(1)
        );
        keys.check_roots(newest.max(1), site)?;
        if let Some(last) = keys.last()?.filter(|last| claimed_site(last) == Ok(keys.root().statement.site)) {
            keys.check_roots(wanted_root(&last)?, site)?;
        }
        Ok(keys)
    }

    /// Refuses to sign if a root is missing up to the `known` one: apps would refuse what is signed without it.
    pub fn check_roots(&self, known: u64, site: Option<&Path>) -> anyhow::Result<()> {
        let next = self.roots.len() as u64 + 1;
        let (name, path) = (name_of_root(next), Root::path(next));
        let published = site.map(|site| site.join(&path)).filter(|file| file.is_file());
        let from = published.map_or_else(|| format!("{path} of the published site"), |file| file.display().to_string());
        let folder = self.folder.display();
        ensure!(known < next, "{name} is missing from {folder}: copy {from} to {folder}/{name}");
        Ok(())
    }

    /// Returns the folder as the caller named it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns all roots, the oldest first; never empty.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// Returns the newest root.
    pub fn root(&self) -> &Root {
        // `open` and `create` ensure that there is one.
        &self.roots[self.roots.len() - 1]
    }

    /// Returns the head of the edition that was signed last with these keys, for any folder.
    pub fn last(&self) -> anyhow::Result<Option<Head>> {
        let path = self.folder.join(LAST);
        match fs::read(&path) {
            Ok(bytes) => {
                let head = serde_json::from_slice(&bytes);
                Ok(Some(head.with_context(|| {
                    format!("{} cannot be read: replace it with the site's edition/head.json", path.display())
                })?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Stores the head of the edition that was signed last.
    pub fn remember(&self, head: &Head) -> anyhow::Result<()> {
        let path = self.folder.join(LAST);
        write::clean_parts(&self.folder);
        write::replace(&path, &serde_json::to_vec(head)?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    /// Decrypts as many private keys of a role as must sign; fails if there are fewer.
    pub fn unlock(&self, role: Role, passphrase: &Passphrase) -> anyhow::Result<Vec<SigningKey>> {
        self.files(role)?.into_iter().map(|(path, public)| load(&path, public, passphrase)).collect()
    }

    /// Checks, as far as that is possible without the passphrase, that these keys can sign editions.
    pub fn check(&self, now: u64) -> anyhow::Result<()> {
        self.check_expiry(now)?;
        for role in [Role::Desk, Role::Pulse] {
            self.files(role)?.iter().try_for_each(|(path, _)| file::read_key(path).map(drop))?;
        }
        Ok(())
    }

    /// Returns as many files of private keys of a role as must sign.
    fn files(&self, role: Role) -> anyhow::Result<Vec<(PathBuf, &PublicKey)>> {
        let holders = self.root().statement.holders(role);
        let named = holders.keys.iter().map(|public| (self.folder.join(name_of_key(role, public)), public));
        let (mut found, missing): (Vec<_>, Vec<_>) = named.partition(|(path, _)| path.exists());
        if found.len() < holders.threshold {
            let missing: Vec<String> = missing.iter().map(|(_, public)| name_of_key(role, public)).collect();
            bail!(
                "{} has too few keys of the {role}: {} must sign, but {} is missing: put it there",
                self.folder.display(),
                holders.threshold,
                missing.join(" or ")
            );
        }
        // More signatures than necessary prove nothing more.
        found.truncate(holders.threshold);
        Ok(found)
    }

    /// Signs the next root, and writes it together with the new keys that it names: all of them or none.
    fn add(
        &mut self,
        statement: &RootStatement,
        signers: &[&SigningKey],
        new: &[(Role, &[SigningKey])],
        passphrase: &Passphrase,
    ) -> anyhow::Result<()> {
        let text = sign::root(statement, signers);
        let root = match self.roots.last() {
            Some(before) => before.next(&text),
            None => Root::first(&text),
        };
        let root = root.context("apps would refuse the new root")?;
        write::clean_groups(&self.folder);
        let keys = || new.iter().flat_map(|(role, keys)| keys.iter().map(|key| (*role, key)));
        let name = name_of_root(statement.version);
        let names = keys().map(|(role, key)| name_of_key(role, &sign::public(key))).chain([name.clone()]);
        let group = Group::new(&self.folder, names.collect());
        let group = group.with_context(|| format!("{} cannot be written", self.folder.display()))?;
        keys().try_for_each(|(role, key)| save(&group, role, key, passphrase))?;
        group.write(&name, text.as_bytes(), 0o644)?;
        group.finish()?;
        self.roots.push(root);
        Ok(())
    }
}

fn holders(threshold: usize, keys: &[SigningKey]) -> Holders {
    Holders { threshold, keys: keys.iter().map(sign::public).collect() }
}
