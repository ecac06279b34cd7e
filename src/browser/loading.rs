//! Tells the reader that a page is loading, and the title of the page that has arrived.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use web_sys::Element;

use super::dom;

/// The delay before an announcement: faster pages need none. The style sheet delays the bar as long.
const ANNOUNCEMENT_DELAY: Duration = Duration::from_millis(150);

/// A bar at the top of the window, and a line for screen readers. Both are outside the page, so neither moves it.
pub(super) struct LoadingIndicator {
    bar: Element,
    announcement: Element,
    /// The number of pages begun and ended, which identifies the last one.
    turn: Rc<Cell<u32>>,
}

impl LoadingIndicator {
    /// Adds bar and line to the document.
    pub(super) fn new() -> Option<Self> {
        let document = dom::document();
        let add = |class: &str| {
            let element = document.create_element("div").ok()?;
            element.set_class_name(class);
            // At the end of the document it would make the page a pixel longer.
            document.body()?.prepend_with_node_1(&element).ok()?;
            Some(element)
        };
        let bar = add("loading-bar")?;
        let announcement = add("hidden")?;
        announcement.set_attribute("role", "status").ok()?;
        Some(Self { bar, announcement, turn: Rc::default() })
    }

    /// Shows that a page is loading.
    pub(super) fn loading(&self, message: &'static str) {
        self.bar.set_class_name("loading-bar loading");
        let (turn, announcement) = (Rc::clone(&self.turn), self.announcement.clone());
        turn.set(turn.get() + 1);
        let begun = turn.get();
        let announce = move || {
            if turn.get() == begun {
                announcement.set_text_content(Some(message));
            }
        };
        set_timeout(announce, ANNOUNCEMENT_DELAY);
    }

    /// Shows that a page has arrived.
    pub(super) fn arrived(&self, title: &str) {
        self.turn.set(self.turn.get() + 1);
        self.bar.set_class_name("loading-bar");
        self.announcement.set_text_content(Some(title));
    }
}
