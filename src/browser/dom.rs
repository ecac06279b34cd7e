//! Small questions to the document, and small changes of it.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, Url, Window};

use model::Language;

use edition::page::{Content, Page};
use edition::routes::FRESH;

/// The window. There is one wherever this app runs.
pub(super) fn window() -> Window {
    leptos::prelude::window()
}

/// The document of the window.
pub(super) fn document() -> Document {
    leptos::prelude::document()
}

/// The `html` element.
pub(super) fn html() -> Option<Element> {
    document().document_element()
}

/// Says for styles and tests how the app does: `started`, `ready` when links are followed by it, `failed` when it cannot
/// start.
pub(super) fn set_app(state: &str) {
    if let Some(html) = html() {
        // Nothing else depends on it.
        let _ = html.set_attribute("data-app", state);
    }
}

/// Whether the document is the page without content with which the service worker answers.
pub(super) fn is_offline_page() -> bool {
    html().is_some_and(|html| html.has_attribute("data-offline"))
}

/// An attribute of the `html` element, where it has one.
pub(super) fn attribute(name: &str) -> Option<String> {
    html()?.get_attribute(name)
}

/// The language of the page.
pub(super) fn language() -> Language {
    Language::new(&attribute("lang").unwrap_or_default())
}

/// The path of the app's script below the root of the site.
pub(super) fn script(root: &str) -> Option<String> {
    let script = document().query_selector("script[type=module]").ok()??.get_attribute("src")?;
    Some(resolve(&script, &location())?.strip_prefix(root)?.to_owned())
}

/// The address of the document.
pub(super) fn location() -> String {
    window().location().href().unwrap_or_default()
}

/// An address that is written on a page, made absolute.
pub(super) fn resolve(written: &str, base: &str) -> Option<String> {
    Url::new_with_base(written, base).ok().map(|url| url.href())
}

/// The month of the article of the page, for a page that shows one.
pub(super) fn month() -> Option<String> {
    attribute("data-month").filter(|month| !month.is_empty())
}

/// What a future gives, unless that takes longer.
pub(super) async fn within<T>(timeout: Duration, future: impl Future<Output = T>) -> Option<T> {
    let milliseconds = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
    let timer = Promise::new(&mut |resolve, _| {
        // There is a timer in every window.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    match select(pin!(future), pin!(JsFuture::from(timer))).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}

/// Whether the reader has selected any text.
pub(super) fn has_selection() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}

/// The element of that identifier.
pub(super) fn element(identifier: &str) -> Option<Element> {
    document().get_element_by_id(identifier)
}

/// The first link that is written so on the page.
pub(super) fn link(written: &str) -> Option<Element> {
    let selector = format!("a[href=\"{}\"]", written.replace(['"', '\\'], ""));
    document().query_selector(&selector).ok().flatten()
}

/// Leaves the app for an address.
pub(super) fn navigate_away(address: &str) {
    // An address of this site; a browser that refuses it stays where it is.
    let _ = window().location().assign(address);
}

/// The address with which the site itself is asked for a page, whatever the device has.
pub(super) fn fresh(address: &str) -> String {
    let page = address.split('#').next().unwrap_or(address);
    let (page, query) = page.split_once('?').unwrap_or((page, ""));
    let and = if query.is_empty() { "" } else { "&" };
    format!("{page}?{FRESH}{and}{query}")
}

/// Asks the site itself for the open page.
pub(super) fn ask_the_site() {
    // An address of this site; a browser that refuses it stays where it is.
    let _ = window().location().replace(&fresh(&location()));
}

/// Whether the site itself was asked for this document.
pub(super) fn asks_the_site() -> bool {
    let search = window().location().search().unwrap_or_default();
    search.trim_start_matches('?').split('&').any(|name| name == FRESH)
}

/// The elements of a selector.
pub(super) fn elements(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

/// The elements of a selector that do something, and what.
pub(super) fn actions(selector: &str) -> Vec<(Element, String)> {
    elements(selector)
        .into_iter()
        .filter_map(|element| element.get_attribute("data-do").map(|action| (element, action)))
        .collect()
}

/// Tells the document what page it is now.
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
        // The names are valid, and nothing else can fail.
        let _ = html.set_attribute(name, value);
    }
}

/// Removes what describes the page that was loaded and would be untrue of any other.
fn remove(selector: &str) {
    elements(selector).iter().for_each(Element::remove);
}

/// Makes the addresses in the head absolute: they are relative to the page that was loaded, and would lead elsewhere once
/// the app changes the document's address.
pub(super) fn settle_head() {
    let base = location();
    for link in elements("head link[href]") {
        let href = link.get_attribute("href").unwrap_or_default();
        if let Some(address) = resolve(&href, &base) {
            // The name is valid, and nothing else can fail.
            let _ = link.set_attribute("href", &address);
        }
    }
}

/// Whether the page and all that it shows has been loaded.
pub(super) fn is_loaded() -> bool {
    document().ready_state() == "complete"
}

/// Puts the keyboard's focus on an element without scrolling to it.
pub(super) fn focus(element: &Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Nothing is lost when this fails: the element is then not focused.
        let _ = element.focus_with_options(&options);
    }
}

/// Puts the focus on text, which the keyboard does not reach by itself, so that a screen reader goes on there.
pub(super) fn focus_text(element: &Element) {
    if element.get_attribute("tabindex").is_none() && element.tag_name() != "A" {
        // Nothing is lost when this fails: the element is then not focused.
        let _ = element.set_attribute("tabindex", "-1");
    }
    focus(element);
}
