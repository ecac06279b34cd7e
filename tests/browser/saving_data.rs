//! Where data is dear, the app loads nothing unasked and says how much an edition would take.

use serde_json::json;

use crate::harness::{in_tab, on_device};

const SAVED: &str = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";

#[test]
fn where_data_is_dear_nothing_but_the_core_is_loaded_unasked() {
    for connection in ["{ saveData: true }", "{ effectiveType: '2g' }"] {
        on_device(async |tab| {
            let dear = format!("Object.defineProperty(navigator, 'connection', {{ value: {connection} }})");
            tab.before_each_page(&dear).await;
            tab.open("articles/notice-23/").await;
            tab.check_notice("can be saved on this device").await;
            let requests = tab.server.take_requests();
            let is_part = |path: &&String| path.ends_with(".wasm") && path.matches('.').count() > 1;
            assert_eq!(requests.iter().find(is_part), None, "{requests:?}");
            tab.press_button("Download").await;
            tab.check_kept().await;
        });
    }
}

#[test]
fn an_offer_that_the_reader_declines_is_gone() {
    on_device(async |tab| {
        tab.before_each_page("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })").await;
        tab.open("articles/notice-23/").await;
        tab.check_notice("can be saved on this device").await;
        tab.press_button("Not now").await;
        tab.check_no_notice().await;
        tab.server.take_requests();
        tab.press_button("Save").await;
        tab.check_js("the button", SAVED, json!("true")).await;
        // By then the machine has handled all events that waited for it.
        tab.click("On this device").await;
        tab.check_heading("On this device").await;
        let requests = tab.server.take_requests();
        // A saved article needs the app offline, which the service worker stores, but no edition.
        let is_download = |path: &&String| path.starts_with("edition/b/");
        assert_eq!(requests.iter().find(is_download), None, "{requests:?}");
        tab.check_no_notice().await;
    });
}

#[test]
fn the_open_article_is_shared_without_being_fetched_again() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        tab.find("dialog").await;
        tab.server.stop().await;
        tab.press_button("Save the file").await;
        tab.check_message("The file is ready").await;
    });
}
