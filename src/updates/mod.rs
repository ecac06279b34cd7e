//! What is known of editions on this device, and what is done about newer ones.

mod device_view;
mod download;
mod inventory;
mod preferences;
mod provenance;
mod store;

pub use device_view::{Kept, KeptEdition, KeptPart, Left, Persistence, SavedArticle, Space, Storage, Trace};
pub use download::{ENOUGH, News, Plan, Progress, TakeError, Wish, is_older, is_older_file, plan};
pub use inventory::{Inventory, inventory, saved, saved_articles, saved_value};
pub use preferences::{Choice, Facts, Part, Preferences};
pub use provenance::{ANSWERS, Answer, Doubt, Provenance, Standing};
pub use store::{Committed, Device, Hashes, Origin, StoreError};
