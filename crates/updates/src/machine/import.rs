//! Imports files that the reader opened. They come before downloads from the site.

use super::super::download::DownloadError;
use super::super::import_report::{FileId, ImportReport};
use super::super::notice::Notice;
use super::super::store::StoreError;
use super::event::{Effect, Imported};
use super::{CheckFor, Task, Updates};

impl Updates {
    /// Imports a file once the running step ends.
    pub(super) fn request_import(&mut self, file: FileId) {
        if self.snapshot().is_none() {
            return self.report_import(file, ImportReport::Failed(StoreError::Denied.into()));
        }
        if let Some(other) = self.pending.import.replace(file) {
            self.report_import(other, ImportReport::Failed(DownloadError::Stopped));
        }
        // Whatever gives way to the file continues afterwards.
        match self.stop() {
            Some(Task::Preparing(_, update) | Task::Comparing(_, update) | Task::Downloading(_, update)) => {
                self.postpone(update);
            }
            Some(Task::Checking(_, CheckFor::Retry(update, _))) => self.postpone(*update),
            Some(Task::Checking(_, CheckFor::Download)) => self.pending.newest = true,
            Some(Task::Checking(_, CheckFor::Update)) => self.pending.check = true,
            Some(Task::FetchingAttachments(_, attachments)) => {
                self.attachments_stopped();
                self.pending.check = true;
                if let Some((file, report)) = attachments.into_file() {
                    self.report_import(file, report);
                }
            }
            _ => {}
        }
        if matches!(self.notice, Notice::Downloading(_)) {
            self.notice = Notice::None;
        }
    }

    pub(super) fn start_import(&mut self, file: FileId) {
        if self.snapshot().is_none() {
            return self.report_import(file, ImportReport::Failed(StoreError::Denied.into()));
        }
        self.is_progress_hidden = false;
        let id = self.new_id();
        self.task = Task::Importing(id, file);
        let (trust, open) = (self.trust.state().clone(), self.open.clone());
        self.effects.push(Effect::Import { id, file, trust, open });
    }

    pub(super) fn file_imported(&mut self, file: FileId, imported: Box<Imported>) {
        let Imported { report, articles, edition, stored } = *imported;
        if matches!(self.notice, Notice::Downloading(_)) {
            self.notice = Notice::None;
        }
        if let Some(snapshot) = stored {
            self.absorb(snapshot);
        }
        match edition {
            Some(edition) => self.start_file_attachments(file, edition, articles, report),
            None => self.report_import(file, report),
        }
    }

    pub(super) fn report_import(&mut self, file: FileId, report: ImportReport) {
        self.imported = Some((file, report.clone()));
        self.effects.push(Effect::ReportImport(file, report));
    }
}
