//! Downloads the attachments of the stored articles: after the text, giving way to everything else.

use model::Head;

use super::super::download::DownloadError;
use super::super::import_report::{FileId, ImportReport};
use super::super::notice::Notice;
use super::super::preferences::AttachmentKinds;
use super::super::store::StoreError;
use super::event::{AttachmentSource, Effect};
use super::pipeline::Update;
use super::{Task, Updates};

/// A running download of attachments.
pub(super) struct FetchedAttachments {
    /// The edition.
    edition: Head,
    /// Number of its articles on the device.
    articles: u32,
    /// The kinds that the reader wants.
    pub(super) kinds: AttachmentKinds,
    /// `true` if the reader did not ask for the edition.
    pub(super) is_quiet: bool,
    /// The file that has the attachments, and its report.
    file: Option<(FileId, ImportReport)>,
}

impl Updates {
    /// Downloads the attachments of a stored edition that the reader wants, and removes all others.
    pub(super) fn start_attachments(&mut self, update: &Update) {
        let Some((plan, articles)) = update.plan() else { return };
        let Some(snapshot) = self.snapshot() else { return };
        if self.pending.has_priority() || self.pending.download.is_some() {
            self.pending.check = true;
            return;
        }
        let (edition, kinds) = (update.head.head().clone(), snapshot.preferences.attachments);
        if self.attachments_handled != Some(edition.manifest.hash) {
            let attachments = FetchedAttachments { edition, articles, kinds, is_quiet: update.is_quiet, file: None };
            self.fetch_attachments(attachments, AttachmentSource::Site(plan));
        }
    }

    /// Stores the attachments of a file, if the reader wants any.
    pub(super) fn start_file_attachments(&mut self, file: FileId, edition: Head, articles: u32, report: ImportReport) {
        let kinds = self.snapshot().map(|snapshot| snapshot.preferences.attachments).unwrap_or_default();
        if kinds.is_empty() || self.pending.has_priority() {
            return self.report_import(file, report);
        }
        let attachments = FetchedAttachments { edition, articles, kinds, is_quiet: false, file: Some((file, report)) };
        self.fetch_attachments(attachments, AttachmentSource::File(file));
    }

    fn fetch_attachments(&mut self, attachments: FetchedAttachments, source: AttachmentSource) {
        let (id, kinds) = (self.new_id(), attachments.kinds);
        self.task = Task::FetchingAttachments(id, attachments);
        self.effects.push(Effect::FetchAttachments { id, kinds, source });
    }

    pub(super) fn attachments_fetched(&mut self, attachments: FetchedAttachments, result: Result<(), DownloadError>) {
        self.counting.is_stale = true;
        let is_shown = matches!(self.notice, Notice::DownloadingAttachments(..));
        let is_full = matches!(result, Err(DownloadError::Store(StoreError::Full)));
        // The file may have attachments that the site lacks, and the reverse.
        let is_from_site = attachments.file.is_none();
        if is_from_site && (result.is_ok() || is_full) {
            self.attachments_handled = Some(attachments.edition.manifest.hash);
        }
        match result {
            Ok(()) if is_shown && is_from_site => self.notice = Notice::Saved(attachments.articles),
            Err(DownloadError::Store(StoreError::Full)) => self.notice = Notice::WithoutAttachments(attachments.kinds),
            // The text is stored; the next check continues with the attachments.
            _ if is_shown => self.notice = Notice::None,
            _ => {}
        }
        if let Some((file, report)) = attachments.file {
            self.report_import(file, report);
        }
    }

    /// Lets the next check continue with the attachments.
    pub(super) fn attachments_stopped(&mut self) {
        self.attachments_handled = None;
        if matches!(self.notice, Notice::DownloadingAttachments(..)) {
            self.notice = Notice::None;
        }
    }
}

impl FetchedAttachments {
    /// Returns the file whose attachments were downloaded, and its report.
    pub(super) fn into_file(self) -> Option<(FileId, ImportReport)> {
        self.file
    }
}
