//! The files that the page requests before the core of the app is there. If one cannot be had, the core requests it again.

use serde_json::json;
use site::Site;

use crate::harness::{Fault, Setup, Tab, in_tab, town, town_words, until};

const HEAD: &str = "edition/head.json";

/// Starts the core only once the test calls `release`.
const HOLD: &str = "const instantiate = WebAssembly.instantiateStreaming; \
                    const held = new Promise((resolve) => { window.release = resolve; }); \
                    WebAssembly.instantiateStreaming = async (...given) => { \
                        const core = await instantiate(...given); \
                        await held; \
                        return core; \
                    };";

/// Treats early answers as too old at once.
const HURRIED: &str =
    "const later = setTimeout; self.setTimeout = (run, time, ...rest) => later(run, time === 3e4 ? 0 : time, ...rest)";

fn manifest(site: &Site) -> String {
    site.keys().find(|path| path.starts_with("edition/m/")).expect("the manifest").clone()
}

/// Waits until a path was requested this many times since the exchanges were last taken.
async fn wait_for_requests(tab: &Tab, path: &str, count: usize) {
    let mut requests = 0;
    until(path, async || {
        requests += tab.server.take_requests().iter().filter(|request| *request == path).count();
        if requests >= count { Ok(()) } else { Err(format!("{requests} requests")) }
    })
    .await;
}

async fn check_works(tab: &Tab) {
    tab.js("release()").await;
    tab.wait_for_app().await;
    tab.mark().await;
    tab.click("The Quay").await;
    tab.check_title("The Quay").await;
    tab.check_marked().await;
}

#[test]
fn a_file_that_could_not_be_had_early_is_requested_again() {
    for file in [town_words("en"), HEAD.to_owned(), manifest(&town())] {
        for fault in [Fault::Status(404), Fault::AnotherPage, Fault::Half, Fault::Cut] {
            in_tab(async |tab| {
                tab.before_each_page(HOLD).await;
                tab.server.fail(&file, fault);
                tab.visit("articles/notice-23/").await;
                wait_for_requests(tab, &file, 1).await;
                tab.server.mend();
                check_works(tab).await;
            });
        }
    }
}

#[test]
fn an_early_answer_counts_for_half_a_minute() {
    in_tab(async |tab| {
        tab.before_each_page(HOLD).await;
        tab.before_each_page(HURRIED).await;
        tab.visit("articles/notice-23/").await;
        wait_for_requests(tab, HEAD, 1).await;
        tab.js("release()").await;
        wait_for_requests(tab, HEAD, 1).await;
        check_works(tab).await;
    });
}

#[test]
fn each_file_is_requested_once() {
    in_tab(async |tab| {
        tab.open("articles/notice-23/").await;
        let requests = tab.server.take_requests();
        for file in [town_words("en"), HEAD.to_owned(), manifest(&town())] {
            assert_eq!(requests.iter().filter(|request| **request == file).count(), 1, "{file}: {requests:?}");
        }
    });
}

#[test]
fn a_tab_whose_core_is_on_its_way_is_told_that_everything_was_erased() {
    // Without a service worker, the site itself answers.
    Setup::new().keeping().on_plain_http().run(async |tab| {
        tab.open("").await;
        tab.check_notice("Saved on this device").await;
        tab.open_in_new_tab("archive/2025-05/").await;
        tab.before_each_page(HOLD).await;
        tab.visit("articles/notice-23/").await;
        tab.find("html[data-app=loading]").await;
        tab.switch_to_tab(0).await;
        tab.erase_everything("Read privately").await;
        tab.switch_to_tab(1).await;
        check_works(tab).await;
        tab.click("On this device").await;
        tab.check_text(".device", "You are reading privately").await;
        let databases = "return (await indexedDB.databases()).length";
        assert_eq!(tab.ask(databases).await, json!(0));
    });
}
