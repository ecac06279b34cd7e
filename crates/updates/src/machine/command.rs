//! Carries out the reader's commands.

use trust::Accepted;

use super::super::changeset::Changeset;
use super::super::download::DownloadError;
use super::super::import_report::ImportReport;
use super::super::notice::Notice;
use super::super::preferences::{Choice, OfflineItem, Preferences};
use super::super::snapshot::{Snapshot, Stored};
use super::super::store::StoreError;
use super::event::{Command, Effect, FirstDownload};
use super::pipeline::Update;
use super::{Answer, CheckFor, Job, Offer, Pending, Storage, Task, Updates, WhyNot};
use edition::error::ContentError;

impl Updates {
    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Close => self.close_notice(),
            Command::Stop => self.stop_download(),
            Command::Import(file) => self.request_import(file),
            Command::Persist => self.start_job(Job::Persist, |id| Effect::Persist { id }),
            Command::GoPrivate | Command::EraseAll => self.erase(),
            _ if self.snapshot().is_none() => self.fail(StoreError::Denied.into()),
            Command::Download => self.download(),
            Command::SetKeep(true) => self.choose(true, Preferences::keep_entry(true)),
            Command::SetKeep(false) => self.keep_nothing(),
            Command::SetPictures(on) => self.choose(false, Preferences::pictures_entry(on)),
            Command::SetFiles(on) => self.choose(false, Preferences::files_entry(on)),
            Command::SetAutomatic(on) => self.choose(on, Preferences::automatic_entry(on)),
            Command::SetEscape(on) => {
                let changes = Changeset::default().with_choice(Preferences::escape_entry(on));
                self.start_job(Job::SetAside, |id| Effect::Write { id, changes });
            }
            Command::Keep(item @ OfflineItem::Article(..)) => self.save(item),
            Command::Discard(item @ OfflineItem::Article(..)) => {
                self.reopen_offer();
                let changes = Changeset::default().without_saved(&item);
                self.start_job(Job::Discard, |id| Effect::Write { id, changes });
            }
            Command::Keep(item) => self.choose(true, (item.name(), Choice::Keep.value().to_owned())),
            Command::Discard(item) => self.choose(false, (item.name(), Choice::Discard.value().to_owned())),
        }
    }

    /// Closes the notice. Its news is not shown again in this tab.
    fn close_notice(&mut self) {
        match (&self.notice, &mut self.offer) {
            (Notice::UpdateAvailable(_) | Notice::Offered(_), Some(offer)) => offer.answer = Answer::Declined,
            (Notice::Downloading(_) | Notice::DownloadingAttachments(..), _) => self.is_progress_hidden = true,
            _ => {}
        }
        self.notice = Notice::None;
    }

    fn stop_download(&mut self) {
        let is_background_check = match &self.task {
            Task::Preparing(_, update) | Task::Comparing(_, update) | Task::Downloading(_, update) => !update.is_wanted,
            Task::Checking(_, reason) => matches!(reason, CheckFor::Update),
            _ => false,
        };
        self.pending.newest = false;
        if let Some(Update { head, .. }) = self.pending.download.take() {
            self.offer = Some(Offer { head, answer: Answer::Declined });
        }
        if is_background_check {
            // No download runs that the reader could mean.
            return;
        }
        match self.stop() {
            Some(Task::Preparing(_, update) | Task::Comparing(_, update) | Task::Downloading(_, update)) => {
                self.decline(update);
            }
            Some(Task::Checking(_, CheckFor::Retry(update, _))) => self.decline(*update),
            Some(Task::Checking(..)) => self.notice = Notice::Failed(DownloadError::Stopped),
            Some(Task::FetchingAttachments(_, attachments)) => {
                self.attachments_stopped();
                if let Some((file, report)) = attachments.into_file() {
                    self.report_import(file, report);
                }
            }
            _ => {}
        }
    }

    /// Downloads the offered edition, or else the newest.
    fn download(&mut self) {
        if let Task::Preparing(_, update) | Task::Comparing(_, update) | Task::Downloading(_, update) = &mut self.task {
            // From now on its progress is shown.
            update.is_quiet = false;
        }
        match &mut self.offer {
            Some(offer) => {
                offer.answer = Answer::Open;
                let head = offer.head.clone();
                self.request_download(head);
            }
            None => self.pending.newest = true,
        }
    }

    /// Stores a choice of the reader. `asks`: the reader asks for content.
    fn choose(&mut self, asks: bool, choice: (String, String)) {
        self.reopen_offer();
        let changes = Changeset::default().with_choice(choice);
        self.start_job(Job::Choose(asks), |id| Effect::Write { id, changes });
    }

    /// Applies the reader's choices to the stored edition. Without one, checks for a first edition.
    pub(super) fn chosen(&mut self, asks: bool, result: Result<Snapshot, StoreError>) {
        match result {
            Ok(snapshot) => self.absorb(snapshot),
            Err(error) => return self.fail(error.into()),
        }
        self.attachments_handled = None;
        if self.complete().is_some() {
            self.apply();
        } else if self.first_download == FirstDownload::Automatic {
            self.request_check();
        } else if asks {
            // The edition is large or data is dear, but the reader asked for it.
            self.pending.newest = true;
        }
    }

    /// Applies the reader's choices to the stored edition, unless the reader has stopped that download meanwhile.
    fn apply(&mut self) {
        let stored = self.complete().map(|info| info.head.clone());
        if let Some(stored) = stored.filter(|stored| !self.is_declined(stored)) {
            self.request_download(stored);
        }
    }

    /// Reopens a declined offer, because the reader asks for something by now.
    fn reopen_offer(&mut self) {
        if let Some(offer) = &mut self.offer {
            offer.answer = Answer::Open;
        }
    }

    /// Returns whether the reader declined an edition in this tab.
    pub(super) fn is_declined(&self, head: &Accepted) -> bool {
        self.offer
            .as_ref()
            .is_some_and(|offer| offer.answer == Answer::Declined && offer.head.head().manifest == head.head().manifest)
    }

    /// Removes the edition and turns storing off. Saved articles stay.
    fn keep_nothing(&mut self) {
        let Pending { check, import, .. } = self.pending;
        let sweep = Some(Changeset::default().without_editions());
        self.pending = Pending { check, import, sweep, ..Pending::default() };
        match self.stop() {
            // Warnings about the site still matter when nothing is stored.
            Some(Task::Checking(_, CheckFor::Update)) => self.pending.check = true,
            Some(Task::FetchingAttachments(_, attachments)) => {
                if let Some((file, report)) = attachments.into_file() {
                    self.report_import(file, report);
                }
            }
            _ => {}
        }
        self.offer = None;
        if matches!(
            self.notice,
            Notice::Downloading(_) | Notice::DownloadingAttachments(..) | Notice::UpdateAvailable(_) | Notice::Evicted
        ) {
            self.notice = Notice::None;
        }
    }

    pub(super) fn start_sweep(&mut self, changes: Changeset) {
        let id = self.new_id();
        self.task = Task::Sweeping(id);
        self.effects.push(Effect::Sweep { id, changes });
    }

    /// Saves an article out of the stored edition, the open one, or the newest.
    fn save(&mut self, item: OfflineItem) {
        let newest = self.judged.as_ref().and_then(|judgement| judgement.newest.as_ref());
        let open = self.open.as_ref().map(|open| &open.head);
        let mut editions: Vec<Accepted> = Vec::new();
        for head in self.stored().into_iter().chain(open).chain(newest) {
            if !editions.contains(head) {
                editions.push(head.clone());
            }
        }
        let asked = item.clone();
        self.start_job(Job::Save(item, false), |id| Effect::Save { id, item: asked, editions });
    }

    pub(super) fn save_from_newest(&mut self, item: OfflineItem) {
        let newest = self.judged.as_ref().and_then(|judgement| judgement.newest.clone());
        let editions: Vec<Accepted> = newest.into_iter().collect();
        let asked = item.clone();
        self.start_job(Job::Save(item, true), |id| Effect::Save { id, item: asked, editions });
    }

    pub(super) fn saved(&mut self, item: OfflineItem, asked: bool, result: Result<Snapshot, DownloadError>) {
        match result {
            Ok(snapshot) => self.absorb(snapshot),
            Err(DownloadError::Content(ContentError::Missing)) if !asked => {
                // The page may come from an edition that is newer than all known here.
                let trust = self.trust.state().clone();
                self.start_job(Job::CheckForSave(item), |id| Effect::Check { id, trust });
            }
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn discarded(&mut self, result: Result<Snapshot, StoreError>) {
        match result {
            Ok(snapshot) => self.absorb(snapshot),
            Err(error) => return self.fail(error.into()),
        }
        // The text of the article goes with everything else that the edition does not need.
        match self.snapshot().map(|snapshot| &snapshot.edition) {
            Some(Stored::Complete(_)) => self.apply(),
            Some(Stored::Nothing | Stored::Evicted) => self.sweep_later(),
            // The next commit removes the text of the article.
            Some(Stored::Partial(_)) | None => {}
        }
    }

    /// Removes the remains of editions after the current task.
    pub(super) fn sweep_later(&mut self) {
        self.pending.sweep.get_or_insert_default();
    }

    pub(super) fn private_elsewhere(&mut self) {
        // A tab receives its own message too.
        if !matches!(self.storage, Storage::Unavailable(WhyNot::Private { .. })) {
            self.go_private();
        }
    }

    /// Removes everything, in this tab and all others.
    fn erase(&mut self) {
        self.go_private();
        self.effects.push(Effect::TellOtherTabs);
        let id = self.new_id();
        self.task = Task::Erasing(id);
        self.effects.push(Effect::Erase { id });
    }

    /// Stores nothing more in this tab.
    pub(super) fn go_private(&mut self) {
        self.end_all();
        self.storage = Storage::Unavailable(WhyNot::Private { remaining: Vec::new() });
        self.is_silent = true;
        self.counting.forget();
        self.effects.push(Effect::CloseStore);
    }

    /// Closes the store, because another tab removes it.
    pub(super) fn close_store(&mut self) {
        if let Storage::Available(_) = self.storage {
            self.end_all();
            self.storage = Storage::Unavailable(WhyNot::Denied);
        }
    }

    /// Ends everything that writes or leads to a write.
    fn end_all(&mut self) {
        if let Some(Task::FetchingAttachments(_, attachments)) = self.stop()
            && let Some((file, report)) = attachments.into_file()
        {
            self.report_import(file, report);
        }
        // The outcome of a task that cannot be stopped no longer matters.
        if let Task::Importing(_, file) = self.task {
            self.report_import(file, denied());
        }
        if let Some(file) = self.pending.import {
            self.report_import(file, denied());
        }
        self.task = Task::Idle;
        self.jobs.clear();
        self.pending = Pending::default();
        self.offer = None;
        self.is_warning_due = false;
        self.notice = Notice::None;
        self.finish_page(Err(ContentError::Unreachable));
    }
}

fn denied() -> ImportReport {
    ImportReport::Failed(StoreError::Denied.into())
}
