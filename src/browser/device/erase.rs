//! Private tabs, and removal of everything that the site stored.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

use super::{attachments, worker};
use crate::browser::dom;
use updates::{Remaining, StoragePlace};

/// The name of the setting that remembers a stored edition: it survives when a browser evicts the rest.
const KEPT: &str = "kept";

#[wasm_bindgen]
extern "C" {
    /// Returns the beginning of all names that this site uses in the browser's storage; see `client/private.js`.
    #[wasm_bindgen(js_namespace = offprint, js_name = siteName)]
    pub(in crate::browser) fn site_name() -> String;

    /// Returns whether this tab is private: it was private before a reload, or another tab of the site is.
    #[wasm_bindgen(js_namespace = offprint, js_name = askedPrivate)]
    async fn asked_private() -> JsValue;

    /// Makes this tab private.
    #[wasm_bindgen(js_namespace = offprint, js_name = becomePrivate)]
    pub(in crate::browser) fn become_private();

    /// Calls a function when another tab erases everything.
    #[wasm_bindgen(js_namespace = offprint, js_name = whenErased)]
    fn when_erased(listener: &Function);

    /// Tells all other tabs to store nothing more.
    #[wasm_bindgen(js_namespace = offprint, js_name = tellErased)]
    pub(in crate::browser) fn tell_erased();

    /// Returns the names of the databases; fails in browsers that do not list them.
    #[wasm_bindgen(js_namespace = offprint, js_name = databaseNames, catch)]
    async fn database_names() -> Result<JsValue, JsValue>;
}

/// Returns whether this tab is private: it was private before a reload, or another tab of the site is.
pub(in crate::browser) async fn is_private() -> bool {
    asked_private().await.is_truthy()
}

/// Calls a function when another tab erases everything, or if one did while the app started.
pub(in crate::browser) fn on_erase(listener: impl Fn() + 'static) {
    // The listener lives as long as the tab.
    when_erased(Closure::<dyn Fn()>::new(listener).into_js_value().unchecked_ref());
}

/// Returns whether an edition was stored here that the reader did not remove.
pub(in crate::browser) fn was_kept(name: &str) -> bool {
    settings().is_some_and(|settings| settings.get_item(&kept(name)).ok().flatten().is_some())
}

/// Remembers that an edition is stored.
pub(in crate::browser) fn set_kept(name: &str) {
    if let Some(settings) = settings() {
        // If this fails, only the message about an eviction is lost.
        let _ = settings.set_item(&kept(name), "yes");
    }
}

/// Removes the note that an edition is stored.
pub(in crate::browser) fn set_not_kept(name: &str) {
    if let Some(settings) = settings() {
        let _ = settings.remove_item(&kept(name));
    }
}

/// Removes a cache.
pub(in crate::browser) async fn delete_cache(name: &str) {
    if let Some(caches) = attachments::caches() {
        // Where the result matters, the caller checks it afterwards.
        let _ = JsFuture::from(caches.delete(name)).await;
    }
}

/// Removes everything whose name begins with this one, and the service worker of the root; then checks what remains.
pub(in crate::browser) async fn forget(name: &str, root: &str) -> Vec<(StoragePlace, Remaining)> {
    // The worker goes first: it could fill its cache again.
    if let Some(registration) = worker::registration(root).await
        && let Ok(unregistering) = registration.unregister()
    {
        let _ = JsFuture::from(unregistering).await;
    }
    for cache in cache_names(name).await.unwrap_or_default() {
        delete_cache(&cache).await;
    }
    delete_database(name).await;
    set_not_kept(name);
    vec![
        (StoragePlace::Database, database_left(name).await),
        (StoragePlace::Caches, caches_left(name).await),
        (StoragePlace::Settings, settings().map_or(Remaining::Unknown, |_| left(was_kept(name)))),
        (StoragePlace::Worker, left(worker::registration(root).await.is_some())),
    ]
}

fn left(something: bool) -> Remaining {
    if something { Remaining::Something } else { Remaining::Nothing }
}

fn kept(name: &str) -> String {
    format!("{name}{KEPT}")
}

fn settings() -> Option<Storage> {
    dom::window().local_storage().ok().flatten()
}

async fn caches_left(name: &str) -> Remaining {
    match cache_names(name).await {
        Some(names) => left(!names.is_empty()),
        None if attachments::caches().is_none() => Remaining::Nothing,
        None => Remaining::Unknown,
    }
}

/// Returns the names of this site's caches; `None` if the browser has no caches or does not list them.
async fn cache_names(name: &str) -> Option<Vec<String>> {
    let names: Array = JsFuture::from(attachments::caches()?.keys()).await.ok()?.unchecked_into();
    Some(names.iter().filter_map(|cache| cache.as_string()).filter(|cache| cache.starts_with(name)).collect())
}

/// Removes the database. Other tabs close it then; if one does not, the browser waits for that tab, but this function
/// does not.
async fn delete_database(name: &str) {
    let Ok(Some(factory)) = dom::window().indexed_db() else { return };
    let Ok(request) = factory.delete_database(name) else { return };
    let done = Promise::new(&mut |resolve, _| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&resolve));
        request.set_onblocked(Some(&resolve));
    });
    let _ = JsFuture::from(done).await;
}

async fn database_left(name: &str) -> Remaining {
    if !matches!(dom::window().indexed_db(), Ok(Some(_))) {
        return Remaining::Nothing;
    }
    match database_names().await.map(JsCast::unchecked_into::<Array>) {
        Ok(names) => left(names.iter().any(|database| database.as_string().as_deref() == Some(name))),
        Err(_) => Remaining::Unknown,
    }
}
