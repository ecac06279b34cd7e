//! The pictures of the articles that are kept: they come after the text, and give way to everything.

use model::Head;

use super::super::download::DownloadError;
use super::super::import_report::{FileId, ImportReport};
use super::super::notice::Notice;
use super::super::store::StoreError;
use super::event::{Effect, PictureSource};
use super::pipeline::Update;
use super::{Task, Updates};

/// Pictures on their way onto the device.
pub(super) struct Pictures {
    /// The edition; none while pictures are removed.
    edition: Option<Head>,
    /// How many articles of it are on the device.
    articles: u32,
    /// The file they come from, and what is said of it in the end.
    file: Option<(FileId, ImportReport)>,
}

impl Updates {
    /// Downloads the pictures of an edition that was stored, or removes all where the reader wants none.
    pub(super) fn start_pictures(&mut self, update: &Update) {
        let Some((plan, articles)) = update.plan() else { return };
        let Some(snapshot) = self.snapshot() else { return };
        if self.pending.comes_first() || self.pending.download.is_some() {
            self.pending.check = true;
            return;
        }
        let head = update.head.head().clone();
        if !snapshot.preferences.pictures {
            self.pictured = None;
            let id = self.new_id();
            self.effects.push(Effect::DropPictures { id });
            self.task = Task::FetchingPictures(id, Pictures { edition: None, articles, file: None });
        } else if self.pictured != Some(head.manifest.hash) {
            self.fetch_pictures(Pictures { edition: Some(head), articles, file: None }, PictureSource::Site(plan));
        }
    }

    /// Stores the pictures that a file has.
    pub(super) fn start_file_pictures(&mut self, file: FileId, edition: Head, articles: u32, report: ImportReport) {
        let pictures = Pictures { edition: Some(edition), articles, file: Some((file, report)) };
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
        // The file may have more of them than the site, and the site more than the file.
        let is_from_site = pictures.file.is_none();
        if is_from_site && (result.is_ok() || is_full) {
            self.pictured = pictures.edition.map(|head| head.manifest.hash);
        }
        match result {
            Ok(()) if is_shown && is_from_site => self.notice = Notice::Saved(pictures.articles),
            Err(DownloadError::Store(StoreError::Full)) => self.notice = Notice::WithoutPictures,
            // The text is here; the next look goes on with the pictures.
            _ if is_shown => self.notice = Notice::None,
            _ => {}
        }
        if let Some((file, report)) = pictures.file {
            self.report_import(file, report);
        }
    }

    /// Pictures were stopped: the next look goes on with them.
    pub(super) fn pictures_stopped(&mut self) {
        self.pictured = None;
        if matches!(self.notice, Notice::DownloadingPictures(_)) {
            self.notice = Notice::None;
        }
    }
}

impl Pictures {
    /// Returns the file that waits for the pictures, and what is said of it.
    pub(super) fn into_file(self) -> Option<(FileId, ImportReport)> {
        self.file
    }
}
