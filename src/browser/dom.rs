//! Small functions that read and change the document.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, NodeList, Url, Window};

use model::Language;

use edition::page::{Content, Page};
use edition::routes::FRESH;

/// Returns the window, which exists wherever the app runs.
pub(super) fn window() -> Window {
    leptos::prelude::window()
}

/// Returns the document of the window.
pub(super) fn document() -> Document {
    leptos::prelude::document()
}

/// Returns the `html` element.
pub(super) fn html() -> Option<Element> {
    document().document_element()
}

/// Sets the state of the app for styles and tests: `started`, `active` once it follows links and carries out presses, `ready`
/// once it has taken over the page, or `failed` if it cannot start.
pub(super) fn set_app(state: &str) {
    if let Some(html) = html() {
        // Only styles and tests depend on it.
        let _ = html.set_attribute("data-app", state);
    }
}

/// Returns whether the document is the empty page from the service worker.
pub(super) fn is_offline_page() -> bool {
    html().is_some_and(|html| html.has_attribute("data-offline"))
}

/// Returns an attribute of the `html` element, if it has one.
pub(super) fn attribute(name: &str) -> Option<String> {
    html()?.get_attribute(name)
}

/// Returns the language of the page.
pub(super) fn language() -> Language {
    Language::new(&attribute("lang").unwrap_or_default())
}

/// Returns the path of the app's script below the root of the site.
pub(super) fn script(root: &str) -> Option<String> {
    let script = document().query_selector("script[type=module]").ok()??.get_attribute("src")?;
    Some(resolve(&script, &location())?.strip_prefix(root)?.to_owned())
}

/// Returns the address of the document.
pub(super) fn location() -> String {
    window().location().href().unwrap_or_default()
}

/// Makes an address from a page absolute.
pub(super) fn resolve(written: &str, base: &str) -> Option<String> {
    Url::new_with_base(written, base).ok().map(|url| url.href())
}

/// Returns the month of the page's article, if the page shows one.
pub(super) fn month() -> Option<String> {
    attribute("data-month").filter(|month| !month.is_empty())
}

/// Waits for a future; returns `None` if it takes longer than the timeout.
pub(super) async fn within<T>(timeout: Duration, future: impl Future<Output = T>) -> Option<T> {
    let milliseconds = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
    let timer = Promise::new(&mut |resolve, _| {
        // Every window has timers.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    match select(pin!(future), pin!(JsFuture::from(timer))).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}

/// Returns whether the reader has selected any text.
pub(super) fn has_selection() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}

/// Finds an element by its identifier.
pub(super) fn element(identifier: &str) -> Option<Element> {
    document().get_element_by_id(identifier)
}

/// Finds the first link on the page with this `href`.
pub(super) fn link(written: &str) -> Option<Element> {
    let selector = format!("a[href=\"{}\"]", written.replace(['"', '\\'], ""));
    document().query_selector(&selector).ok().flatten()
}

/// Navigates to an address, which ends the app.
pub(super) fn navigate_away(address: &str) {
    // The address is on this site. If the browser refuses it, the page stays.
    let _ = window().location().assign(address);
}

/// Returns the address that makes the browser request a page from the site, even if the device has it.
pub(super) fn fresh(address: &str) -> String {
    let page = address.split('#').next().unwrap_or(address);
    let (page, query) = page.split_once('?').unwrap_or((page, ""));
    let and = if query.is_empty() { "" } else { "&" };
    format!("{page}?{FRESH}{and}{query}")
}

/// Reloads the open page from the site itself.
pub(super) fn ask_the_site() {
    // The address is on this site. If the browser refuses it, the page stays.
    let _ = window().location().replace(&fresh(&location()));
}

/// Returns whether the browser requested this document from the site itself.
pub(super) fn asks_the_site() -> bool {
    let search = window().location().search().unwrap_or_default();
    search.trim_start_matches('?').split('&').any(|name| name == FRESH)
}

/// Finds all elements of a selector in the document.
pub(super) fn elements(selector: &str) -> Vec<Element> {
    listed(document().query_selector_all(selector))
}

/// Finds all elements of a selector inside an element.
pub(super) fn elements_in(root: &Element, selector: &str) -> Vec<Element> {
    listed(root.query_selector_all(selector))
}

fn listed(found: Result<NodeList, JsValue>) -> Vec<Element> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

/// Finds the elements of a selector that have an action, and their actions.
pub(super) fn actions(selector: &str) -> Vec<(Element, String)> {
    elements(selector)
        .into_iter()
        .filter_map(|element| element.get_attribute("data-do").map(|action| (element, action)))
        .collect()
}

/// Makes title, attributes and head of the document match a page.
pub(super) fn describe(page: &Page) {
    if html().is_none_or(|html| !html.has_attribute("data-neutral")) {
        document().set_title(&crate::title::title(page));
    }
    remove(
        "head link[rel=canonical], head link[hreflang], head meta[property], head meta[name=description], \
         head script[type='application/ld+json']",
    );
    let Some(html) = html() else { return };
    let language = &page.masthead().language;
    let root = page.route.root();
    let month = match &page.content {
        Content::Article(article) => article.month(),
        _ => "",
    };
    let attributes = [
        ("lang", language.as_str()),
        ("dir", language.direction().as_str()),
        ("data-root", &root),
        ("data-month", month),
    ];
    for (name, value) in attributes {
        // This cannot fail: the names are valid.
        let _ = html.set_attribute(name, value);
    }
}

/// Removes elements that describe only the loaded page.
fn remove(selector: &str) {
    elements(selector).iter().for_each(Element::remove);
}

/// Makes the addresses in the head absolute. They are relative to the loaded page, and would break once the app changes
/// the document's address.
pub(super) fn settle_head() {
    let base = location();
    for link in elements("head link[href]") {
        let href = link.get_attribute("href").unwrap_or_default();
        if let Some(address) = resolve(&href, &base) {
            // This cannot fail: the name is valid.
            let _ = link.set_attribute("href", &address);
        }
    }
}

/// Returns whether the page has been loaded, with all its pictures and styles.
pub(super) fn is_loaded() -> bool {
    document().ready_state() == "complete"
}

/// Opens the fold-outs around an element, as browsers do for a link into one.
pub(super) fn reveal(element: &Element) {
    let mut inner = element.clone();
    while let Ok(Some(fold_out)) = inner.closest("details:not([open])") {
        // This cannot fail: the name is valid.
        let _ = fold_out.set_attribute("open", "");
        inner = fold_out;
    }
}

/// Focuses an element without scrolling to it.
pub(super) fn focus(element: &Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // If this fails, the element has no focus, and nothing else is lost.
        let _ = element.focus_with_options(&options);
    }
}

/// Focuses text, which the keyboard alone does not reach, so that a screen reader continues there.
pub(super) fn focus_text(element: &Element) {
    if element.get_attribute("tabindex").is_none() && element.tag_name() != "A" {
        // If this fails, the element has no focus, and nothing else is lost.
        let _ = element.set_attribute("tabindex", "-1");
    }
    focus(element);
}
