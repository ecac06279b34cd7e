//! Attachments on the device, in the cache from which the service worker answers.
//!
//! Of each picture, the cache contains the smallest rendition. For each larger rendition it contains a note that names
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
use edition::content::{Attachments, attachments};
use edition::error::ContentError;
use updates::{AttachmentKinds, BundleSource, BundleStore, DownloadError, FileCount, Hashes, Progress, StoreError};

/// The header of a note: the path below the site's root of the picture to show instead.
const INSTEAD: &str = "instead";

/// Attachments on the device.
pub(in crate::browser) struct AttachmentCache {
    caches: CacheStorage,
    name: String,
    root: String,
    /// `true` if this tab must not write to the device.
    private: Rc<Cell<bool>>,
}

impl AttachmentCache {
    /// Describes the cache of that name, for the attachments of the site at `root`. Returns `None` if the browser has no
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

    /// Returns the address of a path below the site's root.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// Stores a file, and notes for those that it replaces.
    async fn put(&self, file: &StoredFile, mut bytes: Vec<u8>) -> Result<(), StoreError> {
        let cache = self.cache().await?;
        let response = Response::new_with_opt_u8_array(Some(&mut bytes)).map_err(|error| reason(&error))?;
        for replaced in &file.replaces {
            put(&cache, &self.address(replaced), &note(&file.path)?).await?;
        }
        // This is the last step because the file itself marks a picture as stored.
        put(&cache, &self.address(&file.path), &response).await
    }

    /// Removes the attachments whose addresses `is_kept` rejects.
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

    /// Downloads the attachments of these kinds of the articles among these bundles, removes all others, and reports progress
    /// to `tell`.
    pub(in crate::browser) async fn fetch(
        &self,
        bundles: &Hashes,
        kinds: AttachmentKinds,
        store: &Store,
        source: &Network,
        tell: &dyn Fn(Progress) -> bool,
    ) -> Result<(), DownloadError> {
        let mut wanted: Vec<StoredFile> = Vec::new();
        for hash in bundles.iter() {
            if let Ok(Some(bytes)) = store.get(hash).await {
                stored_files(&bytes).filter(|file| file.is_of(kinds)).for_each(|file| add(&mut wanted, file));
            }
        }
        self.retain(|address| {
            let path = address.strip_prefix(&self.root);
            path.is_some_and(|path| wanted.iter().any(|file| file.needs(path)))
        })
        .await;
        let stored = self.addresses().await;
        wanted.retain(|file| !stored.contains(&self.address(&file.path)));
        let mut progress = Progress {
            total_articles: wanted.len() as u32,
            total_bytes: wanted.iter().map(|file| u64::from(file.reference.bytes)).sum(),
            ..Progress::default()
        };
        for file in &wanted {
            tell(progress);
            match source.fetch(&file.path, &file.reference).await {
                Ok(bytes) => self.put(file, bytes).await?,
                Err(ContentError::Damaged | ContentError::Missing) => {}
                Err(error) => return Err(error.into()),
            }
            progress.articles += 1;
            progress.bytes += u64::from(file.reference.bytes);
        }
        Ok(())
    }

    /// Counts the stored pictures of these articles, and the stored files to which they link.
    pub(in crate::browser) async fn count(
        &self,
        store: &Store,
        articles: &[BundleReference],
    ) -> (FileCount, FileCount) {
        let mut stored = self.addresses().await;
        let (mut pictures, mut files) = (FileCount::default(), FileCount::default());
        for article in articles {
            if stored.is_empty() {
                break;
            }
            let Ok(Some(bytes)) = store.get(&article.hash).await else { continue };
            for file in stored_files(&bytes) {
                let address = self.address(&file.path);
                if let Some(position) = stored.iter().position(|kept| *kept == address) {
                    stored.swap_remove(position);
                    let count = if file.is_picture { &mut pictures } else { &mut files };
                    count.count += 1;
                    count.bytes += u64::from(file.reference.bytes);
                }
            }
        }
        (pictures, files)
    }

    async fn cache(&self) -> Result<Cache, StoreError> {
        if self.private.get() {
            return Err(StoreError::Denied);
        }
        let cache = JsFuture::from(self.caches.open(&self.name)).await.map_err(|error| reason(&error))?;
        Ok(cache.unchecked_into())
    }
}

/// A file to store.
struct StoredFile {
    /// The path below the site's root.
    path: String,
    reference: BundleReference,
    /// `true` for a picture; `false` for a file to which an article links.
    is_picture: bool,
    /// The paths of the larger renditions that it replaces while the site does not answer.
    replaces: Vec<String>,
}

impl StoredFile {
    fn is_of(&self, kinds: AttachmentKinds) -> bool {
        if self.is_picture { kinds.pictures } else { kinds.files }
    }

    /// Returns whether the cache needs an entry for a path.
    fn needs(&self, path: &str) -> bool {
        self.path == path || self.replaces.iter().any(|replaced| replaced == path)
    }
}

/// Returns the files to store for the article or the list in a bundle.
fn stored_files(bundle: &[u8]) -> impl Iterator<Item = StoredFile> {
    let Attachments { pictures, files } = attachments(bundle).unwrap_or_default();
    let pictures = pictures.into_iter().filter_map(|renditions| {
        let (smallest, larger) = renditions.split_last()?;
        Some(StoredFile {
            path: smallest.path(),
            reference: BundleReference { hash: smallest.hash, bytes: smallest.bytes },
            is_picture: true,
            replaces: larger.iter().map(Rendition::path).collect(),
        })
    });
    pictures.chain(files.into_iter().map(|file| StoredFile {
        path: file.path(),
        reference: BundleReference { hash: file.hash, bytes: file.bytes },
        is_picture: false,
        replaces: Vec::new(),
    }))
}

/// Adds a file once; pictures come first, since they are smaller, and stand in the text. Lists contain only the small renditions of a picture, articles contain all of them.
fn add(wanted: &mut Vec<StoredFile>, file: StoredFile) {
    match wanted.iter_mut().find(|known| known.path == file.path) {
        Some(known) if known.replaces.len() < file.replaces.len() => known.replaces = file.replaces,
        Some(_) => {}
        None if file.is_picture => wanted.insert(0, file),
        None => wanted.push(file),
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
