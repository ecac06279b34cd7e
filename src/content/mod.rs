//! Getting what a page shows, from wherever the edition's bundles are.

mod device;
mod edition;
mod error;
mod inventory;
mod json;
mod kept;
mod pictures;
mod provenance;
mod stored_trust;
mod take;

pub use device::{Committed, Device, Hashes, Origin, StoreError};
pub use edition::{Bundles, Edition};
pub use error::ContentError;
pub use inventory::{Inventory, inventory, saved, saved_articles, saved_value};
#[cfg(target_arch = "wasm32")]
pub(crate) use json::read;
pub use kept::{Kept, KeptEdition, KeptPart, Left, Persistence, SavedArticle, Space, Storage, Trace};
pub use pictures::pictures;
pub use provenance::{Doubt, Provenance, Standing};
pub use stored_trust::{restored_trust, roots_text, trust_facts};
pub use take::{ENOUGH, News, Plan, Progress, TakeError, Wish, is_older, is_older_file, plan};

#[cfg(test)]
mod tests;
