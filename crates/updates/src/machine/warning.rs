//! Warnings: each comes once in a tab, and only where nothing more urgent is said.

use super::super::changeset::Changeset;
use super::super::notice::{Notice, Warning};
use super::event::Effect;
use super::{Job, Updates};

impl Updates {
    /// Says what has to be known of the edition that was found.
    pub(super) fn warn_of_judgement(&mut self) {
        let keys_changed = self.snapshot().is_some_and(|snapshot| snapshot.keys_changed);
        let site = self.trust.proven.site().filter(|_| keys_changed);
        let Some(warning) = self.judged.as_ref().and_then(|judgement| Warning::of(judgement, site)) else { return };
        let is_of_keys = matches!(warning, Warning::KeysChanged(_));
        if self.warn(warning) && is_of_keys {
            // Once is enough; where that cannot be stored it comes again.
            let changes = Changeset::default().with_keys_changed(false);
            self.start_job(Job::Remember, |id| Effect::Write { id, changes });
        }
    }

    /// Says something once. Returns whether it was said.
    pub(super) fn warn(&mut self, warning: Warning) -> bool {
        if self.warned.contains(&warning) || !self.notice.gives_way() {
            return false;
        }
        self.warned.push(warning.clone());
        self.notice = Notice::Warning(warning);
        true
    }
}
