//! Small questions to the document.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Url, Window};

/// The window. There is one wherever this app runs.
pub(super) fn window() -> Window {
    leptos::prelude::window()
}

/// The document of the window.
pub(super) fn document() -> Document {
    leptos::prelude::document()
}

/// The `html` element.
pub(super) fn html() -> Option<Element> {
    document().document_element()
}

/// The address of the document.
pub(super) fn location() -> String {
    window().location().href().unwrap_or_default()
}

/// Makes the addresses in the head absolute: they are relative to the page that was loaded, and would lead elsewhere once
/// the app changes the document's address.
pub(super) fn settle_head() {
    let base = location();
    let Ok(links) = document().query_selector_all("head link[href]") else { return };
    for link in (0..links.length()).filter_map(|index| links.item(index)) {
        let link: Element = link.unchecked_into();
        let href = link.get_attribute("href").unwrap_or_default();
        if let Ok(address) = Url::new_with_base(&href, &base) {
            // The name is valid, and nothing else can fail.
            let _ = link.set_attribute("href", &address.href());
        }
    }
}

/// Whether the page and all that it shows has been loaded.
pub(super) fn is_loaded() -> bool {
    document().ready_state() == "complete"
}

/// Puts the keyboard's focus on an element without scrolling to it.
pub(super) fn focus(element: &Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Nothing is lost when this fails: the element is then not focused.
        let _ = element.focus_with_options(&options);
    }
}

/// Puts the focus on a heading, which the keyboard does not reach by itself, so that a screen reader goes on there.
pub(super) fn focus_heading(heading: &Element) {
    // Nothing is lost when this fails: the heading is then not focused.
    let _ = heading.set_attribute("tabindex", "-1");
    focus(heading);
}
