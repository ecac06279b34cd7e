//! The service worker, which answers with the app and its pages if the site does not.

use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::set_timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerUpdateViaCache,
    VisibilityState,
};

use crate::browser::dom;
use edition::routes::SERVICE_WORKER;

/// The message that makes a waiting worker take over.
const ACTIVATE: &str = "activate";

/// The delay before a newer worker takes over. If that happened while a page is loading, the browser could hold the
/// page back for minutes, until the older worker has answered all requests.
const ACTIVATION_DELAY: Duration = Duration::from_secs(2);

/// Registers the worker of the site at a root. If that fails, as on plain http, everything else still works.
///
/// A newer worker waits until the tab is idle. Then it can take over: the app of an open tab is already loaded, and the
/// worker keeps the files of the previous version.
pub(in crate::browser) async fn register(root: &str) {
    let Some(container) = container() else { return };
    let options = RegistrationOptions::new();
    options.set_scope(root);
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registering = container.register_with_options(&format!("{root}{SERVICE_WORKER}"), &options);
    let Ok(registration) = JsFuture::from(registering).await else { return };
    let registration: ServiceWorkerRegistration = registration.unchecked_into();
    // Registering the same worker again does not look for a new version.
    if let Ok(updating) = registration.update() {
        // If the script is missing, the current worker stays.
        let _ = JsFuture::from(updating).await;
    }
    activate_when_idle(registration.clone());
    let listener = Closure::<dyn Fn()>::new(move || {
        // A page that the reader leaves becomes hidden too, but its timers end with it.
        if dom::document().visibility_state() != VisibilityState::Visible {
            activate_when_idle(registration.clone());
        }
    });
    // This could fail only for an event that does not exist.
    let _ = dom::document().add_event_listener_with_callback("visibilitychange", listener.as_ref().unchecked_ref());
    listener.forget();
}

fn activate_when_idle(registration: ServiceWorkerRegistration) {
    set_timeout(move || registration.waiting().iter().for_each(post), ACTIVATION_DELAY);
}

/// Returns whether a worker controls the pages of this tab.
pub(in crate::browser) fn is_controlled() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// Returns the registration for pages below a root, if there is one.
pub(in crate::browser) async fn registration(root: &str) -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration_with_document_url(root)).await.ok()?;
    let found: ServiceWorkerRegistration = found.dyn_into().ok()?;
    // The registration may belong to a site above this one.
    (found.scope() == root).then_some(found)
}

fn post(worker: &ServiceWorker) {
    // A worker that has ended needs no message.
    let _ = worker.post_message(&ACTIVATE.into());
}

fn container() -> Option<ServiceWorkerContainer> {
    // Plain http lacks it, where the binding would still return an object.
    let container = Reflect::get(&dom::window().navigator(), &"serviceWorker".into()).ok()?;
    container.is_object().then(|| JsValue::unchecked_into(container))
}
