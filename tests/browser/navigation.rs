//! Tests following links inside the site.

use crate::harness::{in_tab, town_bundle};

#[test]
fn from_the_front_page_to_an_article_and_back() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.check_title("The Quay").await;
        tab.mark().await;
        let scroll = tab.scroll_to_link("A fair without a ship").await;
        tab.click("A fair without a ship").await;
        tab.check_path("articles/harbour-fair/").await;
        tab.check_title("A fair without a ship — The Quay").await;
        tab.check_heading("A fair without a ship").await;
        tab.check_focus_on_heading().await;
        tab.check_scroll(0.0).await;

        tab.back().await;
        tab.check_path("").await;
        tab.check_title("The Quay").await;
        tab.check_scroll(scroll).await;

        tab.forward().await;
        tab.check_heading("A fair without a ship").await;
        tab.check_scroll(0.0).await;
        tab.check_marked().await;
        tab.check_console_is_empty("the way to an article and back").await;
    });
}

#[test]
fn a_deep_link_opens_an_article() {
    in_tab(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        tab.check_title("The library gets its roof back — The Quay").await;
        tab.mark().await;
        tab.click("The Quay").await;
        tab.check_path("").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.back().await;
        tab.back().await;
        tab.check_heading("The library gets its roof back").await;
        tab.check_marked().await;
    });
}

#[test]
fn a_link_in_the_text_leads_to_another_article() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.mark().await;
        tab.click("a story of its own").await;
        tab.check_path("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        tab.check_marked().await;
    });
}

#[test]
fn an_article_costs_one_bundle() {
    in_tab(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.server.take_requests();
        tab.click("Notice 23").await;
        tab.check_heading("Notice 23").await;
        tab.check_requests(&[&town_bundle("notice-23")]);

        tab.back().await;
        tab.check_heading("May 2025").await;
        tab.check_requests(&[]);
    });
}

#[test]
fn the_newest_articles_cost_nothing_after_the_front_page() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.server.take_requests();
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        // The picture is larger there than on the front page.
        let picture = tab.js("return new URL(document.images[0].currentSrc).pathname.slice(1)").await;
        tab.check_requests(&[picture.as_str().expect("an address")]);
    });
}

#[test]
fn a_footnote_and_back_to_the_text() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.mark().await;
        let reading = tab.scroll_to(".footnote-reference a").await;
        tab.click_on(".footnote-reference a").await;
        tab.check_js("the address", "return location.hash", "#footnote-1".into()).await;
        let noted = tab.scroll().await;
        assert!(noted > reading, "the footnote is below the text");
        tab.back().await;
        tab.check_js("the address", "return location.hash", "".into()).await;
        tab.check_scroll(reading).await;
        tab.forward().await;
        tab.check_scroll(noted).await;
        tab.click_on(".footnote [role=doc-backlink]").await;
        tab.check_js("the address", "return location.hash", "#reference-1".into()).await;
        tab.check_heading("The ferry is back").await;
        tab.check_marked().await;

        tab.click("The Quay").await;
        tab.check_path("").await;
        tab.back().await;
        tab.check_heading("The ferry is back").await;
        tab.check_js("the address", "return location.hash", "#reference-1".into()).await;
        tab.check_marked().await;
    });
}

#[test]
fn the_scroll_of_a_page_outlives_a_reload() {
    in_tab(async |tab| {
        tab.open("").await;
        let scroll = tab.scroll_to_link("A fair without a ship").await;
        tab.reload().await;
        tab.check_scroll(scroll).await;
        tab.click("A fair without a ship").await;
        tab.check_heading("A fair without a ship").await;
        tab.reload().await;
        tab.back().await;
        tab.check_title("The Quay").await;
        tab.check_scroll(scroll).await;
    });
}

#[test]
fn a_click_with_the_control_key_opens_another_tab() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.click_with_control("The ferry is back").await;
        tab.check_tabs(2).await;
        tab.check_path("").await;
        tab.check_title("The Quay").await;
    });
}

#[test]
fn links_out_of_the_site_are_left_to_the_browser() {
    in_tab(async |tab| {
        tab.open("").await;
        // The address leads nowhere: the browser's attempt is enough.
        tab.js("document.querySelector('.colophon a[rel~=external]').href = '/outside/'").await;
        tab.js("document.documentElement.dataset.root = 'articles/'").await;
        tab.mark().await;
        tab.click("Telegram").await;
        tab.check_js("the address", "return location.pathname", "/outside/".into()).await;
        tab.check_js("a mark", "return window.mark ?? null", serde_json::Value::Null).await;
    });
}
