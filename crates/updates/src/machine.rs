//! Decides everything about editions on this device: events go in, effects come out.
//!
//! The machine has no clock, no store and no network. The executor carries out the effects and reports how each ended.

mod attachments;
mod check;
mod command;
mod event;
mod import;
mod page;
mod pipeline;
mod state;
mod view;
mod warning;

use model::Hash;
use trust::{Accepted, Judgement, TrustState};

pub use event::AttachmentSource;
pub use event::{
    Changed, Command, Counted, Effect, Event, FirstDownload, Imported, Outcome, PageEvent, PlanSummary, TaskId,
};

use super::download::DownloadError;
use super::edition_info::EditionInfo;
use super::import_report::{FileId, ImportReport};
use super::notice::{Notice, Warning};
use super::snapshot::Snapshot;
use super::store::StoreError;
use state::{Answer, CheckFor, Job, Offer, Pending, TabTrust, Task};
pub use state::{Storage, WhyNot};

/// The state of all editions on this device. No other part of the app decides which edition is which.
pub struct Updates {
    storage: Storage,
    trust: TabTrust,
    judged: Option<Judgement>,
    /// `true` if the first check may use the judgement that opened the newest edition.
    is_judgement_new: bool,
    /// The edition that is open in this tab.
    open: Option<EditionInfo>,
    offer: Option<Offer>,
    task: Task,
    jobs: Vec<(TaskId, Job)>,
    page: Option<page::Request>,
    pending: Pending,
    notice: Notice,
    /// `true` if the reader closed the progress notice.
    is_progress_hidden: bool,
    /// `true` if the judgement is still to be checked for warnings.
    is_warning_due: bool,
    warned: Vec<Warning>,
    /// The edition whose attachments this tab has handled.
    attachments_handled: Option<Hash>,
    /// `true` if the browser was asked never to remove anything and did not promise it.
    is_persistence_refused: bool,
    /// `true` once the page is readable. Until then views get no updates, so the app takes the page over as it was
    /// sent.
    is_ready: bool,
    /// `true` if the reader went private in this tab. Nothing starts by itself any more.
    is_silent: bool,
    /// The treatment of a first edition.
    first_download: FirstDownload,
    counting: view::Counting,
    imported: Option<(FileId, ImportReport)>,
    next_id: u64,
    /// The effects of the current event.
    effects: Vec<Effect>,
}

impl Updates {
    /// Starts with the content of the store, or why there is none, and with the trust state pinned in the page.
    pub fn new(stored: Result<Snapshot, WhyNot>, pinned: TrustState) -> Self {
        let mut trust = TabTrust { pinned, proven: TrustState::unknown() };
        let storage = match stored {
            Ok(snapshot) => {
                trust.learn(&snapshot.trust);
                Storage::Available(Box::new(snapshot))
            }
            Err(why) => Storage::Unavailable(why),
        };
        Self {
            storage,
            trust,
            judged: None,
            is_judgement_new: false,
            open: None,
            offer: None,
            task: Task::Idle,
            jobs: Vec::new(),
            page: None,
            pending: Pending::default(),
            notice: Notice::None,
            is_progress_hidden: false,
            is_warning_due: false,
            warned: Vec::new(),
            attachments_handled: None,
            is_persistence_refused: false,
            is_ready: false,
            is_silent: false,
            first_download: FirstDownload::default(),
            counting: view::Counting::default(),
            imported: None,
            next_id: 0,
            effects: Vec::new(),
        }
    }

    /// Processes an event. Returns the effects to carry out, in this order.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Progress(id, progress) => {
                self.progress(id, progress);
                return Vec::new();
            }
            // Already ended, or unknown.
            Event::Finished(id, _) if !self.is_running(id) => return Vec::new(),
            _ => {}
        }
        let before = self.is_ready.then(|| self.view());
        match event {
            Event::Stored(snapshot) => self.absorb(snapshot),
            Event::Command(command) => self.command(command),
            Event::Page(event) => self.page_event(event),
            Event::StoreClosed => self.close_store(),
            Event::PrivateElsewhere => self.private_elsewhere(),
            Event::Finished(id, outcome) => self.finished(id, outcome),
            Event::Progress(..) => {}
        }
        self.advance();
        self.count();
        if self.is_ready && Some(self.view()) != before {
            self.effects.push(Effect::Notify(Changed::Device));
        }
        std::mem::take(&mut self.effects)
    }

    /// Returns the content of the notice bar.
    pub fn notice(&self) -> &Notice {
        &self.notice
    }

    /// Returns whether nothing runs and nothing waits.
    pub fn is_idle(&self) -> bool {
        matches!(self.task, Task::Idle) && self.jobs.is_empty() && self.page.is_none() && self.pending.is_empty()
    }

    /// Returns the content of the store, if there is one.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        match &self.storage {
            Storage::Available(snapshot) => Some(snapshot),
            Storage::Unavailable(_) => None,
        }
    }

    /// Returns the stored edition with which the app opens.
    pub fn stored(&self) -> Option<&Accepted> {
        self.snapshot()?.edition.head()
    }

    /// Returns the trust state of this tab.
    pub fn trust(&self) -> &TrustState {
        self.trust.state()
    }

    /// Returns the result of the last check.
    pub fn judgement(&self) -> Option<&Judgement> {
        self.judged.as_ref()
    }

    fn complete(&self) -> Option<&EditionInfo> {
        self.snapshot()?.edition.complete()
    }

    /// Returns whether editions are stored on this device.
    fn stores_editions(&self) -> bool {
        self.snapshot().is_some_and(|snapshot| snapshot.preferences.keep)
    }

    fn new_id(&mut self) -> TaskId {
        self.next_id += 1;
        TaskId(self.next_id)
    }

    fn start_job(&mut self, job: Job, effect: impl FnOnce(TaskId) -> Effect) {
        let id = self.new_id();
        self.jobs.push((id, job));
        self.effects.push(effect(id));
    }

    /// Starts the next waiting task once no task runs.
    fn advance(&mut self) {
        if !matches!(self.task, Task::Idle) {
            return;
        }
        if let Some(changes) = self.pending.sweep.take() {
            self.start_sweep(changes);
        } else if let Some(file) = self.pending.import.take() {
            self.start_import(file);
        } else if let Some(update) = self.pending.download.take() {
            self.is_progress_hidden = false;
            self.start_update(update);
        } else if std::mem::take(&mut self.pending.newest) {
            self.start_check(CheckFor::Download);
        } else if std::mem::take(&mut self.pending.check) {
            self.request_check();
        } else if std::mem::take(&mut self.is_warning_due) {
            self.warn_of_judgement();
        }
    }

    fn is_running(&self, id: TaskId) -> bool {
        self.task.id() == Some(id)
            || self.jobs.iter().any(|(known, _)| *known == id)
            || self.page.as_ref().is_some_and(|request| request.id == id)
    }

    fn finished(&mut self, id: TaskId, outcome: Outcome) {
        if let Some(position) = self.jobs.iter().position(|(known, _)| *known == id) {
            let (_, job) = self.jobs.swap_remove(position);
            self.job_finished(job, outcome);
        } else if self.page.as_ref().is_some_and(|request| request.id == id) {
            self.page_answered(outcome);
        } else {
            let task = std::mem::replace(&mut self.task, Task::Idle);
            self.task_finished(task, outcome);
        }
    }

    fn task_finished(&mut self, task: Task, outcome: Outcome) {
        match (task, outcome) {
            (Task::Checking(_, reason), Outcome::Checked(judgement)) => self.checked(reason, judgement),
            (Task::Preparing(_, update), Outcome::Read(read)) => self.prepared(update, read),
            (Task::Comparing(id, update), Outcome::Compared(compared)) => self.compared(id, update, compared),
            (Task::Downloading(_, update), Outcome::Downloaded(result)) => self.downloaded(update, result),
            (Task::Committing(_, update), Outcome::Committed(result)) => self.committed(update, result),
            (Task::FetchingAttachments(_, attachments), Outcome::Attachments(result)) => {
                self.attachments_fetched(attachments, result)
            }
            (Task::Importing(_, file), Outcome::Imported(imported)) => self.file_imported(file, imported),
            (Task::Sweeping(_), Outcome::Read(Ok(snapshot))) => self.absorb(snapshot),
            (Task::Sweeping(_), Outcome::Read(Err(error))) => self.fail(error.into()),
            (Task::Erasing(_), Outcome::Erased(remaining)) => {
                self.storage = Storage::Unavailable(WhyNot::Private { remaining });
            }
            (Task::Stopping(_), Outcome::Read(Ok(snapshot))) => self.absorb(snapshot),
            // The outcome of a stopped task is ignored; no effect ends with the outcome of another one.
            (_, _) => {}
        }
    }

    fn job_finished(&mut self, job: Job, outcome: Outcome) {
        match (job, outcome) {
            (Job::ReadBeforeCheck, outcome) => {
                if let Outcome::Read(Ok(snapshot)) = outcome {
                    self.absorb(snapshot);
                }
                self.check_now();
            }
            (Job::Choose(asks), Outcome::Read(result)) => self.chosen(asks, result),
            (Job::SetAside, Outcome::Read(Ok(snapshot))) => self.absorb(snapshot),
            (Job::SetAside, Outcome::Read(Err(error))) => self.fail(error.into()),
            (Job::Save(item, asked), Outcome::Saved(result)) => self.saved(item, asked, result),
            (Job::CheckForSave(item), Outcome::Checked(judgement)) => {
                // Without a newest edition, no edition has the article.
                let _ = self.judge(judgement);
                self.save_from_newest(item);
            }
            (Job::Discard, Outcome::Read(result)) => self.discarded(result),
            (Job::Persist, Outcome::Persisted(promised)) => self.is_persistence_refused = !promised,
            (Job::Count(language), Outcome::Counted(counted)) => self.counted(language, *counted),
            (Job::Remember, Outcome::Read(Ok(snapshot))) => self.absorb(snapshot),
            // If it could not be stored, this tab still knows it.
            (Job::Remember, _) => {}
            // No effect ends with the outcome of another one.
            (_, _) => {}
        }
    }

    /// Adopts the content of the store, which other tabs may have changed.
    fn absorb(&mut self, snapshot: Snapshot) {
        if matches!(self.storage, Storage::Unavailable(_)) {
            return;
        }
        self.trust.learn(&snapshot.trust);
        let before = self.complete().map(|info| info.head.clone());
        let stored = snapshot.edition.complete().map(|info| info.head.clone());
        self.storage = Storage::Available(Box::new(snapshot));
        self.counting.is_stale = true;
        if let Some(stored) = stored {
            if self.offer.as_ref().is_some_and(|offer| offer.head.head().manifest == stored.head().manifest) {
                self.withdraw_offer();
            }
            let is_open = self.open.as_ref().is_some_and(|open| open.head.head().manifest == stored.head().manifest);
            if before.as_ref() != Some(&stored) && !is_open {
                self.effects.push(Effect::Notify(Changed::Edition(stored)));
            }
        }
    }

    /// Withdraws the offer of an edition that is stored by now. A declined offer stays declined.
    fn withdraw_offer(&mut self) {
        self.offer.take_if(|offer| offer.answer == Answer::Open);
        if matches!(self.notice, Notice::UpdateAvailable(_)) {
            self.notice = Notice::None;
        }
    }

    /// Shows why something failed.
    fn fail(&mut self, error: DownloadError) {
        self.notice = match (&self.storage, error) {
            (
                Storage::Unavailable(WhyNot::Private { .. } | WhyNot::SingleFile),
                DownloadError::Store(StoreError::Denied),
            ) => Notice::Private,
            (_, error) => Notice::Failed(error),
        };
    }

    /// Stops the task if it can be stopped, and returns it.
    fn stop(&mut self) -> Option<Task> {
        let id = match &self.task {
            Task::Checking(id, _)
            | Task::Preparing(id, _)
            | Task::Comparing(id, _)
            | Task::Downloading(id, _)
            | Task::FetchingAttachments(id, _) => *id,
            // These change the store at once, or are already stopping.
            Task::Idle
            | Task::Committing(..)
            | Task::Importing(..)
            | Task::Stopping(_)
            | Task::Sweeping(_)
            | Task::Erasing(_) => return None,
        };
        self.effects.push(Effect::Stop { id });
        Some(std::mem::replace(&mut self.task, Task::Stopping(id)))
    }
}

#[cfg(test)]
mod tests;
