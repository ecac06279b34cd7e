//! Derives the view of this device from the machine's state.

use model::Language;

use super::super::device_view::{DeviceView, Persistence, StorageView};
use super::event::{Counted, Effect};
use super::{Job, Storage, Updates, WhyNot};

/// The counts for the page about this device, made only while it is open.
#[derive(Default)]
pub(super) struct Counting {
    /// The language of the page, while it is open.
    language: Option<Language>,
    /// `true` if the store changed since the last count.
    pub(super) is_stale: bool,
    /// The last counts, and the language of their page.
    counted: Option<(Language, Counted)>,
}

impl Counting {
    pub(super) fn open(&mut self, language: Language) {
        self.counted.take_if(|(counted, _)| *counted != language);
        self.language = Some(language);
        self.is_stale = true;
    }

    pub(super) fn close(&mut self) {
        self.language = None;
    }

    /// Returns whether the page is open.
    pub(super) fn is_open(&self) -> bool {
        self.language.is_some()
    }

    /// Forgets the counts.
    pub(super) fn forget(&mut self) {
        self.counted = None;
    }
}

impl Updates {
    /// Counts what is stored, if the page is open and the counts are stale.
    pub(super) fn count(&mut self) {
        if !self.counting.is_stale || self.snapshot().is_none() || self.is_counting() {
            return;
        }
        let Some(language) = self.counting.language.clone() else { return };
        self.counting.is_stale = false;
        let asked = language.clone();
        self.start_job(Job::Count(language), |id| Effect::Count { id, language: asked });
    }

    fn is_counting(&self) -> bool {
        self.jobs.iter().any(|(_, job)| matches!(job, Job::Count(_)))
    }

    pub(super) fn counted(&mut self, language: Language, counted: Counted) {
        if self.counting.language.as_ref() == Some(&language) {
            self.counting.counted = Some((language, counted));
        }
    }

    /// Returns the view of this device.
    pub fn view(&self) -> DeviceView {
        let counted = self.counting.counted.as_ref().map(|(_, counted)| counted.clone());
        let (storage, remaining) = match &self.storage {
            // Before the first count the content of the store is unknown.
            Storage::Available(_) if counted.is_none() => (StorageView::Unknown, Vec::new()),
            Storage::Available(_) => (StorageView::Open, Vec::new()),
            Storage::Unavailable(WhyNot::Denied) => (StorageView::Denied, Vec::new()),
            Storage::Unavailable(WhyNot::Private { remaining }) => (StorageView::Private, remaining.clone()),
            Storage::Unavailable(WhyNot::SingleFile) => (StorageView::SingleFile, Vec::new()),
        };
        let snapshot = self.snapshot();
        let preferences = snapshot.map(|snapshot| &snapshot.preferences);
        let Counted { edition, sections, months, saved, space, persistence } = counted.unwrap_or_default();
        let persistence = match persistence {
            Persistence::No if self.is_persistence_refused => Persistence::Refused,
            persistence => persistence,
        };
        DeviceView {
            storage,
            keep: preferences.is_some_and(|preferences| preferences.keep),
            attachments: preferences.map(|preferences| preferences.attachments).unwrap_or_default(),
            automatic: preferences.is_some_and(|preferences| preferences.automatic),
            escape: preferences.is_none_or(|preferences| preferences.escape),
            is_downloading: self.task.is_download(),
            edition,
            sections,
            months,
            saved,
            saved_items: snapshot.iter().flat_map(|snapshot| &snapshot.saved).map(|(item, _)| item.clone()).collect(),
            space,
            persistence,
            remaining,
            open: self.open.clone(),
            judgement: self.judged.clone(),
            site: self.trust.proven.site(),
            imported: self.imported.clone(),
        }
    }
}
