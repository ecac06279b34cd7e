//! The bar at the bottom of the window. It is outside the page, so it moves nothing.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::address::{Address, Target};
use super::dom;
use crate::components::notice::{NoticeBar, Surroundings};
use crate::components::signals::DeviceSignals;
use crate::view::view;
use edition::routes::{PageId, Route};
use updates::Notice;

/// Adds the bar to the document.
pub(super) fn mount(address: Address, signals: DeviceSignals) {
    let document = dom::document();
    let (Some(body), Ok(parent)) = (document.body(), document.create_element("div")) else { return };
    let parent: HtmlElement = parent.unchecked_into();
    let notice: Signal<Notice> = signals.notice.into();
    let surroundings = Signal::derive(move || {
        // Each new notice may find another page, in another language.
        notice.track();
        let language = address.target(&dom::location()).and_then(|here| here.route.language);
        let [device, origin] = [PageId::Device, PageId::Origin].map(|place| {
            let route = Route { language: language.clone(), place };
            address.of(&Target { route, fragment: String::new() })
        });
        Surroundings { language: dom::language(), device, origin }
    });
    // The view lives as long as the tab.
    std::mem::forget(mount_to(parent.clone(), move || view! { <NoticeBar notice surroundings /> }));
    if let Some(bar) = parent.first_element_child() {
        // After the page, whose first stop is the link to the content. If this fails, the page has no bar, and everything else works.
        let _ = body.append_with_node_1(&bar);
    }
}

/// Shows a notice in the bar. Marks the document, so that styles make room to scroll the page's end above the bar.
pub(super) fn say(signals: DeviceSignals, notice: Notice) {
    if let Some(html) = dom::html() {
        // If this fails, the bar covers the last lines of the page.
        let _ = html.toggle_attribute_with_force("data-notice", notice != Notice::None);
    }
    signals.notice.set(notice);
}

/// Renders the bar again.
pub(super) fn repeat(signals: DeviceSignals) {
    signals.notice.notify();
}
