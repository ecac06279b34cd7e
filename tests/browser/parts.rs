//! The parts of the app: the page reads without them, and what is pressed before they are there happens once they are.

use serde_json::json;

use crate::harness::signing::{Newsroom, Signing};
use crate::harness::{
    Fault, Setup, Site, Tab, core, in_tab, newer_app, on_device, packing, part, town, town_index, town_words, until,
};

const MISSING: &str = "A part of the app did not load";

const SAVED: &str = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";

const BUSY: &str = "return document.querySelector('.article-actions button').getAttribute('aria-busy')";

const BUSY_SHARE: &str =
    "return document.querySelector('.article-actions [data-do=pass-on]').getAttribute('aria-busy')";

const SHOWN: &str = "return getComputedStyle(document.querySelector('.article-actions button')).visibility";

const APP: &str = "return document.documentElement.dataset.app";

/// The path of the part that keeps editions.
fn updates(site: &Site) -> String {
    part(site, "updates")
}

/// Ends requests that may take minutes after half a second.
const IMPATIENT: &str =
    "const later = setTimeout; self.setTimeout = (run, time, ...rest) => later(run, time > 1e5 ? 500 : time, ...rest)";

/// The ways in which a file of the app cannot be had.
const FAULTS: [Fault; 6] =
    [Fault::Status(404), Fault::AnotherPage, Fault::Half, Fault::Cut, Fault::Redirect, Fault::Slow];

/// Opens a page while the part that keeps editions cannot be had: it reads, links work, and the reader is told. Then the part
/// can be had again.
async fn check_reads_without(tab: &Tab, fault: Fault) {
    tab.before_each_page(IMPATIENT).await;
    tab.server.fail(&updates(&town()), fault);
    tab.open("articles/notice-23/").await;
    tab.check_notice(MISSING).await;
    tab.press_button("Close").await;
    tab.check_no_notice().await;
    tab.mark().await;
    tab.click("The Quay").await;
    tab.check_title("The Quay").await;
    tab.click("The ferry is back").await;
    tab.check_heading("The ferry is back").await;
    tab.check_marked().await;
    tab.press_button("Save").await;
    tab.check_notice(MISSING).await;
    tab.check_js("the button", SAVED, json!("false")).await;

    tab.server.mend();
    tab.press_button("Save").await;
    tab.check_js("the button", SAVED, json!("true")).await;
}

#[test]
fn a_part_that_cannot_be_had_is_had_by_the_next_press() {
    for fault in FAULTS {
        on_device(async |tab| check_reads_without(tab, fault).await);
    }
}

#[test]
fn an_edition_that_cannot_be_downloaded_without_its_part_is_downloaded_by_the_next_press() {
    for fault in FAULTS {
        on_device(async |tab| {
            tab.before_each_page(IMPATIENT).await;
            tab.server.fail(&part(&town(), "downloads"), fault);
            tab.open("articles/notice-23/").await;
            tab.check_notice(MISSING).await;
            tab.press_button("Save").await;
            tab.check_js("the button", SAVED, json!("true")).await;
            tab.server.mend();
            tab.press_button("Try again").await;
            tab.check_notice("Saved on this device").await;
        });
    }
}

#[test]
fn an_extension_that_blocks_the_parts_takes_nothing_else() {
    on_device(async |tab| {
        tab.devtools("Network.enable", json!({})).await;
        tab.devtools("Network.setBlockedURLs", json!({ "urls": ["*.updates.wasm", "*.share.wasm"] })).await;
        tab.open("articles/notice-23/").await;
        tab.check_notice(MISSING).await;
        tab.press_button("Close").await;
        tab.press_button("Share").await;
        tab.check_notice(MISSING).await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
        tab.click("The ferry is back").await;
        tab.press_button("Save").await;
        tab.check_js("the button", SAVED, json!("true")).await;
    });
}

#[test]
fn files_of_the_wrong_type_run_all_the_same() {
    on_device(async |tab| {
        let wrong = Fault::Header("content-type", "text/plain");
        for file in [core(&town()), updates(&town()), part(&town(), "downloads")] {
            tab.server.fail(&file, wrong);
        }
        tab.open("articles/notice-23/").await;
        tab.check_kept().await;
    });
}

#[test]
fn what_is_pressed_while_a_part_is_on_its_way_happens_once_it_is_there() {
    on_device(async |tab| {
        let part = updates(&town());
        tab.server.fail(&part, Fault::Held);
        tab.open("articles/notice-23/").await;
        tab.press_button("Save").await;
        until("a request for the part", async || {
            let requests = tab.server.take_requests();
            if requests.contains(&part) { Ok(()) } else { Err(format!("{requests:?}")) }
        })
        .await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.server.mend();
        tab.check_notice("Saved on this device").await;
        tab.back().await;
        tab.check_heading("Notice 23").await;
        tab.check_js("the button", SAVED, json!("true")).await;
    });
}

#[test]
fn what_is_pressed_before_the_core_is_there_happens_once_it_is() {
    on_device(async |tab| {
        tab.server.fail(&core(&town()), Fault::Held);
        tab.visit("articles/notice-23/").await;
        tab.check_js("the buttons", SHOWN, json!("visible")).await;
        tab.press_button("Save").await;
        tab.check_js("the button", BUSY, json!("true")).await;
        tab.check_js("the app", APP, json!("loading")).await;
        tab.server.mend();
        tab.wait_for_app().await;
        tab.check_js("the button", SAVED, json!("true")).await;
        tab.check_js("the button", BUSY, json!(null)).await;
        tab.check_js("what the app shows", "return document.querySelectorAll('main').length", json!(1)).await;
    });
}

#[test]
fn a_button_is_at_work_until_its_part_is_there() {
    on_device(async |tab| {
        let part = updates(&town());
        tab.server.fail(&part, Fault::Held);
        tab.open("articles/notice-23/").await;
        tab.press_button("Save").await;
        tab.check_js("the button", BUSY, json!("true")).await;
        tab.server.mend();
        tab.check_js("the button", SAVED, json!("true")).await;
        tab.check_js("the button", BUSY, json!(null)).await;
    });
}

#[test]
fn no_button_is_shown_that_the_browser_cannot_serve() {
    in_tab(async |tab| {
        tab.before_each_page("delete self.WebAssembly").await;
        tab.visit("articles/notice-23/").await;
        tab.check_js("the app", APP, json!("failed")).await;
        tab.check_js("the buttons", SHOWN, json!("hidden")).await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.check_console_is_empty("").await;
    });
}

#[test]
fn without_the_core_the_page_reads_and_shows_no_button() {
    for fault in FAULTS {
        in_tab(async |tab| {
            tab.before_each_page(IMPATIENT).await;
            tab.server.fail(&core(&town()), fault);
            tab.visit("articles/notice-23/").await;
            tab.check_js("the app", APP, json!("failed")).await;
            tab.check_js("the buttons", SHOWN, json!("hidden")).await;
            tab.check_heading("Notice 23").await;
            tab.server.mend();
            tab.click("The Quay").await;
            tab.check_title("The Quay").await;
            tab.wait_for_app().await;
        });
    }
}

#[test]
fn a_press_that_the_missing_core_cannot_carry_out_is_answered() {
    in_tab(async |tab| {
        let core = core(&town());
        tab.server.fail(&core, Fault::Held);
        tab.visit("articles/notice-23/").await;
        tab.press_button("Save").await;
        tab.check_js("the button", BUSY, json!("true")).await;
        tab.server.fail(&core, Fault::Status(404));
        tab.check_notice("The app of this site did not start").await;
        tab.check_js("the buttons", SHOWN, json!("hidden")).await;
    });
}

#[test]
fn a_page_whose_part_cannot_be_had_says_so_and_is_had_by_the_next_try() {
    for fault in FAULTS {
        in_tab(async |tab| {
            tab.before_each_page(IMPATIENT).await;
            tab.server.fail(&part(&town(), "pages"), fault);
            tab.open("articles/notice-23/").await;
            tab.mark().await;
            tab.click("On this device").await;
            tab.check_text("main", "The site did not answer").await;
            tab.server.mend();
            tab.click("Try again").await;
            tab.check_heading("On this device").await;
            tab.check_marked().await;
        });
    }
}

#[test]
fn a_second_press_before_the_core_is_there_changes_nothing() {
    in_tab(async |tab| {
        tab.server.fail(&core(&town()), Fault::Held);
        tab.visit("articles/notice-23/").await;
        tab.press_button("Share").await;
        tab.press_button("Share").await;
        tab.server.mend();
        tab.wait_for_app().await;
        tab.check_dialogs(1).await;
        tab.check_js("the button", BUSY_SHARE, json!(null)).await;
    });
}

#[test]
fn a_second_press_while_a_button_is_at_work_changes_nothing() {
    in_tab(async |tab| {
        let (core, share) = (core(&town()), part(&town(), "share"));
        tab.server.fail(&core, Fault::Held);
        tab.server.fail(&share, Fault::Held);
        tab.visit("articles/notice-23/").await;
        tab.press_button("Share").await;
        // The core comes, and takes over the page with its pressed button.
        tab.server.fail(&core, Fault::Without("x-none"));
        tab.wait_for_app().await;
        tab.check_js("the button", BUSY_SHARE, json!("true")).await;
        tab.press_button("Share").await;
        tab.server.mend();
        tab.check_dialogs(1).await;
        tab.check_js("the button", BUSY_SHARE, json!(null)).await;
    });
}

#[test]
fn links_and_fragments_are_followed_before_the_page_is_taken_over() {
    in_tab(async |tab| {
        let month = town_index("2025-05");
        tab.server.fail(&month, Fault::Held);
        tab.visit("articles/notice-23/").await;
        tab.check_js("the app", APP, json!("active")).await;
        tab.mark().await;
        tab.js("location.hash = 'content'").await;
        tab.server.mend();
        tab.wait_for_app().await;
        tab.check_js("what the app shows", "return document.querySelectorAll('main').length", json!(1)).await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.check_marked().await;

        tab.server.fail(&month, Fault::Held);
        tab.visit("articles/notice-23/").await;
        tab.check_js("the app", APP, json!("active")).await;
        tab.mark().await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.server.mend();
        tab.wait_for_app().await;
        tab.check_title("The Quay").await;
        tab.check_marked().await;
        tab.check_console_is_empty("").await;
    });
}

#[test]
fn a_press_is_answered_when_the_messages_are_missing() {
    in_tab(async |tab| {
        let core = core(&town());
        tab.server.fail(&core, Fault::Held);
        tab.server.fail(&town_words("en"), Fault::Status(404));
        tab.visit("articles/notice-23/").await;
        tab.press_button("Save").await;
        tab.server.fail(&core, Fault::Without("x-none"));
        tab.check_js("the app", APP, json!("failed")).await;
        tab.check_text("aside.notice[role=status]", "The app of this site did not start").await;
    });
}

#[test]
fn what_cannot_be_shared_without_its_part_is_shared_by_the_next_press() {
    for fault in FAULTS {
        in_tab(async |tab| {
            tab.before_each_page(IMPATIENT).await;
            tab.server.fail(&part(&town(), "share"), fault);
            tab.open("articles/notice-23/").await;
            tab.press_button("Share").await;
            tab.check_notice(MISSING).await;
            tab.check_heading("Notice 23").await;
            tab.server.mend();
            tab.press_button("Share").await;
            tab.check_js("the dialog", "return document.querySelectorAll('dialog[open]').length", json!(1)).await;
        });
    }
}

#[test]
fn a_signed_paper_is_not_opened_without_the_part_that_proves_it() {
    let signed = Newsroom::ours().sign(&town(), Signing::now(1));
    Setup::new().keeping().with_site(signed).run(async |tab| {
        tab.server.fail(&updates(&town()), Fault::Status(404));
        tab.visit("articles/notice-23/").await;
        tab.check_js("the app", "return document.documentElement.dataset.app", json!("failed")).await;
        tab.check_heading("Notice 23").await;
        tab.server.mend();
        tab.open("articles/notice-23/").await;
        tab.check_kept().await;
    });
}

#[test]
fn it_is_kept_with_the_app() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_all_kept().await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.press_button("Save").await;
        tab.check_js("the button", SAVED, json!("true")).await;
        tab.check_console_says_only_that_the_site_is_gone("articles/notice-23/").await;
    });
}

#[test]
fn it_comes_out_of_a_portable_edition() {
    // The core and the files of the parts.
    let count = "const instantiate = WebAssembly.instantiate; window.started = 0; \
                 WebAssembly.instantiate = (...given) => { window.started += 1; return instantiate(...given); };";
    Setup::new().keeping().run(async |tab| {
        tab.before_each_page(count).await;
        tab.put_file("town.html", packing(&town()).html());
        tab.server.stop().await;
        tab.open_file("town.html").await;
        assert_eq!(tab.js("return window.started").await, json!(1), "the core alone");
        tab.click("On this device").await;
        tab.check_text("main", "All of it is in the file that you opened").await;
        assert!(tab.js("return window.started").await.as_i64() > Some(1), "the part `pages` came too");
        tab.check_console_is_empty("town.html").await;
    });
}

#[test]
fn a_portable_edition_with_a_damaged_part_reads_and_says_what_is_missing() {
    for name in ["pages", "share"] {
        in_tab(async |tab| {
            let file = packing(&town()).html();
            let damaged = file.replacen(
                &format!("id=\"offprint-part-{name}\">"),
                &format!("id=\"offprint-part-{name}\">AAAA"),
                1,
            );
            assert_ne!(file, damaged, "the file contains the part");
            tab.put_file("town.html", damaged);
            tab.server.stop().await;
            tab.open_file("town.html").await;
            tab.click("The ferry is back").await;
            tab.check_heading("The ferry is back").await;
            if name == "pages" {
                tab.click("On this device").await;
                tab.check_text("main", "This page could not be loaded").await;
            } else {
                tab.press_button("Share").await;
                tab.check_notice(MISSING).await;
            }
            tab.click("The Quay").await;
            tab.check_title("The Quay").await;
        });
    }
}

#[test]
fn an_older_app_never_runs_the_part_of_a_newer_one() {
    in_tab(async |tab| {
        tab.server.fail(&updates(&town()), Fault::Status(404));
        tab.open("articles/notice-23/").await;
        tab.check_notice(MISSING).await;
        tab.press_button("Close").await;
        tab.check_no_notice().await;
        tab.server.publish(newer_app());
        tab.server.mend();
        tab.press_button("Save").await;
        tab.check_notice(MISSING).await;
        tab.check_heading("Notice 23").await;
        let newer = updates(&newer_app());
        assert!(!tab.server.take_requests().contains(&newer), "{newer} was asked for");
    });
}
