//! What should not stay as it is with a root, and what to do about it.

use anyhow::ensure;

use super::{DAY, Keys};

/// How long before a root expires it is warned of, in seconds: the holders of its keys have to meet.
const SOON: u64 = 60 * DAY;

/// What is done all the same and should not stay so, and what to do about it.
pub type Warning = (String, String);

impl Keys {
    /// All that is to be warned of.
    pub fn warnings(&self, now: u64) -> Vec<Warning> {
        self.warning_of_one_key().into_iter().chain(self.warning_of_expiry(now)).collect()
    }

    /// A root of which one key signs alone.
    fn warning_of_one_key(&self) -> Option<Warning> {
        let root = &self.root().statement.root;
        let wrong = match root.keys.len() {
            1 => {
                "one root key signs alone: whoever has it has the newspaper, and when it is lost nobody can replace it"
                    .to_owned()
            }
            all => format!("one of {all} root keys signs alone: whoever has any of them has the newspaper"),
        };
        let remedy = format!(
            "two of three are safer, and readers follow: offprint rotate --keys {} --role root --roots 3 --threshold 2",
            self.folder.display()
        );
        (root.threshold == 1).then_some((wrong, remedy))
    }

    /// A root that is to be renewed soon.
    pub fn warning_of_expiry(&self, now: u64) -> Option<Warning> {
        let root = &self.root().statement;
        let left = root.expires.saturating_sub(now);
        let wrong = format!(
            "root {} in {} is valid for {} more days, and nothing can be signed after that",
            root.version,
            self.folder.display(),
            left / DAY
        );
        (left < SOON).then(|| (wrong, self.renewal()))
    }

    /// An error once the newest root has expired: readers would be told so of all that is signed.
    pub fn check_expiry(&self, now: u64) -> anyhow::Result<()> {
        let root = &self.root().statement;
        let (version, folder) = (root.version, self.folder.display());
        ensure!(now < root.expires, "root {version} in {folder} is not valid any more: {}", self.renewal());
        Ok(())
    }

    fn renewal(&self) -> String {
        format!("renew it, with the root keys in that folder: offprint rotate --keys {}", self.folder.display())
    }
}
