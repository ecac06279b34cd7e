//! The address of the site, and the pages that addresses lead to.

use web_sys::Url;

use super::dom;
use super::network::single_file;
use edition::routes::Route;

/// The address of a site or a portable edition.
#[derive(Clone)]
pub(super) struct Address {
    /// The address of the site's root, with a slash at its end; for a portable edition, the address of its file.
    root: String,
    /// The first page of a portable edition; `None` for a site.
    first: Option<Route>,
}

/// A place on a page of the site.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The page.
    pub route: Route,
    /// The identifier of an element of the page; empty for the top of the page.
    pub fragment: String,
}

impl Address {
    /// Reads the address from the document's `data-root`, which is relative to the page.
    pub(super) fn of_document() -> Option<Self> {
        if let Some(first) = single_file::first_page() {
            let file = Url::new(&dom::location()).ok()?;
            file.set_hash("");
            return Some(Self { root: file.href(), first: Some(Route::from_path(&first)) });
        }
        let root = dom::html()?.get_attribute("data-root")?;
        let root = if root.is_empty() { "./" } else { &root };
        let root = Url::new_with_base(root, &dom::location()).ok()?;
        root.set_search("");
        root.set_hash("");
        Some(Self { root: root.href(), first: None })
    }

    pub(super) fn root(&self) -> String {
        self.root.clone()
    }

    /// Returns whether the document is a portable edition.
    pub(super) fn is_file(&self) -> bool {
        self.first.is_some()
    }

    /// Returns the target of an absolute address; `None` for an address outside the site.
    pub(super) fn target(&self, address: &str) -> Option<Target> {
        if let Some(first) = &self.first {
            let (file, fragment) = address.split_once('#').unwrap_or((address, ""));
            let (route, identifier) = Route::from_fragment(fragment).unwrap_or((first.clone(), ""));
            let fragment = if identifier.is_empty() { "" } else { fragment };
            return (file == self.root).then(|| Target { route, fragment: fragment.to_owned() });
        }
        let url = Url::new(address).ok()?;
        let fragment = url.hash().trim_start_matches('#').to_owned();
        url.set_hash("");
        url.set_search("");
        let href = url.href();
        let path = href.strip_prefix(&self.root)?;
        Some(Target { route: Route::from_path(path), fragment })
    }

    /// Returns the absolute address of a target.
    pub(super) fn of(&self, target: &Target) -> String {
        if self.first.is_some() && target.fragment.is_empty() {
            return format!("{}{}", self.root, target.route.fragment(""));
        }
        let path = if self.first.is_some() { String::new() } else { target.route.path() };
        let mut address = format!("{}{path}", self.root);
        if !target.fragment.is_empty() {
            address.push('#');
            address.push_str(&target.fragment);
        }
        address
    }
}
