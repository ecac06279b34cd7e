//! Small questions to the document.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Window};

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

/// Puts the keyboard's focus on an element without scrolling to it, so that a screen reader goes on there.
pub(super) fn focus(element: &Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if !element.has_attribute("tabindex") {
        // Nothing is lost when this fails: the element is then not focused.
        let _ = element.set_attribute("tabindex", "-1");
    }
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus_with_options(&options);
    }
}
