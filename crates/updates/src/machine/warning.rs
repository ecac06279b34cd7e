//! Shows each warning once in a tab, and only if no more urgent notice is open.

use super::super::changeset::Changeset;
use super::super::notice::{Notice, Warning};
use super::event::Effect;
use super::{Job, Updates};

impl Updates {
    /// Shows the most urgent warning about the newest edition.
    pub(super) fn warn_of_judgement(&mut self) {
        let keys_changed = self.snapshot().is_some_and(|snapshot| snapshot.keys_changed);
        let site = self.trust.proven.site().filter(|_| keys_changed);
        let Some(warning) = self.judged.as_ref().and_then(|judgement| Warning::of(judgement, site)) else { return };
        let is_of_keys = matches!(warning, Warning::KeysChanged(_));
        if self.warn(warning) && is_of_keys {
            // One warning is enough. If this cannot be stored, the warning comes again.
            let changes = Changeset::default().with_keys_changed(false);
            self.start_job(Job::Remember, |id| Effect::Write { id, changes });
        }
    }

    /// Shows a warning once. Returns whether it is shown now.
    pub(super) fn warn(&mut self, warning: Warning) -> bool {
        if self.warned.contains(&warning) || !self.notice.can_be_replaced() {
            return false;
        }
        self.warned.push(warning.clone());
        self.notice = Notice::Warning(warning);
        true
    }
}
