//! Tests what goes over the network, and what does not.

use std::sync::Arc;

use crate::harness::{Exchange, Tab, in_tab, on_device};

const HEAD: &str = "edition/head.json";

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
    // The browser's own first page has `chrome:` addresses, which are no hosts.
    let goes_out = |address: &&String| address.starts_with("http") || address.starts_with("ws");
    let others: Vec<_> = requests.iter().filter(goes_out).filter(|address| !address.starts_with(&origin)).collect();
    assert!(others.is_empty(), "{others:#?}");
}

/// A reader with an expensive connection opens the paper every day, and on most days nothing is new.
#[test]
fn a_visit_with_nothing_new_costs_next_to_nothing() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.wait_for_quiet_after(HEAD).await;
        tab.server.take_exchanges();

        tab.open("").await;
        tab.server.wait_for_quiet_after(HEAD).await;
        let exchanges = tab.server.take_exchanges();
        assert_eq!(asked(&exchanges, false), [HEAD]);
        // The browser checks for a newer worker at times of its own.
        assert!(asked(&exchanges, true).iter().all(|path| *path == "service-worker.js"), "{exchanges:#?}");
        let bytes: u64 = exchanges.iter().map(|exchange| exchange.bytes()).sum();
        assert!(bytes < 600, "{bytes} bytes, though nothing has changed");
    });
}

fn asked(exchanges: &[Arc<Exchange>], by_worker: bool) -> Vec<&str> {
    let found = exchanges.iter().filter(|exchange| exchange.by_worker == by_worker);
    found.map(|exchange| exchange.path.as_str()).collect()
}
