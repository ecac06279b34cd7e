//! The device's store: one IndexedDB database for each address of the site, with bundles by hash and metadata by name.
//!
//! It uses IndexedDB because plain http lacks the Cache API. Every write is one transaction, and no other tab can
//! change the data that a transaction has read.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, JsString, Promise, Uint8Array};
use model::Hash;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbObjectStore, IdbRequest, IdbTransaction};

use crate::browser::dom;
use updates::{
    BundleStore, Changeset, Commit, CommitRequest, Hashes, Metadata, SavedBundle, StoreError, apply,
    is_without_editions, saved_hashes, saved_value,
};

const BUNDLES: &str = "bundles";
const FACTS: &str = "facts";

/// The modes of a transaction.
const READ: &str = "readonly";
const WRITE: &str = "readwrite";

#[wasm_bindgen]
extern "C" {
    /// Opens the database, or creates it; see `client/store.js`.
    #[wasm_bindgen(js_namespace = offprint, js_name = openStore, catch)]
    async fn open_store() -> Result<JsValue, JsValue>;

    /// Begins a transaction over object stores, `readonly` or `readwrite`. Opens the database again if the browser has closed it.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn begin(stores: Array, mode: &str) -> Result<JsValue, JsValue>;

    /// Calls a function when another tab erases everything.
    #[wasm_bindgen(js_namespace = offprint, js_name = whenStoreCloses)]
    fn when_store_closes(listener: &JsValue);

    /// Closes the database.
    #[wasm_bindgen(js_namespace = offprint, js_name = closeStore)]
    fn close_store();
}

/// The longest wait for opening the store.
const OPEN_TIMEOUT: Duration = Duration::from_secs(3);

/// The store. It closes for good if another tab removes the database.
pub(in crate::browser) struct Store {
    closed: Rc<Cell<bool>>,
    on_close: Rc<RefCell<Option<Listener>>>,
}

/// A function called when another tab makes this one close the store.
type Listener = Rc<dyn Fn()>;

impl Store {
    /// Opens the store of the site, or creates it. Returns `None` if the browser does not allow that.
    pub(in crate::browser) async fn open() -> Option<Self> {
        // If another tab blocks it, the app continues without a store.
        dom::within(OPEN_TIMEOUT, open_store()).await?.ok()?;
        let store = Self { closed: Rc::default(), on_close: Rc::default() };
        let (flag, listener) = (Rc::clone(&store.closed), Rc::clone(&store.on_close));
        let close = Closure::<dyn Fn()>::new(move || {
            flag.set(true);
            // The listener may call back.
            let listener = listener.borrow().clone();
            if let Some(listener) = listener {
                listener();
            }
        });
        // The store lives as long as the tab.
        when_store_closes(&close.into_js_value());
        Some(store)
    }

    /// Returns whether the store was closed, by this tab or because another one erases everything.
    pub(in crate::browser) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Calls a listener when another tab makes this one close the store.
    pub(in crate::browser) fn on_close(&self, listener: impl Fn() + 'static) {
        *self.on_close.borrow_mut() = Some(Rc::new(listener));
    }

    /// Closes the store, so that the database can be removed.
    pub(in crate::browser) fn close(&self) {
        self.closed.set(true);
        close_store();
    }

    async fn transaction(&self, stores: &[&str], mode: &str) -> Result<IdbTransaction, StoreError> {
        if self.closed.get() {
            return Err(StoreError::Denied);
        }
        let names: Array = stores.iter().map(|name| JsString::from(*name)).collect();
        let begun = begin(names, mode).await.map_err(|error| reason(&error))?;
        Ok(begun.unchecked_into())
    }

    async fn read(&self, store: &str) -> Result<(IdbTransaction, IdbObjectStore), StoreError> {
        let transaction = self.transaction(&[store], READ).await?;
        let store = object_store(&transaction, store)?;
        Ok((transaction, store))
    }
}

impl BundleStore for Store {
    async fn get(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let (_, store) = self.read(BUNDLES).await?;
        let value = settled(&request(store.get(&key(hash)))?).await?;
        Ok(value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()))
    }

    async fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> Result<(), StoreError> {
        let transaction = self.transaction(&[BUNDLES], WRITE).await?;
        let store = object_store(&transaction, BUNDLES)?;
        for (hash, bytes) in bundles {
            request(store.put_with_key(&Uint8Array::from(&bytes[..]), &key(&hash)))?;
        }
        finished(&transaction).await
    }

    async fn hashes(&self) -> Result<Hashes, StoreError> {
        let (_, store) = self.read(BUNDLES).await?;
        let keys = array(&request(store.get_all_keys())?).await?;
        Ok(keys.iter().filter_map(|key| hash(&key)).collect())
    }

    async fn metadata(&self) -> Result<Metadata, StoreError> {
        let (_, store) = self.read(FACTS).await?;
        all_facts(&store).await
    }

    async fn change(&self, changes: &Changeset) -> Result<(), StoreError> {
        let transaction = self.transaction(&[FACTS], WRITE).await?;
        let store = object_store(&transaction, FACTS)?;
        let metadata = all_facts(&store).await?;
        put_entries(&store, changes.resolve(&metadata))?;
        finished(&transaction).await
    }

    async fn sweep(&self, changes: &Changeset) -> Result<bool, StoreError> {
        let transaction = self.transaction(&[BUNDLES, FACTS], WRITE).await?;
        let (bundles, store) = (object_store(&transaction, BUNDLES)?, object_store(&transaction, FACTS)?);
        let mut metadata = all_facts(&store).await?;
        let entries = changes.resolve(&metadata);
        apply(&mut metadata, entries.clone());
        put_entries(&store, entries)?;
        let is_swept = is_without_editions(&metadata);
        if is_swept {
            let spared: Hashes = saved_hashes(&metadata).collect();
            let keys = array(&request(bundles.get_all_keys())?).await?;
            delete_others(&bundles, &keys, |hash| spared.contains(hash))?;
        }
        finished(&transaction).await.map(|()| is_swept)
    }

    async fn save(&self, articles: &[SavedBundle]) -> Result<(), StoreError> {
        let transaction = self.transaction(&[BUNDLES, FACTS], WRITE).await?;
        let (bundles, store) = (object_store(&transaction, BUNDLES)?, object_store(&transaction, FACTS)?);
        for (item, bundle, bytes) in articles {
            request(bundles.put_with_key(&Uint8Array::from(&bytes[..]), &key(&bundle.hash)))?;
            request(store.put_with_key(&saved_value(bundle).into(), &item.name().into()))?;
        }
        finished(&transaction).await
    }

    async fn commit(&self, commit: &CommitRequest<'_>) -> Result<Commit, StoreError> {
        let transaction = self.transaction(&[BUNDLES, FACTS], WRITE).await?;
        let (bundles, store) = (object_store(&transaction, BUNDLES)?, object_store(&transaction, FACTS)?);
        let metadata = all_facts(&store).await?;
        let Some(entries) = commit.admit(&metadata) else { return Ok(Commit::Conflict) };
        let keys = array(&request(bundles.get_all_keys())?).await?;
        let stored: Hashes = keys.iter().filter_map(|key| hash(&key)).collect();
        if !commit.needed.iter().all(|hash| stored.contains(hash)) {
            return Ok(Commit::Incomplete);
        }
        put_entries(&store, entries)?;
        let saved: Hashes = saved_hashes(&metadata).collect();
        delete_others(&bundles, &keys, |hash| commit.needed.contains(hash) || saved.contains(hash))?;
        finished(&transaction).await.map(|()| Commit::Done)
    }
}

async fn all_facts(store: &IdbObjectStore) -> Result<Metadata, StoreError> {
    let (names, values) = (request(store.get_all_keys())?, request(store.get_all())?);
    let (names, values) = (array(&names).await?, array(&values).await?);
    let text = |value: JsValue| value.as_string();
    Ok(names.iter().zip(values.iter()).filter_map(|(name, value)| Some((text(name)?, text(value)?))).collect())
}

/// Writes entries, and removes those without a value.
fn put_entries(store: &IdbObjectStore, entries: Vec<(String, Option<String>)>) -> Result<(), StoreError> {
    for (name, value) in entries {
        match value {
            Some(value) => request(store.put_with_key(&value.into(), &name.into()))?,
            None => request(store.delete(&name.into()))?,
        };
    }
    Ok(())
}

fn delete_others(store: &IdbObjectStore, keys: &Array, is_kept: impl Fn(&Hash) -> bool) -> Result<(), StoreError> {
    for key in keys.iter() {
        if !hash(&key).is_some_and(|hash| is_kept(&hash)) {
            request(store.delete(&key))?;
        }
    }
    Ok(())
}

fn hash(key: &JsValue) -> Option<Hash> {
    key.as_string()?.parse().ok()
}

fn key(hash: &Hash) -> JsValue {
    hash.to_string().into()
}

fn object_store(transaction: &IdbTransaction, name: &str) -> Result<IdbObjectStore, StoreError> {
    transaction.object_store(name).map_err(|error| reason(&error))
}

fn request(made: Result<IdbRequest, JsValue>) -> Result<IdbRequest, StoreError> {
    made.map_err(|error| reason(&error))
}

async fn array(request: &IdbRequest) -> Result<Array, StoreError> {
    Ok(settled(request).await?.unchecked_into())
}

/// Waits for the result of a request.
async fn settled(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result().map_err(|error| reason(&error)),
        Err(_) => Err(request.error().ok().flatten().map_or(StoreError::Denied, |error| reason(&error))),
    }
}

/// Waits until a transaction is complete.
async fn finished(transaction: &IdbTransaction) -> Result<(), StoreError> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(StoreError::Denied, |error| reason(&error))),
    }
}

/// Translates a browser's error.
pub(in crate::browser) fn reason(error: &JsValue) -> StoreError {
    let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    if name.as_deref() == Some("QuotaExceededError") { StoreError::Full } else { StoreError::Denied }
}
