//! Defines the events and effects of the machine.

use model::{Head, Language};
use trust::{Accepted, Judgement, TrustState};

use super::super::changeset::Changeset;
use super::super::device_view::{EditionView, Persistence, Remaining, SavedArticle, Space, StoragePlace, StoredItem};
use super::super::download::{Changes, DownloadError, Progress};
use super::super::edition_info::{EditionDates, EditionInfo};
use super::super::import_report::{FileId, ImportReport};
use super::super::preferences::{AttachmentKinds, OfflineItem};
use super::super::snapshot::Snapshot;
use super::super::store::{Commit, StoreError};
use edition::error::ContentError;

/// The unique number of a running effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskId(pub u64);

/// An input of the machine.
#[derive(Clone, Debug)]
pub enum Event {
    /// Another tab changed the store.
    Stored(Snapshot),
    /// The reader gave a command.
    Command(Command),
    /// The page changed.
    Page(PageEvent),
    /// Another tab removes the store, so this tab has closed it.
    StoreClosed,
    /// The reader went private in another tab.
    PrivateElsewhere,
    /// A download progressed.
    Progress(TaskId, Progress),
    /// An effect ended. Each ends once; an unknown number is ignored.
    Finished(TaskId, Outcome),
}

/// A command of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Download the newest edition, or what is missing of the stored one.
    Download,
    /// Stop the download.
    Stop,
    /// Close the notice.
    Close,
    /// Store editions from now on, or store none and remove the stored one.
    SetKeep(bool),
    /// Store pictures, or remove them.
    SetPictures(bool),
    /// Store the files to which articles link, or remove them.
    SetFiles(bool),
    /// Download newer editions without asking, or ask.
    SetAutomatic(bool),
    /// Leave the newspaper when the reader presses Escape twice, or not.
    SetEscape(bool),
    /// Keep an item.
    Keep(OfflineItem),
    /// Remove an item.
    Discard(OfflineItem),
    /// Open a file and store its content.
    Import(FileId),
    /// Ask the browser never to remove anything by itself.
    Persist,
    /// Remove everything, and store nothing from now on.
    GoPrivate,
    /// Remove everything from the device.
    EraseAll,
}

/// The treatment of the first edition that a check finds, if none is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstDownload {
    /// It is downloaded at once.
    #[default]
    Automatic,
    /// It is offered, because it is large or data is dear: its articles, and the size of the download.
    Offered(Changes),
    /// The reader has declined the offer.
    Declined,
}

/// A change of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// No edition could be opened from the store: the newest one is needed.
    NewestNeeded,
    /// The app fetched the head of a site that is not known to be signed, to open its edition: the address and the head.
    Fetched(String, Head),
    /// An edition was opened in this tab.
    Opened(EditionInfo),
    /// The page is readable.
    Ready(FirstDownload),
    /// The tab became visible.
    Visible,
    /// The device is connected again.
    Online,
    /// The reader opened the front page.
    FrontOpened,
    /// The reader opened a page.
    PageOpened,
    /// The reader opened the page about this device, in a language.
    DeviceOpened(Language),
    /// The open edition lacks this page or part of it: another edition may have it.
    PageMissing,
    /// No address has the page, which is not stored: another tab may have stored another edition.
    PageUnreachable,
    /// The screen showed a page that the newsroom did not sign. It was replaced.
    PageReplaced(Warning),
    /// A part that a button needs could not be loaded.
    PartMissing,
}

pub use super::super::notice::Warning;

/// The outcome of an effect.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The sources were asked.
    Checked(Judgement),
    /// The store was read, after a change if one was requested.
    Read(Result<Snapshot, StoreError>),
    /// An edition was compared with what is stored.
    Compared(Result<PlanSummary, DownloadError>),
    /// The missing files were downloaded.
    Downloaded(Result<(), DownloadError>),
    /// An edition was committed, or not, with the content of the store afterwards.
    Committed(Result<(Commit, Snapshot), StoreError>),
    /// Attachments were downloaded or removed.
    Attachments(Result<(), DownloadError>),
    /// A file was imported.
    Imported(Box<Imported>),
    /// An article was saved, with the content of the store afterwards.
    Saved(Result<Snapshot, DownloadError>),
    /// The browser promised never to remove anything, or did not.
    Persisted(bool),
    /// The stored content was counted.
    Counted(Box<Counted>),
    /// Everything was erased: what remains.
    Erased(Vec<(StoragePlace, Remaining)>),
    /// The effect was stopped before its end.
    Stopped,
}

/// The result of comparing an edition with the stored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// The changes in the edition.
    pub changes: Changes,
    /// Number of articles to keep that are missing on the device.
    pub missing: u32,
    /// Number of articles to keep.
    pub articles: u32,
    /// The dates of the edition.
    pub dates: EditionDates,
    /// The edition that was stored during the comparison.
    pub stored: Option<Head>,
}

/// The result of importing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The report for the reader.
    pub report: ImportReport,
    /// Number of its articles stored afterwards.
    pub articles: u32,
    /// The edition of the file, if it is stored.
    pub edition: Option<Head>,
    /// The content of the store afterwards; `None` if it could not be read.
    pub stored: Option<Snapshot>,
}

/// The stored content, counted for the page about this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The edition.
    pub edition: Option<EditionView>,
    /// The sections of the paper, in its order.
    pub sections: Vec<StoredItem>,
    /// The months of the paper, newest first.
    pub months: Vec<StoredItem>,
    /// The saved articles, by headline.
    pub saved: Vec<SavedArticle>,
    /// The storage space; `None` if the browser does not report it.
    pub space: Option<Space>,
    /// The browser's promise not to remove anything.
    pub persistence: Persistence,
}

/// The source of attachments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentSource {
    /// The site: the effect that compared the edition.
    Site(TaskId),
    /// A file, for the attachments of its edition.
    File(FileId),
}

/// An action for the executor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the sources for the newest edition and judge their answers. Ends as `Checked`.
    Check {
        /// The number of the effect.
        id: TaskId,
        /// The trust state to judge by.
        trust: TrustState,
    },
    /// Read the store. Ends as `Read`.
    Read {
        /// The number of the effect.
        id: TaskId,
    },
    /// Change the metadata, in one transaction. Ends as `Read`.
    Write {
        /// The number of the effect.
        id: TaskId,
        /// The changes.
        changes: Changeset,
    },
    /// Change the metadata. If no edition is stored afterwards, also remove all bundles and attachments that no saved
    /// article needs. Ends as `Read`.
    Sweep {
        /// The number of the effect.
        id: TaskId,
        /// The changes.
        changes: Changeset,
    },
    /// Load the lists of an edition and find out what is new and what is missing. Ends as `Compared`.
    Compare {
        /// The number of the effect, which also names the plan.
        id: TaskId,
        /// The edition.
        head: Accepted,
        /// The limit for text that the reader did not choose, in bytes.
        text_limit: u64,
    },
    /// Download the missing files. Ends as `Downloaded`.
    Download {
        /// The number of the effect.
        id: TaskId,
        /// The effect that compared the edition.
        plan: TaskId,
    },
    /// Make an edition the stored one. Ends as `Committed`.
    Commit {
        /// The number of the effect.
        id: TaskId,
        /// The effect that compared the edition.
        plan: TaskId,
        /// The edition that is stored now.
        expected: Option<Head>,
        /// The changes that come with the edition.
        changes: Changeset,
        /// `true` if it is another edition, so that its download time is stored.
        is_new: bool,
    },
    /// Download attachments of the stored articles and remove all others. Ends as `Attachments`.
    FetchAttachments {
        /// The number of the effect.
        id: TaskId,
        /// The kinds to download. Of other kinds, all are removed.
        kinds: AttachmentKinds,
        /// The source of the attachments.
        source: AttachmentSource,
    },
    /// Import a file. Ends as `Imported`.
    Import {
        /// The number of the effect.
        id: TaskId,
        /// The file.
        file: FileId,
        /// The trust state to judge by.
        trust: TrustState,
        /// The open edition, for comparison if none is stored.
        open: Option<EditionInfo>,
    },
    /// Save an article out of the first of these editions that has it. Ends as `Saved`.
    Save {
        /// The number of the effect.
        id: TaskId,
        /// The article.
        item: OfflineItem,
        /// The editions.
        editions: Vec<Accepted>,
    },
    /// Ask the browser never to remove anything by itself. Ends as `Persisted`.
    Persist {
        /// The number of the effect.
        id: TaskId,
    },
    /// Count what is stored. Ends as `Counted`.
    Count {
        /// The number of the effect.
        id: TaskId,
        /// The language of the page that shows the counts.
        language: Language,
    },
    /// Stop an effect. It ends as `Stopped`, or with its own outcome.
    Stop {
        /// The number of the effect to stop.
        id: TaskId,
    },
    /// Stop writing, remove everything, and report what remains. Ends as `Erased`.
    Erase {
        /// The number of the effect.
        id: TaskId,
    },
    /// Stop writing: another tab removes everything.
    CloseStore,
    /// Tell all other tabs to store nothing more.
    TellOtherTabs,
    /// Register the service worker, which stores the app.
    RegisterWorker,
    /// Let the service worker answer requests for pages, because an edition is about to be stored.
    AnswerPages,
    /// Answer the pending request for another edition.
    Answer(Result<Accepted, ContentError>),
    /// Remove a page that cannot be shown as the newsroom's, and show why.
    ConcealPage(Warning),
    /// Report the result to the part that opened the file.
    ReportImport(FileId, ImportReport),
    /// Announce a change.
    Notify(Changed),
}

/// A change that other parts of the app show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Another edition is the one to read.
    Edition(Accepted),
    /// The view of this device.
    Device,
}
