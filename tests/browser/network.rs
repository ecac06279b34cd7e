//! What goes over the network, and what does not.

use crate::harness::{Tab, in_tab};

/// A page of each kind.
const PAGES: [&str; 14] = [
    "",
    "ru/",
    "fa/",
    "sections/news/",
    "sections/notices/page/1/",
    "archive/",
    "archive/2026-11/",
    "topics/",
    "topics/harbour/",
    "places/",
    "places/gull-island/",
    "about/",
    "articles/ferry-is-back/",
    "fa/articles/ferry-is-back/",
];

#[test]
fn no_page_says_anything_on_the_console() {
    in_tab(async |tab| {
        for page in PAGES {
            tab.open(page).await;
            tab.check_console_is_empty(page).await;
        }
    });
}

#[test]
fn no_request_goes_to_any_other_host() {
    in_tab(async |tab| {
        for page in PAGES {
            tab.open(page).await;
        }
        tab.click("English").await;
        tab.check_heading("The ferry is back").await;
        check_own_requests(tab).await;
    });
}

async fn check_own_requests(tab: &Tab) {
    let requests = tab.all_requests().await;
    assert!(requests.len() > PAGES.len(), "the browser tells of its requests");
    let origin = tab.server.origin();
    // The browser's own first page is made of `chrome:` addresses, which are no hosts.
    let goes_out = |address: &&String| address.starts_with("http") || address.starts_with("ws");
    let others: Vec<_> = requests.iter().filter(goes_out).filter(|address| !address.starts_with(&origin)).collect();
    assert!(others.is_empty(), "{others:#?}");
}
