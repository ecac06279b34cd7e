//! The page that a view belongs to.

use std::ops::Deref;
use std::sync::Arc;

use leptos::prelude::*;
use messages::Messages;
use model::Language;

use edition::page::Page;
use edition::routes::{FRESH, PageId, Route};

/// The page that a view belongs to, and the messages in its language. It dereferences to the page.
#[derive(Clone)]
pub struct PageContext {
    page: Arc<Page>,
    /// The messages of the interface, in the page's language.
    pub messages: &'static Messages,
}

/// Returns the page that a component belongs to. [`PageContext::provide`] must have been called above it.
pub fn use_page() -> PageContext {
    // Leptos's `expect_context` adds 1 KiB to the app because it can print any text.
    use_context().expect("no page is provided above this component")
}

impl PageContext {
    /// Provides the context of a page to all components rendered below, and returns it.
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

    /// Returns the address that makes the browser request this page from the site, even if the device has it.
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

/// Makes a page of a paper that has only a name.
#[cfg(test)]
pub(crate) fn bare_page(language: &str, path: &str, content: edition::page::Content) -> Page {
    let masthead = model::Masthead::new(Language::new(language), "The Lantern");
    Page { route: Route::from_path(path), mastheads: [masthead].into(), content, medium: edition::page::Medium::Site }
}
