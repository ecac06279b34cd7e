//! Replacing keys: the next root, signed by the keys of the one before.

use anyhow::ensure;
use trust::Role;
use trust::root::{MAX_STEPS, RootStatement};

use super::file::{generate, name_of_key, save};
use super::{Keys, Passphrase, ROOT_LASTS, holders};

/// How many root keys there are to be, and how many of them must sign.
#[derive(Clone, Copy, Debug)]
pub struct Quorum {
    /// How many there are.
    pub keys: usize,
    /// How many of them must sign.
    pub threshold: usize,
}

impl Quorum {
    pub(super) fn check(self) -> anyhow::Result<()> {
        ensure!(
            (1..=self.keys).contains(&self.threshold) && self.keys <= trust::key::MAX_KEYS,
            "{} of {} root keys cannot sign: name at least one and at most all of up to {}",
            self.threshold,
            self.keys,
            trust::key::MAX_KEYS
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
    /// Signs the next root: with new keys for these roles, or the same ones for a longer time.
    pub fn rotate(&mut self, rotation: &Rotation, passphrase: &Passphrase, now: u64) -> anyhow::Result<()> {
        let before = self.root().statement.clone();
        ensure!(
            before.version < MAX_STEPS,
            "this is root {}, and readers follow no more than {MAX_STEPS}: make a new site",
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
}
