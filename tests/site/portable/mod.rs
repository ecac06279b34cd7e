//! Tests portable editions: an edition, a part of it or one article in a single file that can be read anywhere.

mod contents;
mod hostile;
mod size;
mod text;

use std::collections::BTreeSet;

use edition::routes::Route;
use scraper::{ElementRef, Html};
use tests::packing::Packing;
use tests::shell_without_app;

use crate::driver::{SiteResult, SiteTest};
use crate::html::selector;

/// Builds the town with enough notices for several months.
fn town() -> SiteResult {
    let test = SiteTest::from_fixture("town");
    test.newsroom.write_notices(45);
    test.build()
}

/// Packs a portable edition of a site, with an app that nothing runs.
fn packing(site: &SiteResult) -> Packing<'_> {
    Packing::new(site.files(), shell_without_app())
}

/// Returns the elements of a selector.
fn all<'a>(page: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    page.select(&selector(css)).collect()
}

/// Returns the values of an attribute.
fn values<'a>(page: &'a Html, name: &str) -> Vec<&'a str> {
    let elements = all(page, &format!("[{name}]"));
    elements.into_iter().filter_map(|element| element.value().attr(name)).collect()
}

/// Returns the identifiers of a file, and checks that each is unique.
fn identifiers(page: &Html) -> BTreeSet<&str> {
    let mut identifiers = BTreeSet::new();
    for identifier in values(page, "id") {
        assert!(identifiers.insert(identifier), "{identifier:?} occurs twice");
    }
    identifiers
}

/// Checks that the file requests nothing: everything that a browser would fetch by itself is in the file, the rest are
/// links.
fn check_requests_nothing(html: &str) {
    let page = Html::parse_document(html);
    for name in ["src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "style"] {
        for value in values(&page, name) {
            assert!(name == "src" && value.starts_with("data:image/"), "{name}={value:.80}");
        }
    }
    for name in ["href", "xlink:href"] {
        for element in all(&page, &format!("[{}]", name.replace(':', "\\:"))) {
            assert_eq!(element.value().name(), "a", "{}", element.html());
        }
    }
    for address in values(&page, "href") {
        let leads = address.starts_with("#/")
            || ["https://", "http://", "geo:"].iter().any(|scheme| address.starts_with(scheme));
        assert!(leads, "a link to {address:?}");
    }
    for style in all(&page, "style") {
        let style = style.text().collect::<String>();
        assert!(!style.contains("url(") && !style.contains("@import"), "{style:.80}");
    }
    let policy = page.select(&selector("head > meta[http-equiv]")).next().expect("a policy");
    let policy = policy.value().attr("content").expect("a policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(
        !policy.contains("http") && !policy.contains("unsafe-inline") && !policy.contains("connect-src"),
        "{policy}"
    );
    assert!(all(&page, "link, iframe, object, embed, base, audio, video, source").is_empty());
}

/// Checks that every link within the file leads to an element of it, or to a page if the app makes the pages.
fn check_links(html: &str, has_app: bool) {
    let page = Html::parse_document(html);
    let identifiers = identifiers(&page);
    for fragment in values(&page, "href").into_iter().filter_map(|address| address.strip_prefix('#')) {
        let (route, identifier) = Route::from_fragment(fragment).unwrap_or_else(|| panic!("{fragment} is no route"));
        let article = Route::from_fragment(fragment).map(|(route, _)| route.fragment("").split_off(1));
        let is_carried = article.is_some_and(|article| identifiers.contains(&*article));
        if !has_app || is_carried || !identifier.is_empty() {
            assert!(identifiers.contains(fragment), "{fragment} leads to nothing in {}", route.path());
        }
    }
}

/// Returns what a reader sees of an article of a file, without white space and the numbers of footnotes.
fn text_of(page: &Html, path: &str) -> String {
    let article =
        all(page, "article").into_iter().find(|element| element.value().attr("id") == Some(&format!("/{path}")));
    let article = article.unwrap_or_else(|| panic!("no article {path}"));
    let mut text = String::new();
    push_text(&mut text, article);
    text
}

fn push_text(text: &mut String, element: ElementRef<'_>) {
    if element.value().attr("class") == Some("footnote-reference") {
        return;
    }
    for child in element.children() {
        match (ElementRef::wrap(child), child.value().as_text()) {
            (Some(element), _) => push_text(text, element),
            (None, Some(plain)) => text.push_str(&squeezed(plain)),
            (None, None) => {}
        }
    }
}

/// Returns text without white space, so that the layout of lines does not matter.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
