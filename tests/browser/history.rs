//! Tests going back and forward, also while a page is loading.

use serde_json::json;

use crate::harness::{Fault, Setup, Tab, in_tab, long_article, long_bundle};

/// The app once showed the loading page under the address of another entry.
#[test]
fn a_loading_page_is_dropped_when_the_reader_goes_back() {
    Setup::new().with_site(long_article()).run(async |tab| {
        hold_the_way_back(tab).await;
        tab.forward().await;
        tab.check_path("archive/").await;
        tab.server.mend();
        // When this later request is answered, the held one is answered too.
        tab.click("Topics").await;
        tab.check_heading("Topics").await;
        tab.back().await;
        tab.check_heading("Archive").await;
        tab.check_path("archive/").await;
        tab.check_marked().await;
    });
}

/// The browser resolves links against the address, which is already that of the loading page.
#[test]
fn links_lead_where_they_led_while_a_page_is_on_its_way_back() {
    Setup::new().with_site(long_article()).run(async |tab| {
        hold_the_way_back(tab).await;
        tab.click("May 2025").await;
        tab.check_heading("May 2025").await;
        tab.check_path("archive/2025-05/").await;
        tab.check_marked().await;
        tab.server.mend();
    });
}

/// Goes from an article to the archive and back, with the article held up: it is too long to be remembered.
async fn hold_the_way_back(tab: &Tab) {
    tab.open("articles/long/").await;
    tab.mark().await;
    tab.click("Archive").await;
    tab.check_heading("Archive").await;
    tab.devtools("Network.enable", json!({})).await;
    tab.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    tab.server.fail(&long_bundle(), Fault::Held);
    tab.back().await;
    tab.check_path("articles/long/").await;
    tab.check_heading("Archive").await;
}

#[test]
fn the_keyboard_goes_on_at_the_link_that_was_followed() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.click("A fair without a ship").await;
        tab.check_focus_on_heading().await;
        tab.back().await;
        tab.check_title("The Quay").await;
        tab.check_focus("a[href='articles/harbour-fair/']").await;
    });
}

#[test]
fn a_link_to_a_place_on_another_page_puts_the_focus_there() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.js("document.querySelector('.teaser-headline a').href = 'articles/harbour-fair/#content'").await;
        tab.click_on(".teaser-headline a").await;
        tab.check_heading("A fair without a ship").await;
        tab.check_focus("#content").await;
    });
}

#[test]
fn a_link_to_the_present_page_makes_no_entry() {
    in_tab(async |tab| {
        tab.open("archive/").await;
        let entries = tab.js("return history.length").await;
        for _ in 0..3 {
            tab.click("Archive").await;
        }
        tab.click("Topics").await;
        tab.check_heading("Topics").await;
        let entries = entries.as_u64().expect("a number") + 1;
        tab.check_js("the entries of the history", "return history.length", json!(entries)).await;
    });
}

#[test]
fn the_metadata_of_the_first_page_goes_with_it() {
    in_tab(async |tab| {
        tab.open("articles/harbour-fair/").await;
        tab.click("Archive").await;
        tab.check_heading("Archive").await;
        let selector = "meta[property], meta[name=description], link[rel=canonical], link[hreflang]";
        tab.check_js("the metadata", &format!("return document.querySelectorAll('{selector}').length"), json!(0)).await;
    });
}
