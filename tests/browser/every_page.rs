//! Tests every page of whole sites: the app recognizes each, and the console stays empty.

use std::sync::Arc;

use crate::harness::{Setup, Site, every_block, sample};

/// A script that records that an element replaced the prerendered one.
const WATCH: &str = "
    new MutationObserver(records => {
        const removed = records.flatMap(record => [...record.removedNodes]);
        if (removed.some(node => node.id === 'offprint')) window.taken_over = true;
    }).observe(document, { childList: true, subtree: true });";

fn check_every_page(site: Arc<Site>) {
    let is_page = |(path, bytes): &(&String, &Vec<u8>)| {
        // A redirect from an old address is no page of the app, and neither is a card for other people's pages.
        path.ends_with("index.html") && String::from_utf8_lossy(bytes).contains(" data-root=\"")
    };
    let pages: Vec<String> =
        site.iter().filter(is_page).map(|(path, _)| path.trim_end_matches("index.html").to_owned()).collect();
    Setup::new().keeping().with_site(site).run(async |tab| {
        tab.before_each_page(WATCH).await;
        for page in &pages {
            tab.open(page).await;
            tab.check_js(&format!("{page:?} to be taken over"), "return window.taken_over ?? false", true.into()).await;
            tab.check_console_is_empty(page).await;
        }
    });
}

#[test]
fn of_the_fixture_with_every_block() {
    check_every_page(every_block());
}

#[test]
fn of_the_sample_newsroom() {
    check_every_page(sample());
}
