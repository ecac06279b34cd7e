//! Defines what downloads need of the network and of the device.

use model::{BundleReference, Hash};
use thiserror::Error;

use super::changeset::{Changeset, CommitRequest};
use super::hashes::Hashes;
use super::preferences::{Metadata, OfflineItem};
use edition::error::ContentError;

/// A source of the site's files, each checked against the reference that named it.
pub trait BundleSource {
    /// Returns whether the source has packs besides bundles.
    fn has_packs(&self) -> bool {
        true
    }

    /// Fetches the bytes of a file.
    fn fetch(&self, path: &str, reference: &BundleReference) -> impl Future<Output = Result<Vec<u8>, ContentError>>;
}

/// A store on the device that all tabs share: bundles by their hash, and metadata by name.
pub trait BundleStore {
    /// Reads the bytes of a bundle, unchecked since they were stored.
    fn get(&self, hash: &Hash) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// Stores bundles, all or none.
    fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> impl Future<Output = Result<(), StoreError>>;

    /// Lists the stored bundles.
    fn hashes(&self) -> impl Future<Output = Result<Hashes, StoreError>>;

    /// Reads the metadata.
    fn metadata(&self) -> impl Future<Output = Result<Metadata, StoreError>>;

    /// Changes the metadata, in one transaction.
    fn change(&self, changes: &Changeset) -> impl Future<Output = Result<(), StoreError>>;

    /// Changes the metadata. If no edition is stored afterwards, also removes all bundles except those of saved
    /// articles, in the same transaction. Returns whether it removed them.
    fn sweep(&self, changes: &Changeset) -> impl Future<Output = Result<bool, StoreError>>;

    /// Saves articles, all or none.
    fn save(&self, articles: &[SavedBundle]) -> impl Future<Output = Result<(), StoreError>>;

    /// Makes an edition the stored one in one small transaction. Removes all bundles that neither the edition nor a
    /// saved article needs.
    ///
    /// Changes nothing if a bundle is missing, or if [`CommitRequest::admit`] refuses.
    fn commit(&self, request: &CommitRequest<'_>) -> impl Future<Output = Result<Commit, StoreError>>;
}

/// A saved article: the item, its bundle and its bytes.
pub type SavedBundle = (OfflineItem, BundleReference, Vec<u8>);

/// The reason why the device stores nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The device is full.
    #[error("there is no room on the device")]
    Full,
    /// The browser does not allow storage, or has closed the store.
    #[error("the browser does not allow storage")]
    Denied,
}

/// The result of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// The edition is the stored one.
    Done,
    /// Some bundles were removed in the meantime.
    Incomplete,
    /// Another tab stored another edition, proved a newer one, or turned storing off.
    Conflict,
}
