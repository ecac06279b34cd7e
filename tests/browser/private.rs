//! Tests that nothing is stored when the reader asks so, and the quick exit.

use serde_json::json;

use crate::harness::{Fault, Key, Tab, core, in_tab, on_device, town, until};

/// A script that returns everything that a site can leave in a browser.
const LEFT: &str = "return [
    (await indexedDB.databases()).map(it => it.name),
    await caches.keys(),
    Object.keys(localStorage),
    Object.keys(sessionStorage),
    (await navigator.serviceWorker.getRegistrations()).map(it => it.scope),
    document.cookie,
]";

async fn check_nothing_left(tab: &Tab) {
    assert_eq!(tab.ask(LEFT).await, json!([[], [], [], [], [], ""]));
}

#[test]
fn a_private_tab_writes_nothing() {
    in_tab(async |tab| {
        for page in ["", "articles/library-roof/", "archive/", "device/"] {
            tab.open(page).await;
        }
        tab.check_text(".device", "You are reading privately").await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        check_nothing_left(tab).await;
        tab.press_button("Save").await;
        tab.check_notice("You are reading privately").await;
        check_nothing_left(tab).await;
    });
}

#[test]
fn a_tab_that_was_opened_from_a_private_one_is_private_too() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.erase_everything("Read privately").await;
        tab.open_in_new_tab("archive/2025-05/").await;
        tab.click("Notice 23").await;
        tab.check_heading("Notice 23").await;
        tab.open("device/").await;
        tab.check_text(".device", "You are reading privately").await;
        check_nothing_left(tab).await;
    });
}

#[test]
fn everything_is_forgotten_and_stays_so_in_this_tab() {
    on_device(async |tab| {
        tab.open("articles/notice-23/").await;
        tab.check_kept().await;
        tab.press_button("Save").await;
        tab.erase_everything("Forget everything").await;
        check_nothing_left(tab).await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.open("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        check_nothing_left(tab).await;
        tab.open("device/").await;
        tab.check_text(".device", "You are reading privately").await;
    });
}

#[test]
fn reading_privately_begins_with_forgetting() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.erase_everything("Read privately").await;
        tab.check_text(".device", "You are reading privately").await;
        check_nothing_left(tab).await;
    });
}

#[test]
fn another_tab_does_not_stand_in_the_way() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.open_in_new_tab("archive/2025-05/").await;
        tab.erase_everything("Forget everything").await;
        tab.switch_to_tab(0).await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.reload().await;
        tab.open("device/").await;
        tab.check_text(".device", "You are reading privately").await;
        check_nothing_left(tab).await;
    });
}

async fn check_left(tab: &Tab) {
    until("the empty page", async || match tab.address().await {
        address if address == "about:blank" => Ok(()),
        address => Err(address),
    })
    .await;
    tab.back().await;
    let address = tab.address().await;
    assert!(!address.contains("articles/library-roof"), "the page is one step back: {address}");
}

#[test]
fn a_key_leaves_the_page_at_once() {
    in_tab(async |tab| {
        // The key counts before the app is there.
        tab.server.fail(&core(&town()), Fault::Held);
        tab.visit("articles/library-roof/").await;
        tab.check_js("the script", "return document.documentElement.dataset.app", json!("loading")).await;
        tab.press_twice(Key::Escape).await;
        check_left(tab).await;
    });
}

#[test]
fn one_press_of_the_key_or_two_that_close_dialogs_leave_nothing() {
    in_tab(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.press(Key::Escape).await;
        tab.press_button("Share").await;
        tab.find("dialog").await;
        tab.press_twice(Key::Escape).await;
        tab.check_dialogs(0).await;
        tab.check_path("articles/library-roof/").await;
    });
}

#[test]
fn the_reader_can_turn_the_key_off() {
    on_device(async |tab| {
        tab.open("device/").await;
        tab.check_kept().await;
        tab.tick("Leave when I press Escape twice").await;
        tab.check_js("the choice", NO_ESCAPE, json!(true)).await;
        tab.open("articles/library-roof/").await;
        tab.press_twice(Key::Escape).await;
        tab.click("The Quay").await;
        tab.check_path("").await;
        tab.open("device/").await;
        tab.tick("Leave when I press Escape twice").await;
        tab.check_js("the choice", NO_ESCAPE, json!(false)).await;
        tab.press_twice(Key::Escape).await;
        check_left(tab).await;
    });
}

#[test]
fn the_choice_counts_in_every_tab_and_without_the_app() {
    on_device(async |tab| {
        tab.open("device/").await;
        tab.check_kept().await;
        tab.open_in_new_tab("articles/library-roof/").await;
        tab.switch_to_tab(0).await;
        tab.tick("Leave when I press Escape twice").await;
        tab.check_js("the choice", NO_ESCAPE, json!(true)).await;
        tab.switch_to_tab(1).await;
        tab.press_twice(Key::Escape).await;
        tab.check_path("articles/library-roof/").await;
        tab.before_each_page("delete self.WebAssembly").await;
        tab.visit("articles/ferry-is-back/").await;
        tab.check_js("the app", "return document.documentElement.dataset.app", json!("failed")).await;
        tab.press_twice(Key::Escape).await;
        tab.click("Load this page from the site").await;
        tab.check_js("the article", "return document.querySelectorAll('#content h1').length", json!(1)).await;
    });
}

/// A script that tells whether the reader turned the key off.
const NO_ESCAPE: &str = "return Object.keys(localStorage).some((name) => name.endsWith('no-escape'))";

#[test]
fn a_button_leaves_the_page_at_once() {
    in_tab(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.click("Leave").await;
        check_left(tab).await;
    });
}
