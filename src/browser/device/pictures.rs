//! Pictures on the device, in the cache from which the service worker answers.
//!
//! The cache contains the smallest rendition of each picture. For each larger rendition it contains a note that names
//! the smallest one.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use model::{BundleReference, Rendition};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Headers, Request, Response, ResponseInit};

use super::store::Store;
use super::store::reason;
use crate::browser::dom;
use crate::browser::network::Network;
use edition::content::pictures;
use edition::error::ContentError;
use updates::{BundleSource, BundleStore, DownloadError, Hashes, Progress, StoreError};

/// The header of a note: the path below the site's root of the picture to show instead.
const INSTEAD: &str = "instead";

/// Pictures on the device.
pub(in crate::browser) struct PictureCache {
    caches: CacheStorage,
    name: String,
    root: String,
    /// `true` if this tab must not write to the device.
    private: Rc<Cell<bool>>,
}

impl PictureCache {
    /// Describes the cache of that name, for the pictures of the site at `root`. Returns `None` if the browser has no
    /// caches, as on plain http.
    pub(in crate::browser) fn new(name: String, root: String, private: Rc<Cell<bool>>) -> Option<Self> {
        let caches = caches()?;
        Some(Self { caches, name, root, private })
    }

    /// Makes the cache. From then on the service worker answers requests for pages itself.
    pub(in crate::browser) async fn begin(&self) -> Result<(), StoreError> {
        self.cache().await.map(drop)
    }

    /// Returns the addresses in the cache.
    async fn addresses(&self) -> Vec<String> {
        let Ok(has) = JsFuture::from(self.caches.has(&self.name)).await else { return Vec::new() };
        if !has.is_truthy() {
            // Opening a missing cache would create it.
            return Vec::new();
        }
        let Ok(cache) = self.cache().await else { return Vec::new() };
        let keys = JsFuture::from(cache.keys()).await.map(JsCast::unchecked_into::<Array>);
        keys.iter().flat_map(Array::iter).map(|key| key.unchecked_into::<Request>().url()).collect()
    }

    /// Returns the address of a rendition.
    fn address(&self, rendition: &Rendition) -> String {
        format!("{}{}", self.root, rendition.path())
    }

    /// Stores a picture: the bytes of its smallest rendition, and notes for the others.
    async fn put(&self, renditions: &[Rendition], mut bytes: Vec<u8>) -> Result<(), StoreError> {
        let Some((smallest, larger)) = renditions.split_last() else { return Ok(()) };
        let cache = self.cache().await?;
        let response = Response::new_with_opt_u8_array(Some(&mut bytes)).map_err(|error| reason(&error))?;
        for rendition in larger {
            put(&cache, &self.address(rendition), &note(&smallest.path())?).await?;
        }
        // This is the last step because the smallest rendition marks a picture as stored.
        put(&cache, &self.address(smallest), &response).await
    }

    /// Removes the pictures whose addresses `is_kept` rejects.
    pub(in crate::browser) async fn retain(&self, is_kept: impl Fn(&str) -> bool) {
        for address in self.addresses().await {
            if !is_kept(&address)
                && let Ok(cache) = self.cache().await
            {
                // If this fails, the next call tries again.
                let _ = JsFuture::from(cache.delete_with_str(&address)).await;
            }
        }
    }

    /// Downloads the pictures of the articles among these bundles, removes all others, and reports progress to `tell`.
    pub(in crate::browser) async fn fetch(
        &self,
        bundles: &Hashes,
        store: &Store,
        source: &Network,
        tell: &dyn Fn(Progress) -> bool,
    ) -> Result<(), DownloadError> {
        let mut wanted: Vec<Vec<Rendition>> = Vec::new();
        for hash in bundles.iter() {
            if let Ok(Some(bytes)) = store.get(hash).await {
                pictures(&bytes).unwrap_or_default().into_iter().for_each(|renditions| add(&mut wanted, renditions));
            }
        }
        let addresses: Vec<String> = wanted.iter().flatten().map(|rendition| self.address(rendition)).collect();
        self.retain(|address| addresses.iter().any(|kept| kept == address)).await;
        let stored = self.addresses().await;
        wanted.retain(|renditions| renditions.last().is_some_and(|smallest| !stored.contains(&self.address(smallest))));
        let mut progress = Progress {
            total_articles: wanted.len() as u32,
            total_bytes: wanted.iter().filter_map(|renditions| renditions.last()).map(|it| u64::from(it.bytes)).sum(),
            ..Progress::default()
        };
        for renditions in &wanted {
            tell(progress);
            let Some(smallest) = renditions.last() else { continue };
            match source.fetch(&smallest.path(), &reference(smallest)).await {
                Ok(bytes) => self.put(renditions, bytes).await?,
                Err(ContentError::Damaged | ContentError::Missing) => {}
                Err(error) => return Err(error.into()),
            }
            progress.articles += 1;
            progress.bytes += u64::from(smallest.bytes);
        }
        Ok(())
    }

    /// Counts the stored pictures of these articles and their bytes.
    pub(in crate::browser) async fn count(&self, store: &Store, articles: &[BundleReference]) -> (u32, u64) {
        let mut stored = self.addresses().await;
        let (mut count, mut size) = (0, 0);
        for article in articles {
            if stored.is_empty() {
                break;
            }
            let Ok(Some(bytes)) = store.get(&article.hash).await else { continue };
            for renditions in pictures(&bytes).unwrap_or_default() {
                let Some(smallest) = renditions.last() else { continue };
                let address = self.address(smallest);
                if let Some(position) = stored.iter().position(|kept| *kept == address) {
                    stored.swap_remove(position);
                    count += 1;
                    size += u64::from(smallest.bytes);
                }
            }
        }
        (count, size)
    }

    async fn cache(&self) -> Result<Cache, StoreError> {
        if self.private.get() {
            return Err(StoreError::Denied);
        }
        let cache = JsFuture::from(self.caches.open(&self.name)).await.map_err(|error| reason(&error))?;
        Ok(cache.unchecked_into())
    }
}

/// Returns the reference of a rendition, for checking its bytes.
fn reference(rendition: &Rendition) -> BundleReference {
    BundleReference { hash: rendition.hash, bytes: rendition.bytes }
}

/// Adds a picture once. Lists contain only the small renditions of a picture, articles contain all of them.
fn add(wanted: &mut Vec<Vec<Rendition>>, renditions: Vec<Rendition>) {
    let Some(smallest) = renditions.last() else { return };
    match wanted.iter_mut().find(|known| known.last() == Some(smallest)) {
        Some(known) if known.len() < renditions.len() => *known = renditions,
        Some(_) => {}
        None => wanted.push(renditions),
    }
}

/// Returns the caches of the whole host; `None` if the browser has no caches.
pub(in crate::browser) fn caches() -> Option<CacheStorage> {
    let caches = dom::window().caches().ok()?;
    (!caches.is_undefined()).then_some(caches)
}

async fn put(cache: &Cache, address: &str, response: &Response) -> Result<(), StoreError> {
    JsFuture::from(cache.put_with_str(address, response)).await.map(drop).map_err(|error| reason(&error))
}

fn note(instead: &str) -> Result<Response, StoreError> {
    let make = || -> Result<Response, JsValue> {
        let (headers, init) = (Headers::new()?, ResponseInit::new());
        headers.set(INSTEAD, instead)?;
        init.set_headers(&headers);
        Response::new_with_opt_str_and_init(None, &init)
    };
    make().map_err(|error| reason(&error))
}
