//! Leaving the page at once, by a key or a button.

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::dom;

/// Leaves for an address without a way back to this page.
///
/// What is on the screen goes first: the other page may take its time.
pub(super) fn leave(address: &str) {
    dom::document().set_title("");
    if let Some(html) = dom::html() {
        // The page that comes is shown all the same.
        let _ = html.set_attribute("hidden", "");
    }
    let _ = dom::window().location().replace(address);
}

/// Leaves when the key is Escape.
pub(super) fn on_key(event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    // While a word is being composed Escape belongs to the keyboard.
    if event.key() == "Escape" && !event.is_composing() && !event.default_prevented() {
        // A dialog is what Escape closes first, and the browser does that.
        if !dom::elements("dialog[open]").is_empty() {
            return;
        }
        let button = dom::document().query_selector("[data-leave]").ok().flatten();
        if let Some(address) = button.and_then(|button| button.get_attribute("href")) {
            leave(&address);
        }
    }
}
