//! The same visits in the engines of Chromium, Firefox and WebKit: reading, saving, and reading offline, with parts of the app
//! from the site, from the device, and out of a file. Tests of an engine that is not installed are skipped.

use serde_json::json;

use crate::harness::{Tab, in_firefox, in_tab, in_webkit, on_device, packing, town, until};

const SAVED: &str = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";

const WORKER: &str = "return navigator.serviceWorker.getRegistration().then((found) => !!found?.active)";

async fn check_site(tab: &Tab) {
    tab.open("articles/notice-23/").await;
    tab.check_heading("Notice 23").await;
    tab.check_notice("Saved on this device").await;
    tab.server.wait_for_quiet_after("edition/head.json").await;
    // If the notice covers a link, WebKit's driver clicks the notice.
    tab.press_button("Close").await;
    tab.check_no_notice().await;
    tab.click("The Quay").await;
    tab.check_title("The Quay").await;
    tab.click("The ferry is back").await;
    tab.check_heading("The ferry is back").await;
    tab.press_button("Save").await;
    tab.check_js("the button", SAVED, json!("true")).await;
    tab.click("On this device").await;
    tab.check_heading("On this device").await;
    until("the service worker", async || {
        let state = tab.ask(WORKER).await;
        if state == json!(true) { Ok(()) } else { Err(state.to_string()) }
    })
    .await;

    tab.server.stop().await;
    tab.open("articles/notice-23/").await;
    tab.check_text("main", "for the 23th time").await;
    tab.click("On this device").await;
    tab.check_heading("On this device").await;
    tab.open("articles/ferry-is-back/").await;
    tab.check_js("the button", SAVED, json!("true")).await;
}

async fn check_file(tab: &Tab) {
    tab.put_file("town.html", packing(&town()).html());
    tab.server.stop().await;
    tab.open_file("town.html").await;
    tab.click("The ferry is back").await;
    tab.check_heading("The ferry is back").await;
    tab.click("On this device").await;
    tab.check_text("main", "All of it is in the file that you opened").await;
}

#[test]
fn chromium_reads_saves_and_goes_offline() {
    on_device(async |tab| check_site(tab).await);
}

#[test]
fn firefox_reads_saves_and_goes_offline() {
    in_firefox(async |tab| check_site(tab).await);
}

#[test]
fn webkit_reads_saves_and_goes_offline() {
    in_webkit(async |tab| check_site(tab).await);
}

#[test]
fn chromium_gets_a_part_out_of_a_file() {
    in_tab(async |tab| check_file(tab).await);
}

#[test]
fn firefox_gets_a_part_out_of_a_file() {
    in_firefox(async |tab| check_file(tab).await);
}

#[test]
fn webkit_gets_a_part_out_of_a_file() {
    in_webkit(async |tab| check_file(tab).await);
}
