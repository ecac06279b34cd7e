//! Describes the device for the page about it.

use model::{ArticleLink, Date, Hash, Language};
use trust::Judgement;

use super::edition_info::EditionInfo;
use super::import_report::{FileId, ImportReport};
use super::preferences::{AttachmentKinds, OfflineItem};
use edition::routes::PageId;

/// The state of the device and the reader's choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceView {
    /// The state of the storage.
    pub storage: StorageView,
    /// `true` if editions are stored.
    pub keep: bool,
    /// The attachments that are stored.
    pub attachments: AttachmentKinds,
    /// `true` if newer editions are downloaded without asking.
    pub automatic: bool,
    /// `true` if the Escape key, pressed twice, leaves the newspaper.
    pub escape: bool,
    /// `true` while an edition is downloaded, or read from a file.
    pub is_downloading: bool,
    /// The stored edition.
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
    /// The places checked after everything was erased; empty before.
    pub remaining: Vec<(StoragePlace, Remaining)>,
    /// All that the reader saved: articles, sections and months.
    pub saved_items: Vec<OfflineItem>,
    /// The edition that is open in this tab.
    pub open: Option<EditionInfo>,
    /// The result of the last check.
    pub judgement: Option<Judgement>,
    /// The site whose signatures were proven.
    pub site: Option<Hash>,
    /// The file opened last, and its result.
    pub imported: Option<(FileId, ImportReport)>,
}

/// The state of the storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StorageView {
    /// Not yet known: the page as it is without the app.
    #[default]
    Unknown,
    /// The browser does not allow storage.
    Denied,
    /// The reader wants nothing stored.
    Private,
    /// The app is a single file, which holds everything.
    SingleFile,
    /// Storage is available.
    Open,
}

/// An edition on the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionView {
    /// The number of the edition.
    pub number: u64,
    /// The date of its newest article.
    pub date: Option<Date>,
    /// The download time by the device's clock, in words; empty if that clock cannot be right.
    pub downloaded: String,
    /// The number of articles in each language.
    pub articles: Vec<LanguageCount>,
    /// Size of the stored articles in bytes.
    pub bytes: u64,
    /// Number of missing articles.
    pub missing: u32,
    /// The stored pictures.
    pub pictures: FileCount,
    /// The stored files to which articles link.
    pub files: FileCount,
    /// Size in bytes of all files to which the edition's articles link.
    pub linked_bytes: u64,
}

/// The number of stored files of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCount {
    /// Number of files.
    pub count: u32,
    /// Their size in bytes.
    pub bytes: u64,
}

/// The number of articles in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageCount {
    /// The language.
    pub language: Language,
    /// Number of stored articles.
    pub articles: u32,
    /// Number of articles in the edition.
    pub total_articles: u32,
}

/// A part of the paper, and how much of it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// The part.
    pub item: OfflineItem,
    /// The page of the part.
    pub place: PageId,
    /// The name of the part.
    pub name: String,
    /// The date of the newest stored article.
    pub newest: Option<Date>,
    /// Number of stored articles.
    pub articles: u32,
    /// Number of articles in the part.
    pub total_articles: u32,
    /// Size of the stored articles in bytes.
    pub bytes: u64,
    /// Size of all articles in bytes, with the attachments that are stored; 0 if unknown.
    pub total_bytes: u64,
}

/// A saved article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedArticle {
    /// The article as a part of the paper.
    pub item: OfflineItem,
    /// The headline and address of the article.
    pub link: ArticleLink,
    /// The size of the article in bytes.
    pub bytes: u64,
}

/// The storage space that this site and its neighbours on the same host share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Used bytes.
    pub used: u64,
    /// Available bytes in all.
    pub quota: u64,
}

/// The browser's promise not to remove anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Persistence {
    /// The browser does not say.
    #[default]
    Unknown,
    /// The browser may remove data.
    No,
    /// The browser was asked for the promise and did not give it.
    Refused,
    /// The browser promised not to remove anything.
    Yes,
}

/// A place where a site can leave data in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoragePlace {
    /// Stored files: attachments and the app.
    Caches,
    /// The database of articles.
    Database,
    /// Small settings.
    Settings,
    /// The worker that answers without a connection.
    Worker,
}

/// The data left in a [`StoragePlace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remaining {
    /// No data.
    Nothing,
    /// Some data.
    Something,
    /// The browser does not report it.
    Unknown,
}
