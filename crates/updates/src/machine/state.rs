//! Defines the parts of the machine's state.

use model::{Head, Language};
use trust::{Accepted, TrustState};

use super::super::changeset::Changeset;
use super::super::device_view::{Remaining, StoragePlace};
use super::super::download::DownloadError;
use super::super::import_report::FileId;
use super::super::preferences::OfflineItem;
use super::super::snapshot::Snapshot;
use super::attachments::FetchedAttachments;
use super::event::TaskId;
use super::pipeline::Update;

/// The state of the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Nothing can be stored.
    Unavailable(WhyNot),
    /// The store is open and has this content.
    Available(Box<Snapshot>),
}

/// The reason why nothing can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The browser does not allow it.
    Denied,
    /// The reader wants nothing stored.
    Private {
        /// The places checked after everything was erased; empty before.
        remaining: Vec<(StoragePlace, Remaining)>,
    },
    /// The app is a single file, which holds everything.
    SingleFile,
}

/// The trust state of this tab.
#[derive(Clone, Debug, Default)]
pub(super) struct TabTrust {
    /// The trust state pinned in the page, which nothing proves.
    pub(super) pinned: TrustState,
    /// The trust state proven in this tab or in the store.
    pub(super) proven: TrustState,
}

/// A newer edition offered to the reader.
pub(super) struct Offer {
    pub(super) head: Accepted,
    pub(super) answer: Answer,
}

/// The reader's answer to an offer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// No answer yet.
    Open,
    /// Declined or stopped: not started again by itself in this tab.
    Declined,
}

/// The current task: one at a time.
pub(super) enum Task {
    Idle,
    Checking(TaskId, CheckFor),
    /// A read of the store before a comparison, or its preparation for a first edition.
    Preparing(TaskId, Update),
    Comparing(TaskId, Update),
    Downloading(TaskId, Update),
    Committing(TaskId, Update),
    FetchingAttachments(TaskId, FetchedAttachments),
    Importing(TaskId, FileId),
    Stopping(TaskId),
    /// The removal of editions that the reader does not want.
    Sweeping(TaskId),
    Erasing(TaskId),
}

/// The purpose of a check.
pub(super) enum CheckFor {
    /// The search for a newer edition.
    Update,
    /// The download of the newest edition, as the reader asked.
    Download,
    /// The replacement of an edition that lacks a file.
    Retry(Box<Update>, DownloadError),
}

/// A short effect that runs beside the task.
pub(super) enum Job {
    /// A read of the store before a check.
    ReadBeforeCheck,
    /// A write of a choice, which is applied afterwards; `true` if the reader asks for content.
    Choose(bool),
    /// A write of a choice that has nothing to do with editions.
    SetAside,
    /// The saving of an article; `true` if the check for the newest edition has been made.
    Save(OfflineItem, bool),
    /// A check for the newest edition, which may have an article to save.
    CheckForSave(OfflineItem),
    /// The removal of a saved article.
    Discard,
    Persist,
    /// A count of the stored content, for a page in this language.
    Count(Language),
    /// A write that nothing else depends on.
    Remember,
}

/// The work after the task: at most one of each kind, the newer request wins.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) check: bool,
    /// The changes that come with removing unwanted editions or their remains; `None` if nothing is to be removed.
    pub(super) sweep: Option<Changeset>,
    /// `true` if the newest edition, whichever it is, is to be downloaded.
    pub(super) newest: bool,
    pub(super) download: Option<Update>,
    pub(super) import: Option<FileId>,
}

impl TabTrust {
    /// Returns the trust state to judge by: the pinned one until anything is proven.
    pub(super) fn state(&self) -> &TrustState {
        if self.proven.has_roots() { &self.proven } else { &self.pinned }
    }

    pub(super) fn is_signed(&self) -> bool {
        self.state().site().is_some()
    }

    /// Adds a proven trust state.
    pub(super) fn learn(&mut self, proven: &TrustState) {
        if proven.has_roots() {
            self.proven = self.proven.merge(proven);
        }
    }

    /// Returns whether no edition newer than this one was proven. Unsigned editions have no provable order.
    pub(super) fn is_newest(&self, head: &Head) -> bool {
        !self.proven.has_roots() || self.proven.is_newest(&head.manifest.hash)
    }
}

impl Task {
    /// Returns whether an edition is on its way onto the device.
    pub(super) fn is_download(&self) -> bool {
        match self {
            Self::Checking(_, CheckFor::Download | CheckFor::Retry(..))
            | Self::Preparing(..)
            | Self::Comparing(..)
            | Self::Downloading(..)
            | Self::Committing(..)
            | Self::Importing(..) => true,
            Self::Idle
            | Self::Checking(_, CheckFor::Update)
            | Self::FetchingAttachments(..)
            | Self::Stopping(_)
            | Self::Sweeping(_)
            | Self::Erasing(_) => false,
        }
    }

    /// Returns whether only the page about the device shows the progress.
    pub(super) fn is_quiet(&self) -> bool {
        match self {
            Self::Downloading(_, update) => update.is_quiet,
            Self::FetchingAttachments(_, attachments) => attachments.is_quiet,
            _ => false,
        }
    }

    pub(super) fn id(&self) -> Option<TaskId> {
        match self {
            Self::Idle => None,
            Self::Checking(id, _)
            | Self::Preparing(id, _)
            | Self::Comparing(id, _)
            | Self::Downloading(id, _)
            | Self::Committing(id, _)
            | Self::FetchingAttachments(id, _)
            | Self::Importing(id, _)
            | Self::Stopping(id)
            | Self::Sweeping(id)
            | Self::Erasing(id) => Some(*id),
        }
    }
}

impl Pending {
    /// Returns whether a request of the reader comes before everything else.
    pub(super) fn has_priority(&self) -> bool {
        self.sweep.is_some() || self.import.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.check && self.sweep.is_none() && !self.newest && self.download.is_none() && self.import.is_none()
    }
}
