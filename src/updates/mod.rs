//! What is known of editions on this device, and what is done about newer ones.

mod device_view;
mod download;
mod inventory;
mod preferences;
mod provenance;
mod store;

pub use device_view::{
    DeviceView, EditionView, Persistence, Remaining, SavedArticle, Space, StoragePlace, StorageView, StoredItem,
};
pub use download::{
    Changes, DEFAULT_TEXT_LIMIT, DownloadError, Plan, PlanOptions, Progress, is_older, is_older_file, plan,
};
pub use inventory::{Inventory, inventory, saved, saved_articles, saved_value};
pub use preferences::{Choice, Metadata, OfflineItem, Preferences};
pub use provenance::{ANSWERS, Answer, Doubt, Provenance, Standing};
pub use store::{BundleSource, BundleStore, Commit, Hashes, StoreError};
