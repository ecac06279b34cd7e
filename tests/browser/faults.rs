//! Tests faults while an edition is stored or downloaded: the reader's edition stays, and the screen says what
//! happened.

use serde_json::json;

use crate::harness::{
    Fault, Setup, Tab, huge_site, newer_site, on_device, town, town_bundle, town_index, town_manifest, town_pack, until,
};

const OFFLINE: &str = "The site does not answer. You are reading the edition on this device, of 12 November 2026";

/// Stores an edition, then downloads a newer one that fails in some way. Checks what the screen says, and that the
/// older edition can still be read, with and without the server.
fn check_keeps_the_last_edition(fail: impl AsyncFn(&Tab), expected: &str) {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.publish(newer_site());
        tab.reload().await;
        tab.check_notice("1 new article").await;
        fail(tab).await;
        tab.press_button("Download").await;
        tab.check_notice(expected).await;
        check_old_edition(tab).await;
        tab.server.stop().await;
        check_old_edition(tab).await;

        tab.server.mend();
        tab.server.restart().await;
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
        tab.open("articles/notice-23/").await;
        tab.check_text("#content", "This has been corrected").await;
    });
}

async fn check_old_edition(tab: &Tab) {
    tab.open("articles/notice-23/").await;
    tab.check_text("#content", "for the 23th time").await;
    tab.click("The Quay").await;
    tab.check_title("The Quay").await;
}

fn check_fault(fault: Fault, expected: &str) {
    check_keeps_the_last_edition(async |tab| tab.server.fail("edition/b/", fault), expected);
}

#[test]
fn a_truncated_bundle() {
    check_fault(Fault::Half, "A part of the new edition is missing or damaged, so the edition was refused");
}

#[test]
fn a_connection_that_breaks() {
    check_fault(Fault::Cut, "A part of the new edition is missing or damaged");
}

#[test]
fn the_login_page_of_a_network() {
    check_fault(Fault::AnotherPage, "It may want you to log in. Your saved edition has not changed");
}

#[test]
fn a_missing_bundle() {
    check_fault(Fault::Status(404), "A part of the new edition is missing or damaged");
}

#[test]
fn a_server_error() {
    check_fault(Fault::Status(500), "The site stopped answering. What has arrived is stored");
}

#[test]
fn a_way_to_a_login_page() {
    check_fault(Fault::Redirect, "The site stopped answering. What has arrived is stored");
}

#[test]
fn a_server_that_goes_away() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.publish(newer_site());
        tab.reload().await;
        tab.check_notice("1 new article").await;
        tab.server.stop().await;
        tab.press_button("Download").await;
        tab.check_notice("The site stopped answering").await;
        check_old_edition(tab).await;
        tab.check_notice(OFFLINE).await;
        tab.server.restart().await;
        tab.open("").await;
        tab.check_notice("1 new article").await;
    });
}

#[test]
fn everything_is_a_login_page() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        for fault in [Fault::AnotherPage, Fault::Redirect, Fault::Status(500), Fault::Status(404)] {
            tab.server.fail("", fault);
            tab.open("articles/library-roof/").await;
            tab.check_heading("The library gets its roof back").await;
            tab.check_notice(if fault == Fault::AnotherPage { "may want you to log in" } else { OFFLINE }).await;
            check_old_edition(tab).await;
        }
    });
}

#[test]
fn a_server_that_never_answers_blocks_no_reader() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.fail("", Fault::Held);
        tab.open("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        check_old_edition(tab).await;
        tab.open("device/").await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.server.mend();
    });
}

/// A page that is not stored takes as long as the network takes, and the screen says that it is loading.
#[test]
fn a_page_that_is_not_here_is_waited_for_with_a_sign() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.publish(newer_site());
        tab.server.fail("", Fault::Held);
        tab.visit("articles/extra/").await;
        tab.find(".loading-bar.loading").await;
        tab.server.mend();
        tab.check_heading("Extra").await;
    });
}

#[test]
fn an_interrupted_download_continues_after_a_reload() {
    on_device(async |tab| {
        let pack = town_pack();
        tab.server.fail(&pack, Fault::Held);
        tab.open("device/").await;
        let left = town()[&pack].len();
        let script = "const bar = document.querySelector('aside.notice progress'); return bar && bar.max - bar.value";
        tab.check_js("what is left", script, json!(left)).await;
        tab.server.stop().await;
        tab.check_notice("The site stopped answering").await;
        // The page that was open is gone with the reload; the app, the lists and the other articles are stored.
        tab.check_js("the worker", "return !!navigator.serviceWorker.controller", json!(true)).await;
        tab.open("articles/ferry-is-back/").await;
        tab.check_heading("The ferry is back").await;
        tab.open("archive/2025-05/").await;
        tab.check_heading("May 2025").await;

        tab.server.mend();
        tab.server.take_requests();
        tab.server.restart().await;
        tab.open("").await;
        tab.check_notice("Saved on this device: 50 articles").await;
        let mut requests = tab.server.take_requests();
        requests.retain(|path| path.starts_with("edition/b/"));
        assert!(requests.len() < 8 && requests.contains(&pack), "what is here is not fetched again: {requests:?}");
    });
}

#[test]
fn an_edition_that_changes_during_its_download() {
    on_device(async |tab| {
        tab.server.fail(&town_pack(), Fault::Held);
        tab.open("device/").await;
        tab.check_notice("Downloading").await;
        // The server has the newer edition only, so requests for the older one fail.
        tab.server.publish(newer_site());
        tab.server.mend();
        tab.check_notice("Saved on this device: 51 articles").await;
        tab.server.stop().await;
        tab.open("articles/extra/").await;
        tab.check_heading("Extra").await;
    });
}

#[test]
fn no_room_for_a_newer_edition() {
    on_device(async |tab| {
        let quota = |size| json!({ "origin": tab.server.origin(), "quotaSize": size });
        tab.devtools("Storage.overrideQuotaForOrigin", quota(3_000_000)).await;
        tab.open("").await;
        tab.check_kept().await;
        tab.server.publish(huge_site());
        tab.reload().await;
        tab.check_notice("1 new article").await;
        tab.press_button("Download").await;
        tab.check_notice("There is no room on this device for the new edition. Your saved edition has not changed")
            .await;
        check_old_edition(tab).await;
        tab.server.stop().await;
        check_old_edition(tab).await;

        tab.server.restart().await;
        tab.devtools("Storage.overrideQuotaForOrigin", quota(100_000_000)).await;
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
    });
}

#[test]
fn a_browser_that_keeps_nothing() {
    Setup::new().without_storage().run(async |tab| {
        tab.open("").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.open("device/").await;
        tab.check_text(".device", "This browser does not let the site store anything").await;
        tab.open("articles/library-roof/").await;
        tab.press_button("Save").await;
        tab.check_notice("This browser does not let the site store anything").await;
    });
}

/// A script that changes stored data as a failing disk would.
const DAMAGE_ONE: &str = "
    const name = (await indexedDB.databases())[0].name;
    const opening = indexedDB.open(name);
    await new Promise(done => opening.onsuccess = done);
    const store = opening.result.transaction('bundles', 'readwrite').objectStore('bundles');
    const bytes = new TextEncoder().encode('{\"slug\":\"forged\"}');
    const change = store.HOW(HASH);
    await new Promise(done => store.transaction.oncomplete = done);
    opening.result.close();
    return 'done';";

fn hash_of(path: &str) -> String {
    path.trim_start_matches("edition/b/").trim_end_matches(".json").to_owned()
}

async fn damage(tab: &Tab, path: &str, how: &str) {
    let hash = hash_of(path);
    let arguments = if how == "put" { format!("bytes, '{hash}'") } else { format!("'{hash}'") };
    let done = tab.ask(&DAMAGE_ONE.replace("HOW", how).replace("HASH", &arguments)).await;
    assert_eq!(done, json!("done"));
}

#[test]
fn a_stored_article_that_is_damaged_is_fetched_again_or_said_to_be_missing() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        let bundle = town_bundle("notice-23");
        damage(tab, &bundle, "put").await;
        tab.server.stop().await;
        tab.open("archive/2025-05/").await;
        tab.click("Notice 23").await;
        tab.check_heading("This page could not be loaded").await;
        assert!(tab.text("#content h1 + p").await.contains("cut short or altered"), "a damaged article is not shown");
        tab.server.restart().await;
        tab.click("Try again").await;
        tab.check_text("#content", "for the 23th time").await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_text("#content", "for the 23th time").await;
    });
}

#[test]
fn a_stored_list_that_is_damaged_is_fetched_again() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        damage(tab, &town_index("2025-05"), "put").await;
        tab.open("archive/2025-05/").await;
        tab.check_heading("May 2025").await;
        tab.server.stop().await;
        tab.open("archive/2025-05/").await;
        tab.check_heading("May 2025").await;
        tab.check_js("the notices", "return document.querySelectorAll('.teaser').length", json!(5)).await;
    });
}

#[test]
fn evicted_bundles_are_reported_and_fetched_again() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        damage(tab, &town_bundle("notice-23"), "delete").await;
        tab.open("").await;
        tab.check_notice("The browser has removed the edition that was stored here").await;
        tab.open("device/").await;
        tab.check_text(".device", "1 article is missing").await;
        tab.server.take_requests();
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
        assert!(tab.server.take_requests().contains(&town_bundle("notice-23")));
    });
}

#[test]
fn a_browser_that_threw_everything_away_is_found_out() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        let origin = tab.server.origin();
        let kinds = "indexeddb,cache_storage,service_workers";
        tab.devtools("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": kinds })).await;
        tab.open("").await;
        tab.check_notice("The browser has removed the edition that was stored here").await;
        tab.press_button("Download").await;
        tab.check_kept().await;
        tab.server.stop().await;
        tab.open("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
    });
}

#[test]
fn two_tabs_download_the_same_edition() {
    on_device(async |tab| {
        let pack = town_pack();
        tab.server.fail(&pack, Fault::Held);
        tab.open("device/").await;
        tab.check_notice("Downloading").await;
        tab.open_in_new_tab("device/").await;
        tab.check_notice("Downloading").await;
        tab.server.mend();
        tab.check_notice("Saved on this device").await;
        tab.switch_to_tab(0).await;
        tab.check_notice("Saved on this device").await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_text("#content", "for the 23th time").await;
    });
}

#[test]
fn a_tab_with_an_older_edition_reads_on_when_another_downloads_a_newer() {
    on_device(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.check_kept().await;
        tab.mark().await;
        tab.server.publish(newer_site());
        tab.open_in_new_tab("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
        tab.server.stop().await;
        tab.switch_to_tab(0).await;
        tab.click("Notice 23").await;
        tab.check_text("#content", "This has been corrected").await;
        tab.check_marked().await;
    });
}

#[test]
fn a_clock_that_is_ten_years_off() {
    for years in [-10, 10] {
        on_device(async |tab| {
            let shift = format!(
                "const offset = {years} * 365.25 * 864e5; const Clock = Date; const now = Date.now;
                 Date = class extends Clock {{ constructor(...given) {{ given.length ? super(...given) : super(now() + offset); }} }};
                 Date.now = () => now() + offset;"
            );
            tab.before_each_page(&shift).await;
            tab.open("").await;
            tab.check_kept().await;
            tab.server.publish(newer_site());
            tab.reload().await;
            tab.check_notice("1 new article").await;
            tab.press_button("Download").await;
            tab.check_notice("Saved on this device").await;
            tab.open("device/").await;
            tab.check_text(".device", "13 November 2026").await;
            // A time before the newest article was published is not shown.
            let has_time = tab.text(".device").await.contains("Downloaded");
            assert_eq!(has_time, years > 0, "{years} years");
            tab.server.stop().await;
            tab.open("articles/extra/").await;
            tab.check_heading("Extra").await;
        });
    }
}

#[test]
fn an_older_edition_is_not_offered() {
    Setup::new().keeping().with_site(newer_site()).run(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        // A mirror that is behind.
        tab.server.publish(town());
        tab.server.take_requests();
        tab.reload().await;
        let manifest = town_manifest();
        until("the look at the older edition", async || {
            let requests = tab.server.take_requests();
            if requests.contains(&manifest) { Ok(()) } else { Err(format!("{requests:?}")) }
        })
        .await;
        tab.open("articles/extra/").await;
        tab.check_heading("Extra").await;
        tab.open("device/").await;
        tab.check_text(".device", "Edition 2").await;
        tab.check_no_notice().await;
    });
}
