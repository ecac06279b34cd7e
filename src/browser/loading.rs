//! What the reader is told beside the page: that something is on its way, and where one has arrived.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use web_sys::Element;

use super::dom;

/// What takes less is not announced. The bar waits as long, in the style sheet.
const ANNOUNCEMENT_DELAY: Duration = Duration::from_millis(150);

/// A bar at the top of the window, and a line for screen readers. Both lie outside the page, so nothing moves for them.
pub(super) struct LoadingIndicator {
    bar: Element,
    announcement: Element,
    /// Counts what was begun and ended.
    turn: Rc<Cell<u32>>,
}

impl LoadingIndicator {
    /// Adds both to the document.
    pub(super) fn new() -> Option<Self> {
        let document = dom::document();
        let add = |class: &str| {
            let element = document.create_element("div").ok()?;
            element.set_class_name(class);
            // At the end it would make the page a pixel longer.
            document.body()?.prepend_with_node_1(&element).ok()?;
            Some(element)
        };
        let bar = add("loading-bar")?;
        let announcement = add("hidden")?;
        announcement.set_attribute("role", "status").ok()?;
        Some(Self { bar, announcement, turn: Rc::default() })
    }

    /// A page is on its way.
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

    /// A page is here.
    pub(super) fn arrived(&self, title: &str) {
        self.turn.set(self.turn.get() + 1);
        self.bar.set_class_name("loading-bar");
        self.announcement.set_text_content(Some(title));
    }
}
