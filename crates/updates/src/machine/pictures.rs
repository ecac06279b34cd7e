//! Downloads the pictures of the stored articles: after the text, giving way to everything else.

use model::Head;

use super::super::download::DownloadError;
use super::super::import_report::{FileId, ImportReport};
use super::super::notice::Notice;
use super::super::store::StoreError;
use super::event::{Effect, PictureSource};
use super::pipeline::Update;
use super::{Task, Updates};

/// A running download of pictures.
pub(super) struct Pictures {
    /// The edition; `None` while pictures are removed.
    edition: Option<Head>,
    /// Number of its articles on the device.
    articles: u32,
    /// `true` if the reader did not ask for the edition.
    pub(super) is_quiet: bool,
    /// The file that has the pictures, and its report.
    file: Option<(FileId, ImportReport)>,
}

impl Updates {
    /// Downloads the pictures of a stored edition, or removes all pictures if the reader wants none.
    pub(super) fn start_pictures(&mut self, update: &Update) {
        let Some((plan, articles)) = update.plan() else { return };
        let Some(snapshot) = self.snapshot() else { return };
        if self.pending.has_priority() || self.pending.download.is_some() {
            self.pending.check = true;
            return;
        }
        let (head, is_quiet) = (update.head.head().clone(), update.is_quiet);
        if !snapshot.preferences.pictures {
            self.pictures_handled = None;
            let id = self.new_id();
            self.effects.push(Effect::DropPictures { id });
            self.task = Task::FetchingPictures(id, Pictures { edition: None, articles, is_quiet, file: None });
        } else if self.pictures_handled != Some(head.manifest.hash) {
            let pictures = Pictures { edition: Some(head), articles, is_quiet, file: None };
            self.fetch_pictures(pictures, PictureSource::Site(plan));
        }
    }

    /// Stores the pictures of a file.
    pub(super) fn start_file_pictures(&mut self, file: FileId, edition: Head, articles: u32, report: ImportReport) {
        let pictures = Pictures { edition: Some(edition), articles, is_quiet: false, file: Some((file, report)) };
        self.fetch_pictures(pictures, PictureSource::File(file));
    }

    fn fetch_pictures(&mut self, pictures: Pictures, source: PictureSource) {
        let id = self.new_id();
        self.task = Task::FetchingPictures(id, pictures);
        self.effects.push(Effect::FetchPictures { id, source });
    }

    pub(super) fn pictures_fetched(&mut self, pictures: Pictures, result: Result<(), DownloadError>) {
        self.counting.is_stale = true;
        let is_shown = matches!(self.notice, Notice::DownloadingPictures(_));
        let is_full = matches!(result, Err(DownloadError::Store(StoreError::Full)));
        // The file may have pictures that the site lacks, and the reverse.
        let is_from_site = pictures.file.is_none();
        if is_from_site && (result.is_ok() || is_full) {
            self.pictures_handled = pictures.edition.map(|head| head.manifest.hash);
        }
        match result {
            Ok(()) if is_shown && is_from_site => self.notice = Notice::Saved(pictures.articles),
            Err(DownloadError::Store(StoreError::Full)) => self.notice = Notice::WithoutPictures,
            // The text is stored; the next check continues with the pictures.
            _ if is_shown => self.notice = Notice::None,
            _ => {}
        }
        if let Some((file, report)) = pictures.file {
            self.report_import(file, report);
        }
    }

    /// Lets the next check continue with the pictures.
    pub(super) fn pictures_stopped(&mut self) {
        self.pictures_handled = None;
        if matches!(self.notice, Notice::DownloadingPictures(_)) {
            self.notice = Notice::None;
        }
    }
}

impl Pictures {
    /// Returns the file whose pictures were downloaded, and its report.
    pub(super) fn into_file(self) -> Option<(FileId, ImportReport)> {
        self.file
    }
}
