//! Tests that one load is enough: everything is stored, and the server may go.

use serde_json::json;

use crate::harness::{Fault, Setup, Tab, newer_site, on_device, sample, town_pack};

/// Opens pages of every kind with the server gone.
async fn check_reads_everything(tab: &Tab) {
    for (page, heading) in [
        ("articles/library-roof/", "The library gets its roof back"),
        ("articles/notice-23/", "Notice 23"),
        ("sections/notices/page/1/", "Notices"),
        ("archive/2025-05/", "May 2025"),
        ("topics/harbour/", "Harbour"),
        ("about/", "About"),
    ] {
        tab.open(page).await;
        tab.check_heading(heading).await;
        tab.check_console_says_only_that_the_site_is_gone(page).await;
    }
}

#[test]
fn everything_is_read_with_the_server_gone() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.stop().await;

        tab.reload().await;
        tab.check_title("The Quay").await;
        check_reads_everything(tab).await;

        tab.open_in_new_tab("articles/ferry-is-back/").await;
        tab.check_heading("The ferry is back").await;
        tab.click("فارسی").await;
        tab.check_language("fa", "rtl").await;
        tab.open("fa/articles/ferry-is-back/").await;
        tab.check_language("fa", "rtl").await;
    });
}

#[test]
fn an_article_that_was_the_first_page_is_enough() {
    on_device(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.check_kept().await;
        tab.server.stop().await;
        check_reads_everything(tab).await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
    });
}

#[test]
fn a_site_in_a_folder_is_kept_too() {
    Setup::new().keeping().under("/mirrors/a & b/".replace(' ', "%20").leak()).run(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.stop().await;
        check_reads_everything(tab).await;
    });
}

#[test]
fn pictures_are_kept_and_shown_without_the_server() {
    Setup::new().keeping().with_site(sample()).run(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.open("device/").await;
        tab.check_text(".device", "Pictures:").await;
        tab.server.stop().await;
        tab.open("").await;
        let shown = "const image = document.querySelector('main img'); return image.complete && image.naturalWidth > 0";
        tab.check_js("the picture", shown, json!(true)).await;
    });
}

#[test]
fn notices_are_shown_and_block_nothing() {
    on_device(async |tab| {
        tab.server.fail(&town_pack(), Fault::Held);
        tab.open("articles/library-roof/").await;
        tab.check_no_notice().await;
        tab.click("On this device").await;
        tab.check_notice("Downloading:").await;
        tab.find("aside.notice progress").await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.server.mend();
        tab.check_notice("Saved on this device:").await;
        // The notice lies over the page and can be closed.
        let covers = "const line = document.querySelector('aside.notice'); \
                      return getComputedStyle(line).position === 'fixed' && line.offsetHeight < innerHeight / 4";
        tab.check_js("the place of the notice", covers, json!(true)).await;
        tab.press_button("Close").await;
        tab.check_no_notice().await;
    });
}

#[test]
fn a_tab_that_becomes_visible_checks_for_updates() {
    on_device(async |tab| {
        tab.open("archive/").await;
        tab.check_kept().await;
        tab.server.publish(newer_site());
        tab.js("document.dispatchEvent(new Event('visibilitychange'))").await;
        tab.check_notice("1 new article").await;
    });
}

#[test]
fn a_notice_that_appears_under_the_pointer_does_not_take_the_press() {
    const COVERED: &str = "
        const link = [...document.querySelectorAll('footer a')].find((it) => it.textContent === 'On this device');
        const { left, right, top, bottom } = link.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const notice = document.querySelector('.notice').getBoundingClientRect();
        return notice.left < x && x < notice.right && notice.top < y && y < notice.bottom";
    on_device(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.check_all_kept().await;
        tab.press_button("Close").await;
        tab.check_no_notice().await;
        tab.hold("On this device").await;
        tab.server.publish(newer_site());
        tab.js("document.dispatchEvent(new Event('visibilitychange'))").await;
        tab.check_notice("1 new article").await;
        assert_eq!(tab.js(COVERED).await, json!(true), "the notice lies over the link");
        tab.release().await;
        tab.check_heading("On this device").await;
    });
}

#[test]
fn an_update_is_offered_and_the_reader_decides() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.publish(newer_site());
        tab.reload().await;
        tab.check_notice("1 new article, 1 changed article").await;
        assert!(!tab.headlines().await.contains(&"Extra".to_owned()), "the edition was not requested");
        tab.server.take_requests();
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device").await;
        tab.check_js(
            "the newest article on the front page",
            "return [...document.querySelectorAll('.teaser-headline')].some(it => it.textContent === 'Extra')",
            json!(true),
        )
        .await;
        let bundles = tab.server.take_requests().iter().filter(|path| path.starts_with("edition/b/")).count();
        assert_eq!(bundles, 3, "the lists were stored already");
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_text("#content", "This has been corrected").await;
        tab.open("articles/extra/").await;
        tab.check_heading("Extra").await;
    });
}
