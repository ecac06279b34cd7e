//! The bar at the bottom of the window, outside the page: nothing moves for it.

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
pub(super) fn mount(address: Address, signals: DeviceSignals) -> Option<()> {
    let document = dom::document();
    let parent: HtmlElement = document.create_element("div").ok()?.unchecked_into();
    let notice: Signal<Notice> = signals.notice.into();
    let surroundings = Signal::derive(move || {
        // The page may be another one, in another language, whenever something is said.
        notice.track();
        let language = address.target(&dom::location()).and_then(|here| here.route.language);
        let [device, origin] = [PageId::Device, PageId::Origin].map(|place| {
            let route = Route { language: language.clone(), place };
            address.of(&Target { route, fragment: String::new() })
        });
        Surroundings { language: dom::language(), device, origin }
    });
    // It lives as long as the tab.
    std::mem::forget(mount_to(parent.clone(), move || view! { <NoticeBar notice surroundings /> }));
    let bar = parent.first_element_child()?;
    document.body()?.prepend_with_node_1(&bar).ok()
}

/// Says something in the bar, and on the document whether there is a notice, so that the page can be scrolled out from under it.
pub(super) fn say(signals: DeviceSignals, notice: Notice) {
    if let Some(html) = dom::html() {
        // Without it the bar covers the last lines.
        let _ = html.toggle_attribute_with_force("data-notice", notice != Notice::None);
    }
    signals.notice.set(notice);
}

/// Says once more what the bar says.
pub(super) fn repeat(signals: DeviceSignals) {
    signals.notice.notify();
}
