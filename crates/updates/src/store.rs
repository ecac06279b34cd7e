//! Where bundles come from and where they are kept: what the machine's effects need of the network and of the device.

use model::{BundleReference, Hash};
use thiserror::Error;

use super::changeset::{Changeset, CommitRequest};
use super::hashes::Hashes;
use super::preferences::{Metadata, OfflineItem};
use edition::error::ContentError;

/// Where files of the site come from, checked against the reference that named them.
pub trait BundleSource {
    /// Returns whether it has the packs of an edition besides its bundles.
    fn has_packs(&self) -> bool {
        true
    }

    /// Fetches the bytes of a file.
    fn fetch(&self, path: &str, reference: &BundleReference) -> impl Future<Output = Result<Vec<u8>, ContentError>>;
}

/// A store on the device that several tabs share: bundles by their hash, and metadata by name.
pub trait BundleStore {
    /// Reads some bytes, as they lie there; nobody has checked them since they were put.
    fn get(&self, hash: &Hash) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// Puts bytes there, all or none.
    fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> impl Future<Output = Result<(), StoreError>>;

    /// Lists what is there.
    fn hashes(&self) -> impl Future<Output = Result<Hashes, StoreError>>;

    /// Reads the metadata.
    fn metadata(&self) -> impl Future<Output = Result<Metadata, StoreError>>;

    /// Changes the metadata, in one transaction.
    fn change(&self, changes: &Changeset) -> impl Future<Output = Result<(), StoreError>>;

    /// Changes the metadata and, where no edition is stored then, removes all bundles but those of saved articles, in one
    /// transaction. Returns whether it removed them.
    fn sweep(&self, changes: &Changeset) -> impl Future<Output = Result<bool, StoreError>>;

    /// Puts articles there that are saved, all or none.
    fn save(&self, articles: &[SavedBundle]) -> impl Future<Output = Result<(), StoreError>>;

    /// Makes an edition the stored one, in one small transaction, and removes all bundles that neither it needs nor the reader
    /// saved.
    ///
    /// Nothing changes when some of it is missing, or when [`CommitRequest::admit`] does not let it.
    fn commit(&self, request: &CommitRequest<'_>) -> impl Future<Output = Result<Commit, StoreError>>;
}

/// An article that is saved: the item, and its bundle with its bytes.
pub type SavedBundle = (OfflineItem, BundleReference, Vec<u8>);

/// Why the device stores nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// There is no room.
    #[error("there is no room on the device")]
    Full,
    /// The browser does not allow it, or has closed the store.
    #[error("the browser does not keep anything")]
    Denied,
}

/// What came of making an edition the stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// It is the stored one.
    Done,
    /// Some of it has gone in the meantime.
    Incomplete,
    /// Another tab has stored another edition, has proven a newer one, or wants none kept.
    Conflict,
}
