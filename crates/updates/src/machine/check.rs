//! Decides when to check for a newer edition, and what to do with the judgement.

use trust::{Accepted, Judgement, SourceStatus};

use super::super::changeset::Changeset;
use super::super::download::DownloadError;
use super::super::notice::{Notice, Warning};
use super::super::snapshot::Stored;
use super::event::{Changed, Effect, FirstDownload};
use super::pipeline::Update;
use super::{Answer, CheckFor, Job, Offer, Task, Updates};
use edition::error::ContentError;

impl Updates {
    /// Checks for a newer edition once no task runs.
    pub(super) fn request_check(&mut self) {
        if !matches!(self.task, Task::Idle) {
            self.pending.check = true;
        } else if self.snapshot().is_none() {
            self.check_now();
        } else if !self.jobs.iter().any(|(_, job)| matches!(job, Job::ReadBeforeCheck)) {
            // Another tab may have changed what the store holds.
            self.start_job(Job::ReadBeforeCheck, |id| Effect::Read { id });
        }
    }

    pub(super) fn check_now(&mut self) {
        if self.is_silent || !self.stores_editions() && !self.trust.is_signed() {
            return;
        }
        if !matches!(self.task, Task::Idle) {
            self.pending.check = true;
        } else if std::mem::take(&mut self.is_judgement_new)
            && let Some(judgement) = &self.judged
        {
            let newest = accepted(judgement, self.trust.is_signed());
            self.act_on_newest(newest);
        } else {
            self.start_check(CheckFor::Update);
        }
    }

    pub(super) fn start_check(&mut self, reason: CheckFor) {
        let id = self.new_id();
        self.task = Task::Checking(id, reason);
        self.effects.push(Effect::Check { id, trust: self.trust.state().clone() });
    }

    pub(super) fn checked(&mut self, reason: CheckFor, judgement: Judgement) {
        let newest = self.judge(judgement);
        match (reason, newest) {
            (CheckFor::Update, newest) => self.act_on_newest(newest),
            (CheckFor::Retry(update, error), newest) => self.retry(*update, error, newest),
            (CheckFor::Download, Ok(newest)) => self.request_download(newest),
            (CheckFor::Download, Err(error)) => self.fail(error.into()),
        }
    }

    /// Stores what the judgement proves. Returns the newest edition, or why there is none.
    pub(super) fn judge(&mut self, judgement: Judgement) -> Result<Accepted, ContentError> {
        let newest = accepted(&judgement, self.trust.is_signed());
        if newest.is_ok() && judgement.state.has_roots() {
            let before = self.trust.proven.clone();
            self.trust.learn(&judgement.state);
            if self.trust.proven != before && self.snapshot().is_some() {
                let mut changes = Changeset::default().with_trust(self.trust.proven.clone());
                if self.trust.proven.has_other_keys(&before) {
                    changes = changes.with_keys_changed(true);
                }
                self.start_job(Job::Remember, |id| Effect::Write { id, changes });
            }
        }
        self.judged = Some(judgement);
        self.is_judgement_new = false;
        newest
    }

    /// Decides what to do with the newest edition after a check.
    fn act_on_newest(&mut self, newest: Result<Accepted, ContentError>) {
        let newest = match newest {
            Ok(newest) => newest,
            Err(error) => return self.nothing_found(error),
        };
        if matches!(self.notice, Notice::Offline(_)) {
            self.notice = Notice::None;
        }
        self.is_warning_due = true;
        if !self.stores_editions() {
            if self.can_replace_open(&newest) {
                self.effects.push(Effect::Notify(Changed::Edition(newest)));
            }
        } else if self.is_declined(&newest) {
            // A declined edition is not offered again in this tab.
        } else if self.complete().is_none() {
            self.found_first(newest);
        } else {
            self.start_update(Update::found(newest));
        }
    }

    /// Downloads the first edition, or offers it where it is large or data is dear. A part that is stored already was asked for.
    fn found_first(&mut self, newest: Accepted) {
        let is_asked = self.snapshot().is_some_and(|snapshot| snapshot.edition != Stored::Nothing);
        let (answer, notice) = match self.first_download {
            FirstDownload::Offered(changes) if !is_asked => (Answer::Open, Some(Notice::Offered(changes))),
            FirstDownload::Declined if !is_asked => (Answer::Declined, None),
            _ => {
                self.request_update(Update::unasked(newest));
                return;
            }
        };
        self.offer = Some(Offer { head: newest, answer });
        if let Some(notice) = notice.filter(|_| self.notice == Notice::None) {
            self.notice = notice;
        }
    }

    /// Notifies the reader that a check found no edition, if the reader needs to know.
    fn nothing_found(&mut self, error: ContentError) {
        if error == ContentError::Unproven {
            if let Some(warning) = self.judged.as_ref().and_then(Warning::refusal) {
                self.warn(warning);
            }
        } else if !self.stores_editions() {
            // Without a stored edition, only a refusal is worth a notice.
        } else if let Some(stored) = self.complete().filter(|_| error != ContentError::Foreign) {
            if self.notice == Notice::None {
                self.notice = Notice::Offline(stored.dates.clone());
            }
        } else {
            self.fail(DownloadError::Content(error));
        }
    }

    /// Returns whether an edition may replace the open one.
    pub(super) fn can_replace_open(&self, head: &Accepted) -> bool {
        let is_open = self.open.as_ref().is_some_and(|open| open.head.head().manifest == head.head().manifest);
        !is_open && self.trust.is_newest(head.head())
    }
}

/// Returns the newest edition of a judgement, or why there is none.
fn accepted(judgement: &Judgement, is_signed: bool) -> Result<Accepted, ContentError> {
    if let Some(newest) = &judgement.newest {
        return Ok(newest.clone());
    }
    Err(match judgement.fault() {
        None | Some(SourceStatus::Silent) => ContentError::Unreachable,
        Some(SourceStatus::LoginPage) => ContentError::Foreign,
        Some(_) if is_signed || judgement.sources.iter().any(|report| report.edition.is_some()) => {
            ContentError::Unproven
        }
        // An unsigned edition has nothing to prove.
        Some(_) => ContentError::Damaged,
    })
}
