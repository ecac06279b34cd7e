//! What every view knows of the page that it stands on.

use messages::Messages;
use model::Language;

use edition::page::Page;
use edition::routes::{FRESH, PageId, Route};

/// The page that a view stands on, and the words of the interface in its language.
#[derive(Clone, Copy)]
pub struct PageContext<'a> {
    /// The page.
    pub page: &'a Page,
    /// The words of the interface, in the page's language.
    pub messages: &'static Messages,
}

impl<'a> PageContext<'a> {
    /// Returns the context of a page.
    pub fn new(page: &'a Page) -> Self {
        Self { page, messages: Messages::of(&page.masthead().language) }
    }

    /// Returns the address of another page of the same paper; see [`Page::address`].
    pub fn href(self, place: PageId) -> Option<String> {
        self.page.address(&self.page.route.sibling(place))
    }

    /// Returns the address of a page in the paper of a language; see [`Page::address`].
    pub fn href_in(self, language: &Language, place: PageId) -> Option<String> {
        self.page.address(&Route::new(language, &self.page.mastheads[0].language, place))
    }

    /// Returns the address of this page by which the browser asks the site for it, whatever is on the device.
    pub fn fresh(self) -> String {
        format!("{}?{FRESH}", self.page.route.href(&self.page.route))
    }
}

/// Makes a page of a paper that has nothing but a name.
#[cfg(test)]
pub(crate) fn bare_page(language: &str, path: &str, content: edition::page::Content) -> Page {
    let masthead = model::Masthead::new(Language::new(language), "The Lantern");
    Page { route: Route::from_path(path), mastheads: [masthead].into(), content, medium: edition::page::Medium::Site }
}
