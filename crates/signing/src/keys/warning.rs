//! Warns of weaknesses of a root.

use anyhow::ensure;

use super::{DAY, Keys};

/// The time before the expiry of a root, in seconds, from which warnings appear: the holders of its keys have to meet.
const WARNING_TIME: u64 = 60 * DAY;

/// A weakness that does not stop a command, and its remedy.
pub type Warning = (String, String);

impl Keys {
    /// Returns all warnings.
    pub fn warnings(&self, now: u64) -> Vec<Warning> {
        self.warning_of_one_key().into_iter().chain(self.warning_of_expiry(now)).collect()
    }

    /// Warns of a root that one key can sign alone.
    fn warning_of_one_key(&self) -> Option<Warning> {
        let root = &self.root().statement.root;
        let wrong = match root.keys.len() {
            1 => {
                "one root key signs alone: anyone who has it controls the newspaper, and nobody can replace it once lost"
                    .to_owned()
            }
            all => format!("one of {all} root keys signs alone: anyone who has one of them controls the newspaper"),
        };
        let remedy = format!(
            "two of three are safer, and apps accept the change: \
             offprint rotate --keys {} --role root --roots 3 --threshold 2",
            self.folder.display()
        );
        (root.threshold == 1).then_some((wrong, remedy))
    }

    /// Warns of a root that expires soon.
    pub fn warning_of_expiry(&self, now: u64) -> Option<Warning> {
        let root = &self.root().statement;
        let remaining = root.expires.saturating_sub(now);
        let wrong = format!(
            "root {} in {} is valid for {} more days, after which nothing can be signed",
            root.version,
            self.folder.display(),
            remaining / DAY
        );
        (remaining < WARNING_TIME).then(|| (wrong, self.renewal()))
    }

    /// Refuses to sign with an expired root, of which apps would warn their readers.
    pub fn check_expiry(&self, now: u64) -> anyhow::Result<()> {
        let root = &self.root().statement;
        let (version, folder) = (root.version, self.folder.display());
        ensure!(now < root.expires, "root {version} in {folder} has expired: {}", self.renewal());
        Ok(())
    }

    fn renewal(&self) -> String {
        format!("renew it with the root keys in that folder: offprint rotate --keys {}", self.folder.display())
    }
}
