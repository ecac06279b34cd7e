//! Brings an edition onto the device: compares it with the stored one, downloads it, commits it.

use model::Head;
use trust::Accepted;

use super::super::changeset::Changeset;
use super::super::download::{DownloadError, Progress};
use super::super::edition_info::is_older;
use super::super::notice::Notice;
use super::super::preferences::DEFAULT_TEXT_LIMIT;
use super::super::snapshot::{Snapshot, Stored};
use super::super::store::{Commit, StoreError};
use super::event::{Effect, FirstDownload, PlanSummary, TaskId};
use super::{Answer, CheckFor, Offer, Task, Updates};
use edition::error::ContentError;

/// The number of attempts for an edition that changes or vanishes during its download.
const MAX_ATTEMPTS: u8 = 4;

/// An edition on its way onto the device.
#[derive(Clone, Debug)]
pub(super) struct Update {
    pub(super) head: Accepted,
    /// `true` if the edition is downloaded in any case; otherwise its changes decide.
    pub(super) is_wanted: bool,
    /// `true` if the reader did not ask for the download: only the page about the device shows its progress.
    pub(super) is_quiet: bool,
    /// The number of restarts.
    attempt: u8,
    /// The text limit; `None` before the first comparison.
    text_limit: Option<u64>,
    /// The effect that compared the edition, and its result.
    plan: Option<(TaskId, PlanSummary)>,
}

impl Update {
    /// Returns an edition to download.
    pub(super) fn wanted(head: Accepted) -> Self {
        Self { is_wanted: true, ..Self::found(head) }
    }

    /// Returns an edition to download that the reader did not ask for.
    pub(super) fn unasked(head: Accepted) -> Self {
        Self { is_quiet: true, ..Self::wanted(head) }
    }

    /// Returns an edition to compare first.
    pub(super) fn found(head: Accepted) -> Self {
        Self { head, is_wanted: false, is_quiet: false, attempt: 0, text_limit: None, plan: None }
    }

    /// Returns the effect that compared the edition, and the number of articles to keep.
    pub(super) fn plan(&self) -> Option<(TaskId, u32)> {
        self.plan.as_ref().map(|(id, summary)| (*id, summary.articles))
    }

    fn articles(&self) -> u32 {
        self.plan.as_ref().map_or(0, |(_, summary)| summary.articles)
    }

    fn is_for(&self, head: Option<&Head>) -> bool {
        head.is_some_and(|head| head.manifest == self.head.head().manifest)
    }
}

impl Updates {
    /// Downloads an edition after the current task, because the reader asked for it.
    pub(super) fn request_download(&mut self, head: Accepted) {
        self.request_update(Update::wanted(head));
    }

    /// Downloads an edition after the current task.
    pub(super) fn request_update(&mut self, update: Update) {
        self.pending.download = Some(update);
        // A command of the reader does not wait for attachments.
        if matches!(self.task, Task::FetchingAttachments(..)) {
            self.stop();
            self.attachments_stopped();
        }
    }

    pub(super) fn start_update(&mut self, update: Update) {
        let id = self.new_id();
        self.task = Task::Preparing(id, update);
        self.effects.push(Effect::Read { id });
    }

    /// Restarts an edition that another tab or the site has changed meanwhile.
    fn start_again(&mut self, update: Update, error: DownloadError) {
        if update.attempt + 1 >= MAX_ATTEMPTS {
            return self.give_up(update, error);
        }
        if self.pending.has_priority() {
            return self.postpone(update);
        }
        self.start_update(Update { attempt: update.attempt + 1, plan: None, ..update });
    }

    /// Postpones the edition in favour of something that the reader requested.
    pub(super) fn postpone(&mut self, update: Update) {
        if update.is_wanted {
            self.pending.download.get_or_insert(Update { is_quiet: update.is_quiet, ..Update::wanted(update.head) });
        }
        // A newer edition may exist by then.
        self.pending.check = true;
    }

    /// Continues after the store was read: checks that the edition is still wanted, and prepares the store for a first
    /// one.
    pub(super) fn prepared(&mut self, update: Update, read: Result<Snapshot, StoreError>) {
        match read {
            Ok(snapshot) => self.absorb(snapshot),
            // The reader did not ask for this edition.
            Err(_) if !update.is_wanted => return,
            Err(error) => return self.update_failed(update, error.into()),
        }
        let Some(snapshot) = self.snapshot() else { return };
        let stored = snapshot.edition.complete().map(|info| info.head.head());
        let (limit, partial, is_stored) = (snapshot.text_limit, snapshot.edition.head(), stored.is_some());
        if !snapshot.preferences.keep {
            return self.give_up(update, DownloadError::Superseded);
        }
        let head = update.head.head();
        let is_signed = head.signed.is_some();
        if !update.is_for(stored) && (!self.trust.is_newest(head) || !is_signed && self.trust.is_signed()) {
            // Another check or another tab has proven a newer one.
            self.pending.check = true;
            return self.give_up(update, DownloadError::Superseded);
        }
        if !is_stored && partial.is_none_or(|partial| !update.is_for(Some(partial.head()))) {
            // Until an edition is complete, its parts are better than nothing.
            let changes = Changeset::default().with_partial(head);
            let id = self.new_id();
            self.task = Task::Preparing(id, update);
            self.effects.extend([Effect::Write { id, changes }, Effect::AnswerPages]);
            return;
        }
        // The stored edition was cut to the room there was.
        let start = if update.is_for(stored) { limit } else { DEFAULT_TEXT_LIMIT };
        let text_limit = update.text_limit.unwrap_or(start);
        // If another tab has stored an edition meanwhile, no less of its text is kept.
        let text_limit = if is_stored { text_limit.max(limit) } else { text_limit };
        let (id, head) = (self.new_id(), update.head.clone());
        self.effects.push(Effect::Compare { id, head, text_limit });
        self.task = Task::Comparing(id, Update { text_limit: Some(text_limit), ..update });
    }

    /// Continues after a comparison: downloads or offers the edition, or ignores it.
    pub(super) fn compared(&mut self, id: TaskId, mut update: Update, result: Result<PlanSummary, DownloadError>) {
        let summary = match result {
            Ok(summary) => summary,
            Err(error) if update.is_wanted => return self.update_failed(update, error),
            // The reader did not ask for this edition.
            Err(DownloadError::Content(ContentError::Unreachable)) => return,
            Err(error) => return self.fail(error),
        };
        let Some(snapshot) = self.snapshot() else { return };
        let stored = snapshot.edition.complete();
        if summary.stored.as_ref() != stored.map(|info| info.head.head()) {
            // Another tab or a file has stored another edition meanwhile.
            return self.start_again(update, DownloadError::Superseded);
        }
        let head = update.head.head();
        let is_same = update.is_for(stored.map(|info| info.head.head()));
        // Signatures prove the order of signed editions.
        let is_old = head.signed.is_none()
            && stored.is_some_and(|info| is_older(head, &summary.dates, info.head.head(), &info.dates));
        let (is_unapplied, preferences) = (snapshot.unapplied, &snapshot.preferences);
        let wants_attachments = !preferences.attachments.is_empty();
        let is_small = summary.changes.articles == 0 && summary.changes.changed == 0;
        let is_asked = preferences.automatic || is_small && self.first_download == FirstDownload::Automatic;
        let (missing, changes) = (summary.missing, summary.changes);
        update.plan = Some((id, summary));
        if update.is_wanted {
            match is_old && !is_same {
                true => self.give_up(update, DownloadError::Superseded),
                false => self.start_download(update, id, missing),
            }
        } else if is_same {
            self.withdraw_offer();
            if missing == 0 && wants_attachments {
                self.start_attachments(&update);
            } else if missing == 0 {
                // Everything is stored.
            } else if is_unapplied {
                self.download_found(update, id, missing);
            } else {
                self.notice = Notice::Evicted;
            }
        } else if is_old {
            // A mirror that is behind.
        } else if is_asked {
            self.download_found(update, id, missing);
        } else {
            self.offer = Some(Offer { head: update.head, answer: Answer::Open });
            self.notice = Notice::UpdateAvailable(changes);
        }
    }

    fn download_found(&mut self, update: Update, plan: TaskId, missing: u32) {
        self.is_progress_hidden = false;
        self.start_download(Update { is_wanted: true, ..update }, plan, missing);
    }

    fn start_download(&mut self, update: Update, plan: TaskId, missing: u32) {
        if missing == 0 {
            return self.start_commit(update);
        }
        let id = self.new_id();
        self.task = Task::Downloading(id, update);
        self.effects.push(Effect::Download { id, plan });
    }

    pub(super) fn progress(&mut self, id: TaskId, progress: Progress) {
        let is_hidden = self.is_progress_hidden || self.task.is_quiet() && !self.counting.is_open();
        if self.task.id() != Some(id) || is_hidden {
            return;
        }
        match self.task {
            Task::Downloading(..) | Task::Importing(..) => self.notice = Notice::Downloading(progress),
            Task::FetchingAttachments(_, ref attachments) => {
                self.notice = Notice::DownloadingAttachments(progress, attachments.kinds);
            }
            _ => {}
        }
    }

    pub(super) fn downloaded(&mut self, update: Update, result: Result<(), DownloadError>) {
        match result {
            Ok(()) => self.start_commit(update),
            Err(error) => self.update_failed(update, error),
        }
    }

    fn start_commit(&mut self, update: Update) {
        let Some((plan, _)) = update.plan else { return };
        let stored = self.complete().map(|info| info.head.head().clone());
        let mut changes = Changeset::default().with_download(update.text_limit.unwrap_or(DEFAULT_TEXT_LIMIT));
        if self.trust.proven.has_roots() {
            changes = changes.with_trust(self.trust.proven.clone());
        }
        let is_new = stored.as_ref() != Some(update.head.head());
        let id = self.new_id();
        self.task = Task::Committing(id, update);
        self.effects.push(Effect::Commit { id, plan, expected: stored, changes, is_new });
    }

    pub(super) fn committed(&mut self, update: Update, result: Result<(Commit, Snapshot), StoreError>) {
        match result {
            Err(error) => self.update_failed(update, error.into()),
            Ok((Commit::Done, snapshot)) => self.stored_edition(&update, snapshot),
            // Another tab was at work too: the restart compares with its result.
            Ok((Commit::Conflict | Commit::Incomplete, snapshot)) => {
                self.absorb(snapshot);
                self.start_again(update, DownloadError::Superseded);
            }
        }
    }

    fn stored_edition(&mut self, update: &Update, snapshot: Snapshot) {
        let is_first = self.complete().is_none();
        let is_shown = is_first
            || matches!(
                self.notice,
                Notice::Downloading(_) | Notice::UpdateAvailable(_) | Notice::Offered(_) | Notice::Evicted
            );
        self.absorb(snapshot);
        let is_whole = update.text_limit == Some(DEFAULT_TEXT_LIMIT);
        self.notice = match (is_whole, is_shown) {
            (false, _) => Notice::Shortened(update.articles()),
            (true, true) => Notice::Saved(update.articles()),
            (true, false) => Notice::None,
        };
        self.effects.push(Effect::AnswerPages);
        if is_whole || self.snapshot().is_some_and(|snapshot| snapshot.preferences.attachments.is_empty()) {
            self.start_attachments(update);
        }
    }

    /// Decides whether to try a failed download or commit again in another way.
    fn update_failed(&mut self, update: Update, error: DownloadError) {
        match error {
            DownloadError::Store(StoreError::Full) => self.without_room(update),
            DownloadError::Content(ContentError::Missing | ContentError::Damaged)
                if update.attempt + 1 < MAX_ATTEMPTS =>
            {
                self.start_check(CheckFor::Retry(Box::new(update), error));
            }
            DownloadError::Superseded => self.start_again(update, error),
            error => self.give_up(update, error),
        }
    }

    /// Cuts an edition shorter. A stored edition loses nothing, not even a picture; a newer one is cut to the limit of
    /// the stored one.
    fn without_room(&mut self, update: Update) {
        let Some(snapshot) = self.snapshot() else { return };
        let limit = update.text_limit.unwrap_or(DEFAULT_TEXT_LIMIT);
        let shorter = match &snapshot.edition {
            Stored::Complete(_) => snapshot.text_limit,
            Stored::Nothing | Stored::Evicted | Stored::Partial(_) => limit / 4,
        };
        let full = StoreError::Full.into();
        if shorter < limit {
            self.start_again(Update { text_limit: Some(shorter), ..update }, full);
        } else {
            self.give_up(update, full);
        }
    }

    /// Continues after a file of an edition was not available: a check tells whether a newer edition replaces it.
    pub(super) fn retry(&mut self, update: Update, error: DownloadError, newest: Result<Accepted, ContentError>) {
        match newest {
            Ok(newest) if update.is_for(Some(newest.head())) => self.give_up(update, error),
            Ok(newest) => self.start_again(Update { head: newest, ..update }, error),
            Err(error) => self.give_up(update, error.into()),
        }
    }

    fn give_up(&mut self, update: Update, error: DownloadError) {
        if self.snapshot().is_some_and(|snapshot| !snapshot.preferences.keep) {
            // Files downloaded while the reader turned storing off in another tab go too.
            self.sweep_later();
        }
        match error {
            // Superseded or already stored: nothing to report.
            DownloadError::Superseded => {
                let is_of_update =
                    matches!(self.notice, Notice::Downloading(_) | Notice::UpdateAvailable(_) | Notice::Evicted);
                if update.is_wanted && is_of_update {
                    self.notice = Notice::None;
                }
            }
            error => self.fail(error),
        }
    }

    /// Declines an edition, because the reader stopped its download.
    pub(super) fn decline(&mut self, update: Update) {
        self.offer = Some(Offer { head: update.head, answer: Answer::Declined });
        self.notice = Notice::Failed(DownloadError::Stopped);
    }
}
