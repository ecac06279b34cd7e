//! Private tabs, and removal of everything that the site stored.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, Storage};

use super::{pictures, worker};
use crate::browser::dom;
use updates::{Remaining, StoragePlace};

/// The name of a private tab. Only the tab keeps it, and it survives a reload.
const PRIVATE: &str = "private";

/// The name of the setting that remembers a stored edition: it survives when a browser evicts the rest.
const KEPT: &str = "kept";

/// The question of a new tab to the others, and the answer of a private tab.
const ASK: &str = "private?";
const ANSWER: &str = "private";
/// The message of a tab in which the reader erases everything.
const ERASED: &str = "forget";

/// The longest wait of a new tab for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(60);

/// Returns whether this tab is private: it was private before a reload, or another tab of the site is.
pub(in crate::browser) async fn is_private(name: &str) -> bool {
    if dom::window().name().is_ok_and(|name| name == PRIVATE) {
        return true;
    }
    if database_left(name).await == Remaining::Something {
        // A private tab would have erased the database, so no tab is private.
        return false;
    }
    let Ok(channel) = BroadcastChannel::new(name) else { return false };
    let answer = Promise::new(&mut |resolve, _| channel.set_onmessage(Some(&resolve)));
    // If this fails, no answer arrives.
    let _ = channel.post_message(&ASK.into());
    let answer = dom::within(ANSWER_TIMEOUT, JsFuture::from(answer)).await;
    channel.close();
    let is_answer = answer.is_some_and(|answer| answer.is_ok_and(|event| is_message(&event, ANSWER)));
    if is_answer {
        set_private();
    }
    is_answer
}

/// Answers new tabs while this tab is private, and calls a function when another tab erases everything.
pub(in crate::browser) fn listen(name: &str, private: Rc<Cell<bool>>, on_erase: impl Fn() + 'static) {
    let Ok(channel) = BroadcastChannel::new(name) else { return };
    let answering = channel.clone();
    let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if is_message(&event, ASK) && private.get() {
            let _ = answering.post_message(&ANSWER.into());
        } else if is_message(&event, ERASED) && !private.get() {
            on_erase();
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the tab.
    listener.forget();
    std::mem::forget(channel);
}

/// Tells all other tabs to store nothing more.
pub(in crate::browser) fn tell_others(name: &str) {
    if let Ok(channel) = BroadcastChannel::new(name) {
        let _ = channel.post_message(&ERASED.into());
        channel.close();
    }
}

fn is_message(event: &JsValue, text: &str) -> bool {
    Reflect::get(event, &"data".into()).is_ok_and(|data| data.as_string().as_deref() == Some(text))
}

/// Makes this tab private.
pub(in crate::browser) fn set_private() {
    // If this fails, the tab is private only until a reload.
    let _ = dom::window().set_name(PRIVATE);
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
    if let Some(caches) = pictures::caches() {
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
        None if pictures::caches().is_none() => Remaining::Nothing,
        None => Remaining::Unknown,
    }
}

/// Returns the names of this site's caches; `None` if the browser has no caches or does not list them.
async fn cache_names(name: &str) -> Option<Vec<String>> {
    let names: Array = JsFuture::from(pictures::caches()?.keys()).await.ok()?.unchecked_into();
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
    let Ok(Some(factory)) = dom::window().indexed_db() else { return Remaining::Nothing };
    // Firefox has `databases` since 2024 only, and the bindings lack it.
    let ask = || -> Result<Promise, JsValue> {
        let databases: Function = Reflect::get(&factory, &"databases".into())?.dyn_into()?;
        databases.call0(&factory)?.dyn_into()
    };
    let Ok(asked) = ask() else { return Remaining::Unknown };
    let Ok(databases) = JsFuture::from(asked).await.map(JsCast::unchecked_into::<Array>) else {
        return Remaining::Unknown;
    };
    let names = databases.iter().filter_map(|database| Reflect::get(&database, &"name".into()).ok()?.as_string());
    left(names.into_iter().any(|database| database == name))
}
