//! Tests that the app reads what version 0.1 wrote: a device's store, a site, and portable editions.

mod newsroom;
mod storage;
mod write;

use std::sync::{Arc, LazyLock};

use model::Head;
use serde_json::{Value, json};
use tests::read_folder;
use tests::released::{self, NOW};

use crate::harness::signing::with_head;
use crate::harness::{Fault, Setup, Site, Tab};
use crate::signed::{ALTERED, OLDER, with_pages};
use newsroom::{FOURTH, sign};

const DAY: u64 = 24 * 3600;

/// The edition and the pages of the old site: edition 2, written by 0.1.
static OLD: LazyLock<Site> = LazyLock::new(|| read_folder(&released::folder().join("site")));

/// The site of edition 4, written by this version and signed with the keys of 0.1.
static NEXT: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let keys = released::keys();
    let last = serde_json::from_slice(&released::read("keys/last.json")).expect("the head that was signed last");
    Arc::new(sign(FOURTH, keys.path(), Some(last)))
});

/// The site of this version with the edition and the pages of 0.1 in place of its own. Those pages name the script of
/// 0.1, and get the script of this version under that name.
///
/// No host serves such a mixture. But the app finds editions of 0.1 in its store and on mirrors that are behind, and
/// with the old pages the tests see that it takes them over.
static OLD_WITH_APP: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let (old_app, app) = (app(&OLD), app(&NEXT));
    let mut site = Site::clone(&NEXT);
    site.retain(|path, _| !path.starts_with("edition/"));
    let files = site.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&app)?, bytes.clone())));
    let renamed: Vec<_> = files.map(|(rest, bytes)| (format!("{old_app}{rest}"), bytes)).collect();
    site.extend(renamed);
    site.extend(OLD.clone());
    Arc::new(site)
});

/// Returns how the names of the app's script, wasm and messages begin. Pages name the script.
fn app(site: &Site) -> String {
    let page = String::from_utf8_lossy(&site["index.html"]);
    let (_, script) = page.split_once("src=\"offprint-").expect("a page names the app's script");
    let (hash, _) = script.split_once('.').expect("the script has an extension");
    format!("offprint-{hash}")
}

/// Reads what 0.1 stored in a reader's browser.
fn device() -> Value {
    serde_json::from_slice(&released::read("device.json")).expect("JSON")
}

/// Runs a test on a device with the store of 0.1, at the time when 0.1 wrote it. The site has the same edition.
fn on_old_device(test: impl AsyncFnOnce(&Tab)) {
    Setup::new().keeping().with_site(Arc::clone(&OLD_WITH_APP)).run(async |tab| {
        tab.set_clock(NOW).await;
        storage::restore(tab, &device()).await;
        test(tab).await;
    });
}

/// Checks that the device has this edition, and still has the saved article and the reader's preferences.
async fn check_keeps_all(tab: &Tab, edition: u64) {
    tab.open("articles/lamp/").await;
    tab.check_text("#content", "It burns again.").await;
    tab.open("articles/ferry/").await;
    let shown =
        "const image = document.querySelector('main figure img'); return image.complete && image.naturalWidth > 0";
    tab.check_js("the picture", shown, json!(true)).await;
    tab.open("device/").await;
    tab.check_text(".device", &format!("Edition {edition}")).await;
    let ticked = "return [...document.querySelectorAll('.device input[type=checkbox]')].map((box) => box.checked)";
    // The last choice is newer than the device: Escape, pressed twice, leaves.
    tab.check_js("the choices", ticked, json!([true, true, true, true])).await;
    // The reader discarded this section, so the button offers to keep it.
    tab.find("[data-do='keep section en notices']").await;
    // The saved article is in edition 1 only.
    tab.click("The fair").await;
    tab.check_text("#content", "It rained").await;
}

#[test]
fn an_old_store_is_read_with_the_site_gone() {
    on_old_device(async |tab| {
        // The site sends the app once, and nothing of an edition.
        tab.server.fail("edition/", Fault::Status(404));
        tab.open("").await;
        tab.check_js("the worker", "return !!navigator.serviceWorker.controller", json!(true)).await;
        tab.server.stop().await;
        tab.open("").await;
        tab.check_title("The Quay").await;
        assert_eq!(tab.headlines().await, ["The lamp", "The ferry", "The tide"]);
        check_keeps_all(tab, 2).await;
        // The store has the smaller rendition of the picture, and for the larger one a note that names the smaller.
        let pictures = &device()["caches"][0]["entries"];
        assert_eq!(pictures.as_array().map(Vec::len), Some(2));
        for path in [&pictures[0]["path"], &pictures[1]["path"]] {
            assert_eq!(tab.ask(&format!("return (await (await fetch({path})).blob()).type")).await, "image/png");
        }
    });
}

#[test]
fn an_old_store_needs_nothing_of_the_edition_from_the_site() {
    on_old_device(async |tab| {
        tab.server.take_requests();
        tab.open("").await;
        tab.server.wait_for_quiet_after(Head::PATH).await;
        tab.check_no_notice().await;
        check_keeps_all(tab, 2).await;
        let requests = tab.server.take_requests();
        let is_bundle = |path: &String| path.starts_with("edition/b/") || path.starts_with("edition/m/");
        assert!(!requests.iter().any(is_bundle), "{requests:?}");
    });
}

#[test]
fn an_old_store_refuses_older_and_unsigned_editions() {
    on_old_device(async |tab| {
        // Pages name the newsroom's key and the newest edition. Without these attributes, only the store knows them.
        let silent = with_pages(&OLD_WITH_APP, without_trust);
        let signed = |path: &str| -> Head { serde_json::from_slice(&released::read(path)).expect("a head") };
        let lies = [
            (signed("edition-1-root-2.json"), OLDER),
            (signed("edition-1-root-1.json"), ALTERED),
            (Head { edition: 9, signed: None, ..signed("site/edition/head.json") }, ALTERED),
        ];
        for (lie, expected) in lies {
            tab.server.publish(with_head(&silent, |_| lie));
            tab.open("").await;
            tab.check_notice(expected).await;
            check_keeps_all(tab, 2).await;
        }
    });
}

/// Removes the attributes that name the newsroom's key and the newest edition.
fn without_trust(page: &str) -> String {
    let (start, rest) = page.split_once(" data-key=").unwrap_or((page, ">"));
    let (_, end) = rest.split_once('>').expect("the end of a tag");
    format!("{start}>{end}")
}

#[test]
fn an_old_store_gets_the_next_edition_of_the_newsroom() {
    on_old_device(async |tab| {
        tab.server.publish(Arc::clone(&NEXT));
        tab.open("").await;
        tab.check_all_kept().await;
        tab.server.stop().await;
        tab.open("articles/bell/").await;
        tab.check_text("#content", "It has a new rope.").await;
        check_keeps_all(tab, 4).await;
    });
}

/// By today's clock the edition has expired; ten years later its root has expired too.
#[test]
fn an_old_store_is_read_after_it_has_expired() {
    for clock in [None, Some(NOW + 3650 * DAY)] {
        Setup::new().keeping().with_site(Arc::clone(&OLD_WITH_APP)).run(async |tab| {
            if let Some(clock) = clock {
                tab.set_clock(clock).await;
            }
            storage::restore(tab, &device()).await;
            tab.open("").await;
            tab.check_notice("days old. There may be newer news").await;
            check_keeps_all(tab, 2).await;
        });
    }
}

#[test]
fn an_old_store_that_the_browser_removed_is_missed() {
    Setup::new().keeping().with_site(Arc::clone(&OLD_WITH_APP)).run(async |tab| {
        let mut left = device();
        left["databases"] = json!([]);
        left["caches"] = json!([]);
        storage::restore(tab, &left).await;
        tab.open("").await;
        tab.check_notice("The browser has removed the edition that was stored here").await;
    });
}

#[test]
fn an_old_site_opens_and_is_kept() {
    Setup::new().keeping().with_site(Arc::clone(&OLD_WITH_APP)).run(async |tab| {
        tab.set_clock(NOW).await;
        tab.open("articles/ferry/").await;
        tab.check_all_kept().await;
        tab.check_console_is_empty("articles/ferry/").await;
        tab.press_button("Close").await;
        for page in ["", "sections/notices/", "archive/2026-10/"] {
            tab.open(page).await;
            tab.check_console_is_empty(page).await;
        }
        for page in ["articles/ferry/?fresh", "?fresh"] {
            tab.server.take_requests();
            tab.open(page).await;
            tab.server.wait_for_quiet_after(Head::PATH).await;
            // The page is the signed one, so the app shows no notice.
            tab.check_no_notice().await;
        }
        tab.open("origin/").await;
        tab.check_text(".device", "Signed by the newsroom. No newer edition was found.").await;
        tab.server.stop().await;
        tab.open("articles/tide/").await;
        tab.check_text("#content", "High water is at four.").await;
    });
}

#[test]
fn an_old_portable_edition_becomes_the_current_one() {
    on_old_device(async |tab| {
        tab.put_file("edition-3.html", released::read("edition-3.html"));
        tab.server.fail("edition/", Fault::Status(404));
        tab.open("device/").await;
        tab.choose_file("Open a file", "edition-3.html").await;
        tab.check_message("Saved from the file: edition 3").await;
        tab.open("articles/bridge/").await;
        tab.check_text("#content", "It was painted green.").await;
        check_keeps_all(tab, 3).await;
    });
}

#[test]
fn an_article_of_an_old_file_is_saved() {
    on_old_device(async |tab| {
        tab.put_file("bridge.html", released::read("bridge.html"));
        tab.open("device/").await;
        tab.choose_file("Open a file", "bridge.html").await;
        tab.check_message("1 article saved from the file").await;
        tab.click("The bridge").await;
        tab.check_text("#content", "It was painted green.").await;
        check_keeps_all(tab, 2).await;
    });
}

/// The app of 0.1, in a tab that is open during the update, sends this message to the worker of the next version.
#[test]
fn the_worker_obeys_the_app_of_0_1() {
    const REGISTRATION: &str = "navigator.serviceWorker.getRegistration()";
    Setup::new().with_site(Arc::clone(&OLD_WITH_APP)).run(async |tab| {
        tab.visit("robots.txt").await;
        tab.js("return navigator.serviceWorker.register('/service-worker.js').then(() => {})").await;
        tab.js("return navigator.serviceWorker.ready.then(({ active }) => { window.first = active })").await;
        tab.server.publish(Arc::new(with_pages(&OLD_WITH_APP, |page| format!("{page}<!-- the next version -->"))));
        tab.js(&format!("return {REGISTRATION}.then((it) => it.update()).then(() => {{}})")).await;
        let waiting = format!("return {REGISTRATION}.then(({{ waiting }}) => Boolean(waiting))");
        tab.check_js("a worker that waits", &waiting, json!(true)).await;
        tab.js(&format!("return {REGISTRATION}.then(({{ waiting }}) => waiting.postMessage('activate'))")).await;
        let active = format!("return {REGISTRATION}.then(({{ active }}) => active !== window.first)");
        tab.check_js("the worker to be active", &active, json!(true)).await;
    });
}
