//! Replaces keys by the next root, signed by the keys of the one before.

use anyhow::ensure;
use ed25519_dalek::SigningKey;
use trust::Role;
use trust::root::{MAX_STEPS, RootStatement};

use super::file::{generate, name_of_key};
use super::{Keys, Passphrase, ROOT_LASTS, holders};

/// The number of root keys, and the number of them that must sign.
#[derive(Clone, Copy, Debug)]
pub struct Quorum {
    /// The number of keys.
    pub keys: usize,
    /// The number of keys that must sign.
    pub threshold: usize,
}

impl Quorum {
    pub(super) fn check(self) -> anyhow::Result<()> {
        ensure!(
            (1..=self.keys).contains(&self.threshold) && self.keys <= trust::key::MAX_KEYS,
            "{} of {} root keys cannot sign: at least one and at most all must sign, and a root has at most {}",
            self.threshold,
            self.keys,
            trust::key::MAX_KEYS
        );
        Ok(())
    }
}

/// The changes in the next root.
#[derive(Clone, Debug, Default)]
pub struct Rotation {
    /// The roles whose keys are replaced.
    pub roles: Vec<Role>,
    /// The new number of root keys, if root keys are replaced and their number changes.
    pub quorum: Option<Quorum>,
    /// `true` if apps must refuse everything signed before, since a key may have been stolen.
    pub new_epoch: bool,
    /// The smallest number of an edition that apps accept.
    pub minimum: u64,
}

impl Keys {
    /// Signs the next root, with new keys for some roles, or with the same keys for a longer time.
    pub fn rotate(&mut self, rotation: &Rotation, passphrase: &Passphrase, now: u64) -> anyhow::Result<()> {
        let before = self.root().statement.clone();
        ensure!(
            before.version < MAX_STEPS,
            "the newest root is root {}, and apps accept no more than {MAX_STEPS}: start a new site",
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
        let mut new_keys = Vec::new();
        for role in &rotation.roles {
            let old = before.holders(*role);
            let same = Quorum { keys: old.keys.len(), threshold: old.threshold };
            let quorum = rotation.quorum.filter(|_| *role == Role::Root).unwrap_or(same);
            let new = (0..quorum.keys).map(|_| generate()).collect::<anyhow::Result<Vec<_>>>()?;
            let holders = holders(quorum.threshold, &new);
            match role {
                Role::Root => {
                    next.root = holders;
                    signers.extend(new.iter().cloned());
                }
                Role::Desk => next.desk = holders,
                Role::Pulse => next.pulse = holders,
            }
            new_keys.push((*role, new));
        }
        let new_keys: Vec<(Role, &[SigningKey])> = new_keys.iter().map(|(role, keys)| (*role, &keys[..])).collect();
        self.add(&next, &signers.iter().collect::<Vec<_>>(), &new_keys, passphrase)
    }

    /// Returns the files of private keys that the newest root no longer names.
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
}
