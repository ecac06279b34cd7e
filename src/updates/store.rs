//! What the device keeps: bundles by their hash, and facts by their name.

use model::{BundleReference, Hash, Head};
use thiserror::Error;

use crate::content::ContentError;

/// Where files of the site come from, checked against the reference that named them.
pub trait BundleSource {
    /// Whether it has the packs of an edition besides its bundles.
    fn has_packs(&self) -> bool {
        true
    }

    /// The bytes of a file.
    fn fetch(&self, path: &str, reference: &BundleReference) -> impl Future<Output = Result<Vec<u8>, ContentError>>;
}

/// A store on the device that several tabs share.
pub trait BundleStore {
    /// Some bytes, as they lie there; nobody has checked them since they were put.
    fn get(&self, hash: &Hash) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;
    /// Puts bytes there, all or none.
    fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> impl Future<Output = Result<(), StoreError>>;
    /// What is there.
    fn hashes(&self) -> impl Future<Output = Result<Hashes, StoreError>>;
    /// Makes an edition the current one by one small write, together with some facts about it, and drops all that neither
    /// it needs nor the reader saved.
    ///
    /// Nothing changes when some of it is missing, or when `previous` is not the current edition any more.
    fn commit(
        &self,
        head: &Head,
        previous: Option<&Head>,
        needed: &Hashes,
        facts: &[(&str, Option<String>)],
    ) -> impl Future<Output = Result<Commit, StoreError>>;
}

/// Why the device keeps nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// There is no room.
    #[error("there is no room on the device")]
    Full,
    /// The browser does not allow it, or has closed the store.
    #[error("the browser does not keep anything")]
    Denied,
}

/// What came of making an edition the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// It is the current one.
    Done,
    /// Some of it has gone in the meantime.
    Incomplete,
    /// Another tab has made another edition the current one, or wants none kept.
    Conflict,
}

/// A set of hashes: a sorted list, since each kind of set is code in the app. Those of a store come in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashes(Vec<Hash>);

impl Hashes {
    /// Adds a hash.
    pub fn insert(&mut self, hash: Hash) {
        if let Err(position) = self.0.binary_search(&hash) {
            self.0.insert(position, hash);
        }
    }

    /// Whether it is among them.
    pub fn contains(&self, hash: &Hash) -> bool {
        self.0.binary_search(hash).is_ok()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Hash> {
        self.0.iter()
    }
}

impl FromIterator<Hash> for Hashes {
    fn from_iter<I: IntoIterator<Item = Hash>>(hashes: I) -> Self {
        let mut all = Self::default();
        hashes.into_iter().for_each(|hash| all.insert(hash));
        all
    }
}
