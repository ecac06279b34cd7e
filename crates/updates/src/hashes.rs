//! Holds sets of hashes.

use model::Hash;

/// A set of hashes: a sorted list, because each kind of set adds code to the app. A store returns its hashes in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashes(Vec<Hash>);

impl Hashes {
    /// Adds a hash.
    pub fn insert(&mut self, hash: Hash) {
        if let Err(position) = self.0.binary_search(&hash) {
            self.0.insert(position, hash);
        }
    }

    /// Returns whether the set has a hash.
    pub fn contains(&self, hash: &Hash) -> bool {
        self.0.binary_search(hash).is_ok()
    }

    /// Returns all hashes in order.
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
