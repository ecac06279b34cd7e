//! What is on this device, as its page tells it.

use model::{ArticleLink, Date, Hash};
use trust::Judgement;

use super::edition_info::EditionInfo;
use super::import_report::{FileId, ImportReport};
use super::preferences::OfflineItem;
use edition::routes::PageId;

/// What is on this device, and what the reader may do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceView {
    /// Whether anything can be kept.
    pub storage: StorageView,
    /// Whether editions are kept.
    pub keep: bool,
    /// Whether pictures are kept.
    pub pictures: bool,
    /// Whether newer editions are taken without asking.
    pub automatic: bool,
    /// The edition that is here; none when none is.
    pub edition: Option<EditionView>,
    /// The sections of the paper, in its order.
    pub sections: Vec<StoredItem>,
    /// The months of the paper, newest first.
    pub months: Vec<StoredItem>,
    /// The articles that the reader saved, by headline.
    pub saved: Vec<SavedArticle>,
    /// How much room there is; none when the browser does not tell.
    pub space: Option<Space>,
    /// Whether the browser may throw away by itself what is kept.
    pub persistence: Persistence,
    /// What was left after everything was erased; empty when it was not.
    pub remaining: Vec<(StoragePlace, Remaining)>,
    /// The items that the reader saved.
    pub saved_items: Vec<OfflineItem>,
    /// The edition that is open in this tab.
    pub open: Option<EditionInfo>,
    /// What the sources answered when they were asked last.
    pub judgement: Option<Judgement>,
    /// The site whose signatures were proven.
    pub site: Option<Hash>,
    /// The file that was opened last, and what came of it.
    pub imported: Option<(FileId, ImportReport)>,
}

/// Whether anything can be kept on the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StorageView {
    /// Nobody has asked yet: the page as it is without the app.
    #[default]
    Unknown,
    /// The browser keeps nothing.
    Denied,
    /// The reader wants nothing kept.
    Private,
    /// All there is is in the file that is open.
    SingleFile,
    /// Yes.
    Open,
}

/// An edition on the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionView {
    /// Its number.
    pub number: u64,
    /// The date of its newest article.
    pub date: Option<Date>,
    /// When it was taken, by the device's clock, in words; empty when that clock cannot be right.
    pub downloaded: String,
    /// How many articles of it are here.
    pub articles: u32,
    /// How many it has.
    pub of_articles: u32,
    /// How large they are, in bytes.
    pub bytes: u64,
    /// How many should be here and are not.
    pub missing: u32,
    /// How many pictures are here.
    pub pictures: u32,
    /// How large they are, in bytes.
    pub picture_bytes: u64,
}

/// A part of the paper, and how much of it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// The part.
    pub item: OfflineItem,
    /// Its page.
    pub place: PageId,
    /// Its name.
    pub name: String,
    /// The date of the newest of its articles that are here.
    pub newest: Option<Date>,
    /// How many of its articles are here.
    pub articles: u32,
    /// How many it has.
    pub of_articles: u32,
    /// How large those that are here are, in bytes.
    pub bytes: u64,
    /// How large all of them are, with their pictures where those are kept; 0 when that is not known.
    pub of_bytes: u64,
}

/// An article that the reader saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedArticle {
    /// The article as a part of the paper.
    pub item: OfflineItem,
    /// Its headline and where it is.
    pub link: ArticleLink,
    /// Its size in bytes.
    pub bytes: u64,
}

/// How much room the browser gives to this site and its neighbours on the same host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// How much is used, in bytes.
    pub used: u64,
    /// How much there is in all, in bytes.
    pub quota: u64,
}

/// Whether the browser may throw away by itself what is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Persistence {
    /// The browser does not say.
    #[default]
    Unknown,
    /// It may.
    No,
    /// It was asked not to, and did not promise.
    Refused,
    /// It has promised not to.
    Yes,
}

/// A place where a site can leave something in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoragePlace {
    /// Stored files: pictures, the app.
    Caches,
    /// The database of articles.
    Database,
    /// Small settings.
    Settings,
    /// The worker that answers without a connection.
    Worker,
}

/// What is left in such a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remaining {
    /// Nothing.
    Nothing,
    /// Something.
    Something,
    /// The browser does not tell.
    Unknown,
}
