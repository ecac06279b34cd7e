//! Getting what a page shows, from wherever the edition's bundles are.

mod device;
mod edition;
mod error;
mod inventory;
mod json;
mod kept;
mod pictures;
mod provenance;
mod take;
mod trusted;

pub use device::{Committed, Device, Hashes, Origin, StoreError};
pub use edition::{Bundles, Edition};
pub use error::ContentError;
pub use inventory::{Inventory, inventory, saved, saved_articles, saved_value};
#[cfg(target_arch = "wasm32")]
pub(crate) use json::read;
pub use kept::{Kept, KeptEdition, KeptPart, Left, Persistence, SavedArticle, Space, Storage, Trace};
pub use pictures::pictures;
pub use provenance::{ANSWERS, Answer, Doubt, Provenance, Standing};
pub use take::{ENOUGH, News, Plan, Progress, TakeError, Wish, is_older, is_older_file, plan};
pub use trusted::Trusted;

#[cfg(test)]
mod tests;
