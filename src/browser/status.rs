//! What the reader is told beside the page: that something is on its way, and where one has arrived.

use web_sys::Element;

use super::dom;

/// A bar at the top of the window, and a line for screen readers. Both lie outside the page, so nothing moves for them.
pub(super) struct Status {
    bar: Element,
    announcement: Element,
}

impl Status {
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
        Some(Self { bar, announcement })
    }

    /// A page is on its way.
    pub(super) fn loading(&self, message: &str) {
        self.bar.set_class_name("loading-bar loading");
        self.announcement.set_text_content(Some(message));
    }

    /// A page is here.
    pub(super) fn arrived(&self, title: &str) {
        self.bar.set_class_name("loading-bar");
        self.announcement.set_text_content(Some(title));
    }
}
