//! Tests signed editions on a device: from files, in several tabs, without a service worker, without room.

use std::sync::Arc;

use model::Head;
use serde_json::json;

use super::{
    ALTERED, NEW, OLD, OLDER, check_reads, check_takes_newer, come_back_to, mirrored, signed_newer, signed_town,
    with_town_kept,
};
use crate::harness::signing::{Newsroom, Signing, with_head};
use crate::harness::{Setup, Site, newer_site, packing, town};

/// A tab with an offer of an edition stores nothing older than what another tab has stored since.
#[test]
fn an_edition_of_another_tab_is_not_replaced_by_an_older_one() {
    with_town_kept(async |tab| {
        tab.server.publish(signed_newer());
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.server.publish(Newsroom::ours().sign(&mirrored(&newer_site(), &[&tab.server]), Signing::now(3)));
        tab.open_in_new_tab("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Download").await;
        tab.check_kept().await;
        let newest = tab.stored_content().await;
        tab.server.publish(signed_newer());
        tab.switch_to_tab(0).await;
        tab.press_button("Download").await;
        tab.check_notice(OLDER).await;
        assert_eq!(tab.stored_content().await, newest);
    });
}

#[test]
fn a_file_is_stored_if_the_newsroom_signed_it() {
    with_town_kept(async |tab| {
        let lies = [
            ("unsigned.html", packing(&newer_site()).html(), "This newspaper is signed, and the file is not."),
            (
                "forged.html",
                packing(&Newsroom::others().sign(&newer_site(), Signing::now(2))).html(),
                "did not sign what is in this file",
            ),
            (
                "fork.html",
                packing(&Newsroom::ours().sign(&newer_site(), Signing::now(1))).html(),
                "Ask the newsroom which one is theirs",
            ),
        ];
        tab.server.stop().await;
        for (name, content, expected) in lies {
            tab.put_file(name, content);
            tab.open("device/").await;
            tab.drop_file(name).await;
            tab.check_message(expected).await;
            check_reads(tab, OLD).await;
        }
        tab.put_file("newer.html", packing(&signed_newer()).html());
        tab.open("device/").await;
        tab.drop_file("newer.html").await;
        tab.check_message("Saved from the file: edition 2").await;
        check_reads(tab, NEW).await;
    });
}

#[test]
fn an_edition_that_came_by_file_is_what_the_site_may_not_go_below() {
    with_town_kept(async |tab| {
        tab.put_file("newer.html", packing(&signed_newer()).html());
        tab.open("device/").await;
        tab.drop_file("newer.html").await;
        tab.check_message("Saved from the file: edition 2").await;
        come_back_to(tab, signed_town()).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
    });
}

/// A tab with an older edition open stays readable while another one downloads the next.
#[test]
fn two_tabs_read_on_across_an_edition() {
    with_town_kept(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.server.publish(signed_newer());
        tab.open_in_new_tab("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Download").await;
        tab.check_kept().await;
        tab.switch_to_tab(0).await;
        tab.click("Notice 23").await;
        tab.check_text("#content", NEW).await;
        // An older edition replaces the newer one in neither tab.
        come_back_to(tab, signed_town()).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
        tab.switch_to_tab(1).await;
        check_reads(tab, NEW).await;
    });
}

#[test]
fn without_a_service_worker_everything_is_proven_too() {
    Setup::new().keeping().on_plain_http().with_site(signed_newer()).run(async |tab| {
        tab.open("").await;
        tab.check_notice("Saved on this device").await;
        tab.press_button("Close").await;
        let lies = [
            (signed_town(), OLDER),
            (town(), ALTERED),
            (Newsroom::others().sign(&town(), Signing::now(3)), ALTERED),
            (with_head(&signed_town(), |head| Head { edition: 3, ..head }), ALTERED),
        ];
        for (lie, expected) in lies {
            tab.server.publish(lie);
            tab.open("origin/").await;
            tab.check_notice(expected).await;
            check_reads(tab, NEW).await;
        }
        tab.open("").await;
        tab.click("Extra").await;
        tab.check_heading("Extra").await;
    });
}

/// Returns a site whose front page names the keys that sign it and the newest edition.
fn with_front_page_saying(site: &Site, page: &Site, attributes: &str) -> Arc<Site> {
    let mut site = Site::clone(site);
    let page = String::from_utf8_lossy(&page["index.html"]).into_owned();
    let key = Newsroom::ours().site();
    let page = page.replacen("<html", &format!("<html data-key=\"{key}\"{attributes}"), 1);
    site.insert("index.html".to_owned(), page.into_bytes());
    site.retain(|path, _| !path.starts_with("index.html."));
    Arc::new(site)
}

/// Browsers remove what sites store. The front page names its edition, and an older one does not replace it.
#[test]
fn an_empty_device_learns_the_floor_from_the_page() {
    let site = signed_newer();
    let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
    let floor = format!(" data-floor=\"1 2 {} 0\"", head.manifest.hash);
    let lie = with_front_page_saying(&signed_town(), &site, &floor);
    Setup::new().with_site(lie).run(async |tab| {
        tab.visit("").await;
        tab.check_notice(OLDER).await;
        tab.check_js("the page", "return document.documentElement.dataset.app", json!("failed")).await;
        assert!(tab.headlines().await.contains(&"Extra".to_owned()), "the page is still there");
    });
}

#[test]
fn a_full_disk_takes_nothing_away_and_lets_nothing_older_in() {
    let full = "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }";
    with_town_kept(async |tab| {
        tab.server.publish(signed_newer());
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.js(full).await;
        tab.press_button("Download").await;
        tab.check_notice("There is no room on this device for the new edition. Your saved edition has not changed")
            .await;
        check_reads(tab, OLD).await;
        check_takes_newer(tab).await;
        tab.before_each_page(full).await;
        come_back_to(tab, signed_town()).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
    });
}
