//! The page that a view stands on.

use std::ops::Deref;
use std::sync::Arc;

use leptos::prelude::*;
use messages::Messages;
use model::Language;

use edition::page::Page;
use edition::routes::{FRESH, PageId, Route};

/// The page that a view stands on, and the messages in its language. It dereferences to the page.
#[derive(Clone)]
pub struct PageContext {
    page: Arc<Page>,
    /// The messages of the interface, in the page's language.
    pub messages: &'static Messages,
}

/// Returns the page that a component stands on. [`PageContext::provide`] must have been called above it.
pub fn use_page() -> PageContext {
    // Leptos's `expect_context` takes 1 KiB of the app, for it can print any text.
    use_context().expect("no page is provided above this component")
}

impl PageContext {
    /// Makes a page the context of all components that are rendered below, and returns it.
    pub fn provide(page: Arc<Page>) -> Self {
        let messages = Messages::of(&page.masthead().language);
        let context = Self { page, messages };
        provide_context(context.clone());
        context
    }

    /// Returns the address of another page of the same paper; see [`Page::address`].
    pub fn href(&self, place: PageId) -> Option<String> {
        self.address(&self.route.sibling(place))
    }

    /// Returns the address of a page in the paper of a language; see [`Page::address`].
    pub fn href_in(&self, language: &Language, place: PageId) -> Option<String> {
        self.address(&Route::new(language, &self.mastheads[0].language, place))
    }

    /// Returns the address of this page by which the browser asks the site for it, whatever is on the device.
    pub fn fresh(&self) -> String {
        format!("{}?{FRESH}", self.route.href(&self.route))
    }
}

impl Deref for PageContext {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// Makes a page of a paper that has nothing but a name.
#[cfg(test)]
pub(crate) fn bare_page(language: &str, path: &str, content: edition::page::Content) -> Page {
    let masthead = model::Masthead::new(Language::new(language), "The Lantern");
    Page { route: Route::from_path(path), mastheads: [masthead].into(), content, medium: edition::page::Medium::Site }
}
