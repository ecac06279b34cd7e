//! Tests damaged bundles, and servers that go away.

use crate::harness::{Fault, Tab, in_tab, town_bundle};

const DAMAGED: &str = "cut short or altered";
const MISSING: &str = "does not have this file";
const FOREIGN: &str = "Your network returned a different page";
const UNREACHABLE: &str = "did not answer";

/// Follows a link from a list to an article whose bundle fails, retries in vain, then retries successfully.
fn check_retry(fault: Fault, expected: &str) {
    in_tab(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.mark().await;
        tab.server.fail(&town_bundle("notice-23"), fault);
        tab.click("Notice 23").await;
        check_failed(tab, expected).await;
        // The address is that of the article: the reader can bookmark it, send it and open it later.
        tab.check_path("articles/notice-23/").await;

        tab.click("Try again").await;
        check_failed(tab, expected).await;

        tab.server.mend();
        tab.click("Try again").await;
        tab.check_heading("Notice 23").await;
        tab.check_path("articles/notice-23/").await;
        tab.check_marked().await;

        tab.back().await;
        tab.check_heading("May 2025").await;
    });
}

async fn check_failed(tab: &Tab, expected: &str) {
    tab.check_heading("This page could not be loaded").await;
    let text = tab.text("#content h1 + p").await;
    assert!(text.contains(expected), "{text:?} does not say {expected:?}");
}

#[test]
fn half_a_bundle_is_not_shown() {
    check_retry(Fault::Half, DAMAGED);
}

#[test]
fn a_connection_that_breaks_is_not_the_end() {
    check_retry(Fault::Cut, DAMAGED);
}

#[test]
fn a_missing_bundle_can_be_tried_again() {
    check_retry(Fault::Status(404), MISSING);
}

#[test]
fn a_server_error_can_be_tried_again() {
    check_retry(Fault::Status(500), UNREACHABLE);
}

#[test]
fn the_login_page_of_a_network_is_no_article() {
    check_retry(Fault::AnotherPage, FOREIGN);
}

#[test]
fn a_server_goes_away_and_comes_back() {
    in_tab(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.mark().await;
        tab.server.stop().await;
        tab.click("Notice 23").await;
        check_failed(tab, UNREACHABLE).await;

        // The previous page is one step back and needs no server.
        tab.back().await;
        tab.check_heading("May 2025").await;
        tab.forward().await;
        check_failed(tab, UNREACHABLE).await;

        tab.server.restart().await;
        tab.click("Try again").await;
        tab.check_heading("Notice 23").await;
        tab.check_marked().await;
    });
}

#[test]
fn a_loading_page_is_announced() {
    in_tab(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.server.fail(&town_bundle("notice-23"), Fault::Held);
        tab.click("Notice 23").await;
        tab.check_js("the status", "return document.querySelector('[role=status]').textContent", "Loading…".into())
            .await;
        tab.find(".loading-bar.loading").await;
        // Until the page arrives nothing else changes.
        tab.check_path("archive/2025-05/").await;
        tab.check_heading("May 2025").await;

        tab.server.mend();
        tab.check_heading("Notice 23").await;
        let status = "return document.querySelector('[role=status]').textContent";
        tab.check_js("the status", status, "Notice 23 — The Quay".into()).await;
    });
}

#[test]
fn the_last_link_that_was_clicked_wins() {
    in_tab(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.server.fail(&town_bundle("notice-23"), Fault::Held);
        tab.click("Notice 23").await;
        tab.click("Notice 24").await;
        tab.check_heading("Notice 24").await;
        tab.server.take_requests();
        tab.server.mend();
        // When this later request is answered, the held one is answered too.
        tab.click("Archive").await;
        tab.check_heading("Archive").await;
        tab.check_path("archive/").await;
        tab.back().await;
        tab.check_heading("Notice 24").await;
    });
}

#[test]
fn without_the_app_the_page_stays_and_links_work() {
    in_tab(async |tab| {
        let faults = [
            ("edition/head.json", Fault::Half),
            ("edition/head.json", Fault::AnotherPage),
            ("edition/m/", Fault::Half),
            ("edition/m/", Fault::Status(404)),
            ("offprint-", Fault::Status(404)),
            ("offprint-", Fault::AnotherPage),
        ];
        for (path, fault) in faults {
            tab.server.mend();
            tab.server.fail(path, fault);
            tab.visit("articles/library-roof/").await;
            tab.check_heading("The library gets its roof back").await;
            tab.click("The Quay").await;
            tab.check_path("").await;
            tab.check_title("The Quay").await;
            tab.click("The ferry is back").await;
            tab.check_heading("The ferry is back").await;
        }
    });
}
