//! The line at the bottom of the window, outside the page: nothing moves for it.

use leptos::mount::mount_to;
use leptos::prelude::*;
use messages::Messages;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::address::{Address, Target};
use super::dom;
use crate::components::notice::{Notice, notice};
use crate::routes::{Place, Route};

/// The line at the bottom of the window.
pub(super) struct NoticeBar {
    element: HtmlElement,
    notice: ArcRwSignal<Notice>,
}

impl NoticeBar {
    /// Adds it to the document; it is hidden as long as it says nothing.
    pub(super) fn new(address: Address) -> Option<Self> {
        let document = dom::document();
        let element: HtmlElement = document.create_element("aside").ok()?.unchecked_into();
        element.set_class_name("notice");
        element.set_hidden(true);
        document.body()?.prepend_with_node_1(&element).ok()?;
        let signal = ArcRwSignal::new(Notice::None);
        let shown = signal.clone();
        let line = move || {
            let language = address.target(&dom::location()).and_then(|here| here.route.language);
            let pages = [Place::Device, Place::Origin].map(|place| {
                let route = Route { language: language.clone(), place };
                address.of(&Target { route, fragment: String::new() })
            });
            notice(Messages::of(&dom::language()), &shown.get(), pages)
        };
        // It lives as long as the tab.
        std::mem::forget(mount_to(element.clone(), move || line));
        Some(Self { element, notice: signal })
    }

    /// What it says.
    pub(super) fn get(&self) -> Notice {
        self.notice.get_untracked()
    }

    /// Says something else.
    pub(super) fn set(&self, notice: Notice) {
        let is_progress = matches!(notice, Notice::Taking(_) | Notice::TakingPictures(_));
        // Every step read aloud would drown the page. An element without its attributes still says what it says.
        let _ = self.element.set_attribute("aria-live", if is_progress { "off" } else { "polite" });
        self.element.set_hidden(notice == Notice::None);
        if let Some(html) = dom::html() {
            // So that the page can be scrolled out from under it.
            let _ = html.toggle_attribute_with_force("data-notice", notice != Notice::None);
        }
        self.notice.set(notice);
    }
}
