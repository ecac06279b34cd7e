//! Tests the page about this device, where the reader sees and controls what is stored.

use serde_json::json;

use crate::harness::{Fault, Setup, Tab, newer_site, on_device, sample, town_pack, until};

async fn open_device(tab: &Tab) {
    tab.open("").await;
    // Arriving pictures move what is below their count, and a click would miss it.
    tab.check_all_kept().await;
    tab.open("device/").await;
    tab.check_heading("On this device").await;
}

#[test]
fn a_month_is_removed_and_kept_again() {
    on_device(async |tab| {
        open_device(tab).await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.click_on("[data-do='leave month en 2025-05']").await;
        tab.check_text(".device", "43 of 48 articles").await;
        tab.check_text(".device", "0 of 5 articles").await;

        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_heading("This page could not be loaded").await;
        tab.open("articles/notice-30/").await;
        tab.check_heading("Notice 30").await;

        tab.server.restart().await;
        tab.open("device/").await;
        tab.click_on("[data-do='keep month en 2025-05']").await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_heading("Notice 23").await;
    });
}

#[test]
fn a_section_is_removed_and_its_articles_can_be_read_from_the_site() {
    on_device(async |tab| {
        open_device(tab).await;
        tab.click_on("[data-do='leave section en notices']").await;
        tab.check_text(".device", "3 of 48 articles").await;
        tab.check_text(".device", "0 of 45 articles").await;
        tab.open("articles/notice-23/").await;
        tab.check_heading("Notice 23").await;
        tab.open("device/").await;
        tab.check_text(".device", "3 of 48 articles").await;
    });
}

#[test]
fn a_saved_article_stays_whatever_else_goes() {
    on_device(async |tab| {
        tab.open("articles/notice-23/").await;
        tab.check_kept().await;
        tab.press_button("Save").await;
        let pressed = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";
        tab.check_js("the button", pressed, json!("true")).await;
        tab.open("device/").await;
        tab.check_text(".device", "Notice 23").await;
        tab.tick("Keep the newest edition").await;
        tab.check_text(".device", "No edition is stored here yet").await;
        tab.check_text(".device", "Notice 23").await;
        // Without the server the article needs the app, but no edition.
        tab.click("Notice 23").await;
        tab.check_text("#content", "for the 23th time").await;
        tab.check_js("the button", pressed, json!("true")).await;
        tab.press_button("Save").await;
        tab.check_js("the button", pressed, json!("false")).await;
        tab.open("device/").await;
        tab.check_text(".device", "None yet").await;
    });
}

#[test]
fn a_saved_article_outlives_the_editions() {
    Setup::new().keeping().with_site(newer_site()).run(async |tab| {
        tab.open("articles/extra/").await;
        tab.check_kept().await;
        tab.press_button("Save").await;
        tab.check_js(
            "the button",
            "return document.querySelector('.article-actions button').getAttribute('aria-pressed')",
            json!("true"),
        )
        .await;
        // The newsroom withdraws the article, in an edition with a higher number.
        tab.server.publish(crate::harness::withdrawn_site());
        tab.open("").await;
        tab.check_notice("changed article").await;
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
        tab.server.stop().await;
        tab.open("device/").await;
        tab.click("Extra").await;
        tab.check_text("#content", "The quay is dry").await;
    });
}

#[test]
fn text_only_removes_the_pictures() {
    Setup::new().keeping().with_site(sample()).run(async |tab| {
        open_device(tab).await;
        tab.check_text(".device", "Pictures:").await;
        tab.tick("Keep its pictures too").await;
        let left = "const name = (await caches.keys()).find(it => it.endsWith('media')); \
                    return (await (await caches.open(name)).keys()).length";
        until("no pictures", async || match tab.ask(left).await {
            found if found == json!(0) => Ok(()),
            found => Err(found.to_string()),
        })
        .await;
        tab.open("device/").await;
        tab.check_js("the box", "return document.querySelector('[data-do=pictures]').checked", json!(false)).await;
        assert!(!tab.text(".device").await.contains("Pictures:"));
    });
}

/// The paths of the linked files in the cache of attachments.
const LINKED_FILES: &str = "
    const name = (await caches.keys()).find((name) => name.endsWith('media'));
    const requests = await (await caches.open(name)).keys();
    return requests.map((request) => new URL(request.url).pathname).filter((path) => path.includes('edition/files/'));";

async fn check_linked_files(tab: &Tab, expected: usize) {
    until("the linked files", async || match tab.ask(LINKED_FILES).await.as_array().map(Vec::len) {
        Some(found) if found == expected => Ok(()),
        found => Err(format!("{found:?}")),
    })
    .await;
}

#[test]
fn linked_files_are_kept_if_the_reader_wants_them() {
    Setup::new().keeping().with_site(sample()).run(async |tab| {
        open_device(tab).await;
        check_linked_files(tab, 0).await;
        assert!(!tab.text(".device").await.contains("Files:"));
        tab.check_text(".device", "Keep the files that articles link to too (1 KB)").await;
        tab.tick("Keep the files that articles link to too").await;
        tab.check_text(".device", "Files: 1").await;
        check_linked_files(tab, 1).await;

        tab.server.stop().await;
        tab.open("articles/flooded-archive/").await;
        tab.click_on("#content a[download]").await;
        let (name, content) = tab.saved_file_ending(".csv").await;
        assert_eq!(name, "flooded-archive-losses.csv");
        assert!(content.starts_with("series,years,volumes"), "{content}");

        tab.server.restart().await;
        tab.open("device/").await;
        tab.tick("Keep the files that articles link to too").await;
        check_linked_files(tab, 0).await;
    });
}

#[test]
fn a_reader_who_saves_data_keeps_the_text_only() {
    Setup::new().keeping().with_site(sample()).run(async |tab| {
        tab.before_each_page("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })").await;
        tab.open("device/").await;
        tab.check_notice("can be saved on this device").await;
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
        tab.check_js("the box", "return document.querySelector('[data-do=pictures]').checked", json!(false)).await;
        assert!(!tab.text(".device").await.contains("Pictures:"));
        tab.tick("Keep its pictures too").await;
        tab.check_text(".device", "Pictures:").await;
    });
}

#[test]
fn new_editions_are_downloaded_without_asking_if_the_reader_wants() {
    on_device(async |tab| {
        open_device(tab).await;
        tab.tick("Download new editions without asking").await;
        tab.server.publish(newer_site());
        tab.open("").await;
        tab.check_notice("Saved on this device").await;
        tab.server.stop().await;
        tab.open("articles/extra/").await;
        tab.check_heading("Extra").await;
    });
}

#[test]
fn the_browser_is_asked_for_persistence_and_its_answer_is_shown() {
    on_device(async |tab| {
        open_device(tab).await;
        tab.check_text(".device", "The browser may remove this by itself").await;
        tab.press_button("Ask the browser to keep it").await;
        let answer = "const text = document.querySelector('.device').innerText; \
                      return text.includes('has promised') || text.includes('did not promise')";
        tab.check_js("the answer", answer, json!(true)).await;
    });
}

#[test]
fn a_download_can_be_stopped_and_continued() {
    on_device(async |tab| {
        tab.server.fail(&town_pack(), Fault::Held);
        tab.open("device/").await;
        tab.check_notice("Downloading").await;
        tab.press_button("Stop").await;
        tab.server.mend();
        tab.check_notice("Stopped. What has arrived is stored").await;
        tab.click("The Quay").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.press_button("Try again").await;
        tab.check_kept().await;
    });
}

#[test]
fn an_update_can_be_declined() {
    on_device(async |tab| {
        open_device(tab).await;
        tab.server.publish(newer_site());
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Not now").await;
        tab.check_no_notice().await;
        tab.open("device/").await;
        tab.check_text(".device", "Edition 1").await;
    });
}

#[test]
fn without_scripts_it_says_so() {
    Setup::new().without_scripts().run(async |tab| {
        tab.visit("device/").await;
        assert!(tab.text("#content").await.contains("Storage needs scripts"));
    });
}

/// As in a local network: no service worker and no caches, but the text is stored.
#[test]
fn on_plain_http_text_is_kept_too() {
    Setup::new().keeping().on_plain_http().run(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.check_notice("Saved on this device").await;
        tab.check_js("no worker", "return 'serviceWorker' in navigator", json!(false)).await;
        tab.server.stop().await;
        tab.click("Notice 23").await;
        tab.check_heading("Notice 23").await;
        tab.click("On this device").await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.server.restart().await;
        tab.server.take_requests();
        tab.open("articles/notice-24/").await;
        let requests = tab.server.take_requests();
        assert!(!requests.iter().any(|path| path.starts_with("edition/b/")), "{requests:?}");
        tab.check_console_is_empty("articles/notice-24/").await;
    });
}
