//! What is known of editions on this device, and what is done about newer ones.

mod compare;
mod device_view;
mod download;
mod edition_info;
mod import;
mod inventory;
mod machine;
mod notice;
mod preferences;
mod save;
mod snapshot;
mod store;

pub use compare::{compare, manifest};
pub use device_view::{
    DeviceView, EditionView, Persistence, Remaining, SavedArticle, Space, StoragePlace, StorageView, StoredItem,
};
pub use download::{Changes, DEFAULT_TEXT_LIMIT, DownloadError, Plan, PlanOptions, Progress, plan};
pub use edition_info::{EditionDates, EditionInfo, is_older, is_older_file};
pub use import::{FileSource, ImportContext, ImportOutcome, import};
pub use inventory::{Inventory, inventory, saved, saved_articles, saved_value};
pub use machine::{
    Changed, Command, Counted, Effect, Event, FileId, ImportReport, Imported, Outcome, PageEvent, PictureSource,
    PlanSummary, Storage, TaskId, Updates, WhyNot,
};
pub use notice::{Notice, Warning};
pub use preferences::{Choice, Metadata, OfflineItem, Preferences};
pub use save::save_article;
pub use snapshot::{
    Changeset, CommitRequest, PARTIAL_HEAD, STORED_HEAD, Snapshot, Stored, apply, head_text, is_without_editions,
    saved_hashes, stored_head,
};
pub use store::{BundleSource, BundleStore, Commit, Hashes, SavedBundle, StoreError};

#[cfg(test)]
mod tests {
    pub(super) mod fixture;
}
