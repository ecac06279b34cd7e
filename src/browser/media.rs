//! Pictures on the device, in the cache out of which the service worker answers.
//!
//! Of each picture the smallest rendition is kept. Under the name of each larger one stands a note which to show instead.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use model::{BundleReference, Rendition};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Headers, Request, Response, ResponseInit};

use super::dom;
use super::store::reason;
use crate::updates::StoreError;

/// The header of a note: the path below the site's root of the picture to show instead.
const INSTEAD: &str = "instead";

/// Pictures on the device.
pub(super) struct Media {
    caches: CacheStorage,
    name: String,
    root: String,
    /// Whether nothing is to be put there any more.
    private: Rc<Cell<bool>>,
}

impl Media {
    /// The pictures of the site at `root`, in the cache of that name. None where the browser has no such caches, as on
    /// plain http.
    pub(super) fn new(name: String, root: String, private: Rc<Cell<bool>>) -> Option<Self> {
        let caches = caches()?;
        Some(Self { caches, name, root, private })
    }

    /// Makes the cache: from then on the service worker answers pages itself.
    pub(super) async fn begin(&self) -> Result<(), StoreError> {
        self.cache().await.map(drop)
    }

    /// The addresses of what is there.
    pub(super) async fn addresses(&self) -> Vec<String> {
        let Ok(has) = JsFuture::from(self.caches.has(&self.name)).await else { return Vec::new() };
        if !has.is_truthy() {
            // Opening it would make it.
            return Vec::new();
        }
        let Ok(cache) = self.cache().await else { return Vec::new() };
        let keys = JsFuture::from(cache.keys()).await.map(JsCast::unchecked_into::<Array>);
        keys.iter().flat_map(Array::iter).map(|key| key.unchecked_into::<Request>().url()).collect()
    }

    /// The address of a rendition.
    pub(super) fn address(&self, rendition: &Rendition) -> String {
        format!("{}{}", self.root, rendition.path())
    }

    /// Puts a picture there: the bytes of its smallest rendition, and notes for the others.
    pub(super) async fn put(&self, renditions: &[Rendition], mut bytes: Vec<u8>) -> Result<(), StoreError> {
        let Some((smallest, larger)) = renditions.split_last() else { return Ok(()) };
        let cache = self.cache().await?;
        let response = Response::new_with_opt_u8_array(Some(&mut bytes)).map_err(|error| reason(&error))?;
        for rendition in larger {
            put(&cache, &self.address(rendition), &note(&smallest.path())?).await?;
        }
        // Last, since whoever looks what is there looks for this one.
        put(&cache, &self.address(smallest), &response).await
    }

    /// Removes those of which `is_kept` does not know the address.
    pub(super) async fn retain(&self, is_kept: impl Fn(&str) -> bool) {
        for address in self.addresses().await {
            if !is_kept(&address)
                && let Ok(cache) = self.cache().await
            {
                // What cannot be removed now is removed the next time.
                let _ = JsFuture::from(cache.delete_with_str(&address)).await;
            }
        }
    }

    async fn cache(&self) -> Result<Cache, StoreError> {
        if self.private.get() {
            return Err(StoreError::Denied);
        }
        let cache = JsFuture::from(self.caches.open(&self.name)).await.map_err(|error| reason(&error))?;
        Ok(cache.unchecked_into())
    }
}

/// The reference of a rendition, with which its bytes are checked.
pub(super) fn reference(rendition: &Rendition) -> BundleReference {
    BundleReference { hash: rendition.hash, bytes: rendition.bytes }
}

/// The caches of the whole host; none where the browser has none.
pub(super) fn caches() -> Option<CacheStorage> {
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
