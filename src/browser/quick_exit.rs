//! Leaves the paper at once, by a key or a button.

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::dom;

/// Navigates to an address, and removes this page from the tab's history.
///
/// Hides the page first: the other page may load slowly.
pub(super) fn leave(address: &str) {
    dom::document().set_title("");
    if let Some(html) = dom::html() {
        // If this fails, the other page still loads.
        let _ = html.set_attribute("hidden", "");
    }
    let _ = dom::window().location().replace(address);
}

/// Leaves if the key is Escape.
pub(super) fn on_key(event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    // While the reader composes a word, Escape belongs to the input method.
    if event.key() == "Escape" && !event.is_composing() && !event.default_prevented() {
        // Escape first closes an open dialog, which the browser does.
        if !dom::elements("dialog[open]").is_empty() {
            return;
        }
        let button = dom::document().query_selector("[data-leave]").ok().flatten();
        if let Some(address) = button.and_then(|button| button.get_attribute("href")) {
            leave(&address);
        }
    }
}
