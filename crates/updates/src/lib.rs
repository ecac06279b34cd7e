//! Decides which edition this device stores: checks, compares and downloads editions.

mod changeset;
mod compare;
mod contents;
mod device_view;
mod download;
mod edition_info;
mod hashes;
mod import;
mod import_report;
mod inventory;
mod machine;
mod notice;
mod preferences;
mod queue;
mod save;
mod snapshot;
mod store;

pub use changeset::{
    Changeset, CommitRequest, PARTIAL_HEAD, STORED_HEAD, apply, head_text, is_without_editions, saved_hashes,
    stored_head,
};
pub use changeset::{saved, saved_value};
pub use compare::{compare, manifest};
pub use contents::StoredContents;
pub use device_view::{
    DeviceView, EditionView, FileCount, LanguageCount, Persistence, Remaining, SavedArticle, Space, StoragePlace,
    StorageView, StoredItem,
};
pub use download::{Changes, DownloadError, Plan, PlanOptions, Progress, plan};
pub use edition_info::{EditionDates, EditionInfo, is_older, is_older_file};
pub use hashes::Hashes;
pub use import::{FileSource, ImportContext, ImportOutcome, import};
pub use import_report::{FileId, ImportReport};
pub use inventory::{Inventory, inventory, saved_articles};
pub use machine::{
    AttachmentSource, Changed, Command, Counted, Effect, Event, FirstDownload, Imported, Outcome, PageEvent,
    PlanSummary, Storage, TaskId, Updates, WhyNot,
};
pub use notice::{Notice, Warning};
pub use preferences::{AttachmentKinds, Choice, Metadata, OfflineItem, Preferences};
pub use preferences::{DEFAULT_TEXT_LIMIT, UNASKED_TEXT_LIMIT};
pub use queue::{Queue, Step};
pub use save::save_article;
pub use snapshot::{Snapshot, Stored};
pub use store::{BundleSource, BundleStore, Commit, SavedBundle, StoreError};

#[cfg(test)]
mod tests {
    pub(super) mod fixture;
}
