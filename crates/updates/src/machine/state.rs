//! The parts of the machine's state.

use model::{Head, Language};
use trust::{Accepted, TrustState};

use super::super::changeset::Changeset;
use super::super::device_view::{Remaining, StoragePlace};
use super::super::download::DownloadError;
use super::super::import_report::FileId;
use super::super::preferences::OfflineItem;
use super::super::snapshot::Snapshot;
use super::event::TaskId;
use super::pictures::Pictures;
use super::pipeline::Update;

/// Whether anything can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// No.
    Unavailable(WhyNot),
    /// Yes, and this is stored.
    Available(Box<Snapshot>),
}

/// Why nothing can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The browser does not allow it.
    Denied,
    /// The reader wants nothing stored.
    Private {
        /// What was left after everything was erased; empty when it was not.
        remaining: Vec<(StoragePlace, Remaining)>,
    },
    /// All there is is in the single file that is open.
    SingleFile,
}

/// What this tab believes of the newsroom's signatures.
#[derive(Clone, Debug, Default)]
pub(super) struct Belief {
    /// By the word of the page.
    pub(super) pinned: TrustState,
    /// By what was proven, in this tab or in the store.
    pub(super) proven: TrustState,
}

/// A newer edition that the reader was told of.
pub(super) struct Offer {
    pub(super) head: Accepted,
    pub(super) answer: Answer,
}

/// What the reader said to an offer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing yet.
    Open,
    /// Not now, or they stopped it: it is not begun again by itself in this tab.
    Declined,
}

/// What is being done, one at a time.
pub(super) enum Task {
    Idle,
    Checking(TaskId, CheckFor),
    /// Reads the store, or makes room for a first edition in it, before an edition is compared with what is stored.
    Preparing(TaskId, Update),
    Comparing(TaskId, Update),
    Downloading(TaskId, Update),
    Committing(TaskId, Update),
    FetchingPictures(TaskId, Pictures),
    Importing(TaskId, FileId),
    Stopping(TaskId),
    /// Removes the editions, which the reader does not want.
    Sweeping(TaskId),
    Erasing(TaskId),
}

/// What the newest edition is asked for.
pub(super) enum CheckFor {
    /// Whether there is anything new.
    Look,
    /// The reader wants it.
    Download,
    /// Something of an edition was not to be had: there may be a newer one in its place.
    Retry(Box<Update>, DownloadError),
}

/// What goes on beside the task, and is short.
pub(super) enum Job {
    /// Reads the store before a look.
    ReadBeforeLook,
    /// Writes a choice of the reader, which then is applied.
    Choose,
    /// Saves an article; whether the newest edition was asked for on its behalf.
    Save(OfflineItem, bool),
    /// Asks for the newest edition, which may have an article that is to be saved.
    CheckForSave(OfflineItem),
    /// Forgets that an article is saved.
    Discard,
    Persist,
    /// Counts what is stored, for a page in a language.
    Count(Language),
    /// Writes something of which nothing depends.
    Remember,
}

/// What comes after the task: at most one of each, the newer wish wins.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) check: bool,
    /// Whether editions are to be removed that the reader does not want, or what is left of them; and what changes with that.
    pub(super) sweep: Option<Changeset>,
    /// Whether the newest edition is to be downloaded, whichever that is.
    pub(super) newest: bool,
    pub(super) download: Option<Accepted>,
    pub(super) import: Option<FileId>,
}

impl Belief {
    /// Returns what answers are judged by: what the page says counts as long as nothing was proven.
    pub(super) fn state(&self) -> &TrustState {
        if self.proven.has_roots() { &self.proven } else { &self.pinned }
    }

    pub(super) fn is_signed(&self) -> bool {
        self.state().site().is_some()
    }

    /// Adds what was proven.
    pub(super) fn learn(&mut self, proven: &TrustState) {
        if proven.has_roots() {
            self.proven = self.proven.merge(proven);
        }
    }

    /// Returns whether nothing newer than an edition was proven. Of what is not signed nobody can say.
    pub(super) fn is_newest(&self, head: &Head) -> bool {
        !self.proven.has_roots() || self.proven.is_newest(&head.manifest.hash)
    }
}

impl Task {
    pub(super) fn id(&self) -> Option<TaskId> {
        match self {
            Self::Idle => None,
            Self::Checking(id, _)
            | Self::Preparing(id, _)
            | Self::Comparing(id, _)
            | Self::Downloading(id, _)
            | Self::Committing(id, _)
            | Self::FetchingPictures(id, _)
            | Self::Importing(id, _)
            | Self::Stopping(id)
            | Self::Sweeping(id)
            | Self::Erasing(id) => Some(*id),
        }
    }
}

impl Pending {
    /// Returns whether something of the reader's comes before everything else.
    pub(super) fn comes_first(&self) -> bool {
        self.sweep.is_some() || self.import.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.check && self.sweep.is_none() && !self.newest && self.download.is_none() && self.import.is_none()
    }
}
