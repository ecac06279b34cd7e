//! An edition as this tab reads it: from the device if that has it, else from the site.

use std::rc::Rc;

use model::{BundleReference, Head};
use trust::Accepted;

use super::device::store::Store;
use super::network::Network;
use edition::content::{Bundles, Edition, read};
use edition::error::ContentError;
use updates::{BundleSource, BundleStore, EditionInfo};

/// An open edition.
pub(super) struct OpenEdition {
    /// The head of the edition.
    pub head: Head,
    /// The content of the edition.
    pub edition: Edition<BundleCache>,
}

/// A source of bundles that prefers the device to the network.
#[derive(Clone)]
pub(super) struct BundleCache {
    /// The store on the device; `None` if this tab stores nothing.
    pub store: Option<Rc<Store>>,
    /// The site.
    pub network: Rc<Network>,
}

impl OpenEdition {
    /// Opens an edition.
    pub(super) async fn open(head: Head, cache: BundleCache) -> Result<Self, ContentError> {
        let bytes = cache.get(&head.manifest.manifest_path(), &head.manifest).await?;
        let manifest = read(&bytes)?;
        cache.network.learn(&manifest);
        let carried = cache.network.file().map(|file| file.carried.clone());
        let edition = match carried {
            Some(carried) => Edition::in_file(manifest, cache, carried).await,
            None => Edition::new(manifest, cache),
        };
        let edition = edition.ok_or(ContentError::Unreadable)?;
        Ok(Self { head, edition })
    }
}

impl OpenEdition {
    /// Returns the head of the edition, and facts from its manifest.
    pub(super) fn info(&self) -> EditionInfo {
        EditionInfo::of(Accepted::stored(self.head.clone()), self.edition.manifest())
    }
}

impl BundleCache {
    /// Returns a file of the edition, checked against its hash.
    pub(super) async fn get(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        let kept = match &self.store {
            Some(store) => store.get(&reference.hash).await.ok().flatten(),
            None => None,
        };
        let is_damaged = match kept {
            Some(bytes) if trust::check(reference, &bytes).is_ok() => return Ok(bytes),
            kept => kept.is_some(),
        };
        let bytes = self.network.fetch(path, reference).await.map_err(|error| {
            // The cause is the damaged copy on the device, not the unreachable site.
            if is_damaged { ContentError::Damaged } else { error }
        })?;
        if is_damaged && let Some(store) = &self.store {
            // If this fails, the next call repairs the copy.
            let _ = store.put(vec![(reference.hash, bytes.clone())]).await;
        }
        Ok(bytes)
    }
}

impl Bundles for BundleCache {
    async fn bundle(&self, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        self.get(&reference.path(), reference).await
    }

    async fn is_kept(&self, reference: &BundleReference) -> bool {
        if let Some(file) = self.network.file() {
            return file.get(&reference.path()).await.is_ok();
        }
        match &self.store {
            Some(store) => matches!(store.get(&reference.hash).await, Ok(Some(_))),
            None => false,
        }
    }
}
