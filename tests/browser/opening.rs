//! Tests files that the reader opens: their content is stored like an edition from the site.

use model::Language;
use portable::{self, Selection};
use serde_json::json;

use crate::harness::{
    Fault, Setup, Site, Tab, newer_site, on_device, packing, sample, town, town_at, town_pack, zipped,
};

async fn check_reads_newer_edition(tab: &Tab) {
    tab.open("articles/notice-23/").await;
    tab.check_text("main", "This has been corrected").await;
    tab.click("The Quay").await;
    tab.click("Extra").await;
    tab.check_heading("Extra").await;
}

/// Stores the town and takes the network away; then a file of the next edition arrives.
fn check_is_the_news(name: &'static str, content: impl AsRef<[u8]>, give: impl AsyncFn(&Tab)) {
    on_device(async |tab| {
        tab.put_file(name, content);
        tab.open("device/").await;
        tab.check_kept().await;
        tab.server.stop().await;
        give(tab).await;
        tab.check_message("Saved from the file: edition 2 · 13 November 2026").await;
        tab.check_text(".device", "49 of 49 articles").await;
        check_reads_newer_edition(tab).await;
        tab.check_console_says_only_that_the_site_is_gone("device/").await;
    });
}

#[test]
fn a_newer_edition_is_dropped_and_becomes_the_current_one() {
    check_is_the_news("newer.html", packing(&newer_site()).html(), async |tab| tab.drop_file("newer.html").await);
}

#[test]
fn a_newer_edition_is_chosen_and_becomes_the_current_one() {
    check_is_the_news("newer.html", packing(&newer_site()).html(), async |tab| {
        tab.choose_file("Open a file", "newer.html").await;
    });
}

#[test]
fn an_edition_zip_is_as_good() {
    let zip = portable::zip(&newer_site(), false).expect("a zip");
    check_is_the_news("edition.zip", zip, async |tab| tab.choose_file("Open a file", "edition.zip").await);
}

/// People often pack the folder around the site too, with another program.
#[test]
fn a_zip_of_the_whole_site_is_as_good() {
    let site: Site = newer_site().iter().map(|(path, bytes)| (format!("my site/{path}"), bytes.clone())).collect();
    check_is_the_news("site.zip", zipped(&site), async |tab| tab.drop_file("site.zip").await);
}

#[test]
fn the_first_edition_on_a_device_may_come_by_file() {
    Setup::new().keeping().run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        // The page and the app arrive; every later request fails.
        tab.server.fail("edition/b/", crate::harness::Fault::Status(500));
        tab.open("articles/library-roof/").await;
        tab.check_notice("The site stopped answering").await;
        tab.drop_file("town.html").await;
        tab.check_message("Saved from the file: edition 1").await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_text("main", "for the 23th time").await;
    });
}

#[test]
fn pictures_come_with_the_file() {
    Setup::new().keeping().with_site(sample()).run(async |tab| {
        tab.put_file("sample.html", packing(&sample()).html());
        tab.server.fail("edition/media/", crate::harness::Fault::Status(500));
        tab.open("device/").await;
        tab.check_js("all articles", ALL_ARTICLES, json!(true)).await;
        tab.check_js("no picture", PICTURES, json!(0)).await;
        tab.server.stop().await;
        tab.drop_file("sample.html").await;
        tab.check_message("Everything in this file is on this device already.").await;
        tab.open("articles/ferry-returns/").await;
        let shown =
            "const image = document.querySelector('main figure img'); return image.complete && image.naturalWidth > 0";
        tab.check_js("the picture", shown, json!(true)).await;
    });
}

/// A script that tells whether the page about this device counts all articles of the edition as stored.
const ALL_ARTICLES: &str =
    "return /(\\d+) of \\1 articles/.test(document.querySelector('.device').innerText.replaceAll('\\u00a0', ' '))";

/// A script that returns the number of pictures on the page about this device.
const PICTURES: &str = "return Number(/Pictures: (\\d+)/.exec(document.querySelector('.device').innerText)?.[1] ?? 0)";

#[test]
fn a_file_with_nothing_new_says_so() {
    on_device(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.open("").await;
        tab.check_all_kept().await;
        let before = tab.stored_content().await;
        tab.drop_file("town.html").await;
        tab.check_message("Everything in this file is on this device already.").await;
        assert_eq!(tab.stored_content().await, before);
    });
}

#[test]
fn an_older_edition_changes_nothing() {
    Setup::new().keeping().with_site(newer_site()).run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.open("").await;
        tab.check_all_kept().await;
        let before = tab.stored_content().await;
        tab.drop_file("town.html").await;
        tab.check_message(
            "This file is older than what is on this device, so nothing was changed. Its newest article: 12 November 2026",
        )
        .await;
        assert_eq!(tab.stored_content().await, before);
        tab.server.stop().await;
        check_reads_newer_edition(tab).await;
    });
}

const HAS_EXTRA: &str =
    "return [...document.querySelectorAll('.teaser-headline')].some((it) => it.textContent === 'Extra')";

#[test]
fn an_older_edition_is_read_without_being_stored() {
    Setup::new().keeping().with_site(newer_site()).run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.put_file("edition.zip", portable::zip(&town(), true).expect("a zip"));
        tab.open("").await;
        tab.check_all_kept().await;
        tab.server.stop().await;
        let before = tab.stored_content().await;
        for name in ["town.html", "edition.zip"] {
            tab.open("").await;
            tab.drop_file(name).await;
            tab.check_text("dialog", "You can read it until you reload this page, and nothing of it is saved.").await;
            tab.click("Read").await;
            tab.check_js("the newest article", HAS_EXTRA, json!(false)).await;
            tab.click("Notices").await;
            tab.click("Notice 23").await;
            tab.check_heading("Notice 23").await;
            assert!(!tab.text("main").await.contains("This has been corrected"));
            tab.reload().await;
            tab.check_text("main", "This has been corrected").await;
            tab.click("The Quay").await;
            tab.check_js("the newest article", HAS_EXTRA, json!(true)).await;
        }
        assert_eq!(tab.stored_content().await, before);
    });
}

#[test]
fn an_old_edition_is_not_newer_for_its_number() {
    Setup::new().keeping().with_site(newer_site()).run(async |tab| {
        let renumbered = tests::numbered((*town()).clone(), 999);
        tab.put_file("town.html", packing(&renumbered).html());
        tab.open("").await;
        tab.check_all_kept().await;
        let before = tab.stored_content().await;
        tab.drop_file("town.html").await;
        tab.check_message("This file is older than what is on this device").await;
        assert_eq!(tab.stored_content().await, before);
    });
}

#[test]
fn a_newsroom_that_has_moved_is_still_the_same() {
    Setup::new().keeping().with_site(town_at("https://quay.example/")).run(async |tab| {
        let moved = town_at("https://quay-again.example/");
        tab.put_file("moved.html", packing(&moved).html());
        tab.open("").await;
        tab.check_all_kept().await;
        tab.server.stop().await;
        tab.drop_file("moved.html").await;
        tab.check_message("Saved from the file: edition 1").await;
    });
}

#[test]
fn an_article_of_an_older_edition_is_saved_and_takes_nothing_away() {
    Setup::new().keeping().with_site(newer_site()).run(async |tab| {
        // The article was corrected since.
        tab.put_file("one.html", packing(&town()).article("notice-23").html());
        tab.open("articles/notice-23/").await;
        tab.check_all_kept().await;
        tab.press_button("Save").await;
        let pressed = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";
        tab.check_js("the button", pressed, json!("true")).await;
        let before = tab.stored_content().await;
        tab.drop_file("one.html").await;
        tab.check_message("This file is older than what is on this device").await;
        assert_eq!(tab.stored_content().await, before);
        tab.check_text("main", "This has been corrected").await;

        tab.press_button("Save").await;
        tab.check_js("the button", pressed, json!("false")).await;
        tab.drop_file("one.html").await;
        tab.check_message("1 article saved from the file").await;
    });
}

#[test]
fn another_newspaper_changes_nothing() {
    on_device(async |tab| {
        tab.put_file("sample.html", packing(&sample()).text_only().html());
        tab.put_file("edition.zip", portable::zip(&sample(), true).expect("a zip"));
        tab.open("").await;
        tab.check_all_kept().await;
        let before = tab.stored_content().await;
        for name in ["sample.html", "edition.zip"] {
            tab.drop_file(name).await;
            tab.check_message("This file is from another newspaper, so nothing was changed: The Lantern").await;
        }
        assert_eq!(tab.stored_content().await, before);
    });
}

#[test]
fn one_article_and_a_part_are_saved() {
    on_device(async |tab| {
        let site = newer_site();
        tab.put_file("one.html", packing(&site).article("extra").html());
        let part = Selection::Month(Language::new("en"), "2025-05".to_owned());
        tab.put_file("part.html", packing(&site).only(part).html());
        tab.open("device/").await;
        tab.check_kept().await;
        tab.server.stop().await;
        tab.drop_file("one.html").await;
        tab.check_message("1 article saved from the file").await;
        tab.check_text(".device", "Extra").await;
        tab.drop_file("part.html").await;
        tab.check_message("5 articles saved from the file").await;
        tab.check_text(".device", "48 of 48 articles").await;

        tab.click("Extra").await;
        tab.check_text("main", "The quay is dry").await;
        tab.check_js(
            "the button",
            "return document.querySelector('.article-actions button').getAttribute('aria-pressed')",
            json!("true"),
        )
        .await;
        tab.open("articles/extra/").await;
        tab.check_text("main", "The quay is dry").await;
    });
}

#[test]
fn readers_who_store_no_editions_can_save_articles() {
    on_device(async |tab| {
        let site = newer_site();
        tab.put_file("newer.html", packing(&site).html());
        tab.put_file("one.html", packing(&site).article("extra").html());
        tab.open("device/").await;
        tab.check_kept().await;
        tab.tick("Keep the newest edition").await;
        tab.check_text(".device", "No edition is stored here yet").await;
        tab.drop_file("newer.html").await;
        tab.check_message("You have chosen to keep no editions.").await;
        tab.check_text(".device", "No edition is stored here yet").await;
        tab.drop_file("one.html").await;
        tab.check_message("1 article saved from the file").await;
        tab.check_text(".device", "Extra").await;
    });
}

#[test]
fn a_slow_download_from_the_site_gives_way_to_a_file() {
    on_device(async |tab| {
        tab.put_file("newer.html", packing(&newer_site()).html());
        tab.server.fail(&town_pack(), Fault::Held);
        tab.open("device/").await;
        tab.check_notice("Downloading").await;
        tab.drop_file("newer.html").await;
        tab.check_message("Saved from the file: edition 2").await;
        check_reads_newer_edition(tab).await;
        // The edition from the site is older in the end.
        tab.server.mend();
        tab.server.wait_for_quiet_after("edition/head.json").await;
        tab.server.stop().await;
        check_reads_newer_edition(tab).await;
    });
}

#[test]
fn all_tabs_read_what_one_of_them_was_given() {
    on_device(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.put_file("newer.html", packing(&newer_site()).html());
        tab.open("").await;
        tab.check_kept().await;
        tab.server.stop().await;
        tab.open_in_new_tab("device/").await;
        tab.drop_file("newer.html").await;
        tab.check_message("Saved from the file: edition 2").await;

        tab.switch_to_tab(0).await;
        tab.drop_file("town.html").await;
        tab.check_message("This file is older than what is on this device").await;
        tab.drop_file("newer.html").await;
        tab.check_message("Everything in this file is on this device already.").await;
        check_reads_newer_edition(tab).await;
    });
}

#[test]
fn a_file_that_the_reader_got_from_a_reader_is_as_good() {
    on_device(async |tab| {
        tab.server.publish(newer_site());
        tab.open("device/").await;
        tab.check_kept().await;
        tab.press_button("Share").await;
        let (name, _) = tab.save_file().await;
        // Another device, on which the previous edition is stored.
        tab.forget().await;
        tab.server.publish(town());
        tab.open("device/").await;
        tab.check_kept().await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.server.stop().await;
        tab.drop_file(&name).await;
        tab.check_message("Saved from the file: edition 2").await;
        check_reads_newer_edition(tab).await;
    });
}
