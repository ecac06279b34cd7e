//! The service worker, which answers with the app and its pages when the site does not.

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

/// What tells a waiting worker to take over.
const ACTIVATE: &str = "activate";

/// How long a tab is left alone before a newer worker is let in. When that happens while a page is being loaded, the
/// browser may hold the page back for minutes until the older worker has answered all that was asked of it.
const ACTIVATION_DELAY: Duration = Duration::from_secs(2);

/// Registers the worker of the site at a root. Where that fails, as on plain http, everything works that needs none.
///
/// A newer worker waits. It is let in when the tab is quiet: the app of an open tab is loaded already and needs no more
/// files, and the worker keeps those of the version before.
pub(in crate::browser) async fn register(root: &str) {
    let Some(container) = container() else { return };
    let options = RegistrationOptions::new();
    options.set_scope(root);
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registering = container.register_with_options(&format!("{root}{SERVICE_WORKER}"), &options);
    let Ok(registration) = JsFuture::from(registering).await else { return };
    let registration: ServiceWorkerRegistration = registration.unchecked_into();
    // Registering again what is registered asks for nothing new.
    if let Ok(updating) = registration.update() {
        // A script that is gone leaves the worker that there is.
        let _ = JsFuture::from(updating).await;
    }
    activate_when_idle(registration.clone());
    let listener = Closure::<dyn Fn()>::new(move || {
        // A page that is left is hidden too, but its timers end with it.
        if dom::document().visibility_state() != VisibilityState::Visible {
            activate_when_idle(registration.clone());
        }
    });
    // Only listening to an event that does not exist could fail.
    let _ = dom::document().add_event_listener_with_callback("visibilitychange", listener.as_ref().unchecked_ref());
    listener.forget();
}

fn activate_when_idle(registration: ServiceWorkerRegistration) {
    set_timeout(move || registration.waiting().iter().for_each(post), ACTIVATION_DELAY);
}

/// Whether pages of this tab come through a worker.
pub(in crate::browser) fn is_controlled() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// The registration for pages below a root; none when there is none.
pub(in crate::browser) async fn registration(root: &str) -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration_with_document_url(root)).await.ok()?;
    let found: ServiceWorkerRegistration = found.dyn_into().ok()?;
    // It may be that of a site that lies above this one.
    (found.scope() == root).then_some(found)
}

fn post(worker: &ServiceWorker) {
    // A worker that is gone needs no message.
    let _ = worker.post_message(&ACTIVATE.into());
}

fn container() -> Option<ServiceWorkerContainer> {
    // Missing on plain http, where the binding would claim that it is there.
    let container = Reflect::get(&dom::window().navigator(), &"serviceWorker".into()).ok()?;
    container.is_object().then(|| JsValue::unchecked_into(container))
}
