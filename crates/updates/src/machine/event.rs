//! What goes into the machine, and what comes out.

use model::{Head, Language};
use trust::{Accepted, Judgement, TrustState};

use super::super::changeset::Changeset;
use super::super::device_view::{EditionView, Persistence, Remaining, SavedArticle, Space, StoragePlace, StoredItem};
use super::super::download::{Changes, DownloadError, Progress};
use super::super::edition_info::{EditionDates, EditionInfo};
use super::super::import_report::{FileId, ImportReport};
use super::super::preferences::OfflineItem;
use super::super::snapshot::Snapshot;
use super::super::store::{Commit, StoreError};
use edition::error::ContentError;

/// An effect that is being carried out. Each has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskId(pub u64);

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// Another tab has changed what the store holds.
    Stored(Snapshot),
    /// The reader wants something.
    Command(Command),
    /// Something happened to the page.
    Page(PageEvent),
    /// Another tab removes the store, so this one has closed it.
    StoreClosed,
    /// The reader went private in another tab.
    PrivateElsewhere,
    /// A download goes on.
    Progress(TaskId, Progress),
    /// An effect has ended. Each does so once; one with another number is ignored.
    Finished(TaskId, Outcome),
}

/// What the reader wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The newest edition, or what is missing of the stored one.
    Download,
    /// No more of what is being downloaded.
    Stop,
    /// The notice closed.
    Close,
    /// Editions kept from now on, or none kept and the stored one removed.
    SetKeep(bool),
    /// Pictures kept, or removed.
    SetPictures(bool),
    /// Newer editions downloaded without asking, or not.
    SetAutomatic(bool),
    /// An item kept.
    Keep(OfflineItem),
    /// An item removed.
    Discard(OfflineItem),
    /// A file opened, and what is in it stored.
    Import(FileId),
    /// The browser asked never to remove anything by itself.
    Persist,
    /// Nothing left on the device from now on, and nothing of what is there.
    GoPrivate,
    /// Everything removed from the device.
    EraseAll,
}

/// What happened to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// No edition could be opened out of the store: the newest one is needed.
    NewestNeeded,
    /// An edition was opened in this tab.
    Opened(EditionInfo),
    /// The page is there for reading.
    Ready,
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
    /// The open edition has no such page, or not all of it: another one may.
    PageMissing,
    /// Of a page that is not stored no address has anything: another edition may be stored by now.
    PageUnreachable,
    /// What was on the screen is not what the newsroom signed, and was replaced.
    PageReplaced(Warning),
    /// Something that a button needs could not be loaded.
    PartMissing,
}

pub use super::super::notice::Warning;

/// How an effect ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The sources were asked.
    Checked(Judgement),
    /// The store was read, after a change where that was asked for.
    Read(Result<Snapshot, StoreError>),
    /// An edition was compared with what is stored.
    Compared(Result<PlanSummary, DownloadError>),
    /// What was missing was downloaded.
    Downloaded(Result<(), DownloadError>),
    /// An edition was to become the stored one; and what the store holds since.
    Committed(Result<(Commit, Snapshot), StoreError>),
    /// Pictures were downloaded.
    Pictures(Result<(), DownloadError>),
    /// What is in a file was stored.
    Imported(Box<Imported>),
    /// An article was saved; and what the store holds since.
    Saved(Result<Snapshot, DownloadError>),
    /// The browser promised never to remove anything, or did not.
    Persisted(bool),
    /// What is stored was counted.
    Counted(Box<Counted>),
    /// Everything was erased; and what was left.
    Erased(Vec<(StoragePlace, Remaining)>),
    /// It was stopped before it ended.
    Stopped,
}

/// How an edition compares with the stored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// What is new in it.
    pub changes: Changes,
    /// How many of the articles to be kept are missing on the device.
    pub missing: u32,
    /// How many articles will be kept.
    pub articles: u32,
    /// Its dates.
    pub dates: EditionDates,
    /// The edition that was stored when they were compared.
    pub stored: Option<Head>,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What the reader is told.
    pub report: ImportReport,
    /// How many articles of it are stored then.
    pub articles: u32,
    /// The edition that was stored, or was stored already.
    pub edition: Option<Head>,
    /// What the store holds since; none when it could not be read.
    pub stored: Option<Snapshot>,
}

/// What of an edition is on the device, counted for the page about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The edition.
    pub edition: Option<EditionView>,
    /// The sections of the paper, in its order.
    pub sections: Vec<StoredItem>,
    /// The months of the paper, newest first.
    pub months: Vec<StoredItem>,
    /// The articles that the reader saved, by headline.
    pub saved: Vec<SavedArticle>,
    /// How much room there is; none when the browser does not tell.
    pub space: Option<Space>,
    /// Whether the browser may remove by itself what is stored.
    pub persistence: Persistence,
}

/// Whose pictures are downloaded, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureSource {
    /// Those of an edition that was compared, from the site: the effect that has compared it.
    Site(TaskId),
    /// Those of the edition in a file, out of it.
    File(FileId),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the sources for the newest edition, and judge what they answer. Ends as `Checked`.
    Check {
        /// The number of the effect.
        id: TaskId,
        /// What is believed.
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
        /// What changes.
        changes: Changeset,
    },
    /// Change the metadata, and remove all bundles and pictures that no edition and no saved article needs, when no edition is
    /// stored then. Ends as `Read`.
    Sweep {
        /// The number of the effect.
        id: TaskId,
        /// What changes.
        changes: Changeset,
    },
    /// Load the lists of an edition, and find out what is new in it and what is missing. Ends as `Compared`.
    Compare {
        /// The number of the effect, under which the plan is kept.
        id: TaskId,
        /// The edition.
        head: Accepted,
        /// How much text is kept of what the reader did not decide on, in bytes.
        text_limit: u64,
    },
    /// Download what is missing. Ends as `Downloaded`.
    Download {
        /// The number of the effect.
        id: TaskId,
        /// The effect that has compared the edition.
        plan: TaskId,
    },
    /// Make an edition the stored one. Ends as `Committed`.
    Commit {
        /// The number of the effect.
        id: TaskId,
        /// The effect that has compared the edition.
        plan: TaskId,
        /// The edition that is stored now.
        expected: Option<Head>,
        /// What changes with it.
        changes: Changeset,
        /// Whether it is another edition, so that the time is to be noted.
        is_new: bool,
    },
    /// Download the pictures of the articles that are kept, and remove all others. Ends as `Pictures`.
    FetchPictures {
        /// The number of the effect.
        id: TaskId,
        /// Whose pictures, and from where.
        source: PictureSource,
    },
    /// Remove all pictures. Ends as `Pictures`.
    DropPictures {
        /// The number of the effect.
        id: TaskId,
    },
    /// Store what is in a file. Ends as `Imported`.
    Import {
        /// The number of the effect.
        id: TaskId,
        /// The file.
        file: FileId,
        /// What is believed.
        trust: TrustState,
        /// The edition that is open, with which the file is compared where none is stored.
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
        /// The language of the page that shows it.
        language: Language,
    },
    /// Break an effect off. It ends as `Stopped`, or as it was about to.
    Stop {
        /// The number of that effect.
        id: TaskId,
    },
    /// Write nothing more, remove everything, and look what is left. Ends as `Erased`.
    Erase {
        /// The number of the effect.
        id: TaskId,
    },
    /// Write nothing more: another tab removes everything.
    CloseStore,
    /// Tell all other tabs that nothing is to be stored any more.
    TellOtherTabs,
    /// Let the service worker keep the app.
    RegisterWorker,
    /// Let the service worker answer pages itself, since an edition is about to be stored.
    AnswerPages,
    /// Answer who waits for another edition.
    Answer(Result<Accepted, ContentError>),
    /// Take away what cannot be shown as the newsroom's, and say why.
    ConcealPage(Warning),
    /// Tell whoever opened a file what came of it.
    ReportImport(FileId, ImportReport),
    /// Say that something has changed.
    Notify(Changed),
}

/// What has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Another edition is the one to be read.
    Edition(Accepted),
    /// Something that the views of this device show.
    Device,
}
