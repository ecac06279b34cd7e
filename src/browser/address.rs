//! Where the site is, and which of its pages an address means.

use web_sys::Url;

use super::dom;
use crate::routes::Route;

/// Where the site is.
#[derive(Clone)]
pub(super) struct Address {
    /// The address of the site's root, ending with a slash.
    root: String,
}

/// A place on a page of the site.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The page.
    pub route: Route,
    /// The identifier of an element of the page, empty for its top.
    pub fragment: String,
}

impl Address {
    /// The address that the prerendered page tells in `data-root`, relative to itself.
    pub(super) fn of_document() -> Option<Self> {
        let root = dom::html()?.get_attribute("data-root")?;
        let root = if root.is_empty() { "./" } else { &root };
        let root = Url::new_with_base(root, &dom::location()).ok()?;
        root.set_search("");
        root.set_hash("");
        Some(Self { root: root.href() })
    }

    pub(super) fn root(&self) -> String {
        self.root.clone()
    }

    /// What an absolute address means; none when it leads out of the site.
    pub(super) fn target(&self, address: &str) -> Option<Target> {
        let url = Url::new(address).ok()?;
        let fragment = url.hash().trim_start_matches('#').to_owned();
        url.set_hash("");
        url.set_search("");
        let href = url.href();
        let path = href.strip_prefix(&self.root)?;
        Some(Target { route: Route::from_path(path), fragment })
    }

    /// The absolute address of a place on a page.
    pub(super) fn of(&self, target: &Target) -> String {
        let mut address = format!("{}{}", self.root, target.route.path());
        if !target.fragment.is_empty() {
            address.push('#');
            address.push_str(&target.fragment);
        }
        address
    }
}
