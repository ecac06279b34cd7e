//! The parts of the app: the page reads without them, and what is pressed before they are there happens once they are.

use serde_json::json;

use crate::harness::signing::{Newsroom, Signing};
use crate::harness::{Fault, Setup, Site, Tab, in_tab, newer_app, on_device, packing, town, until};

const MISSING: &str = "A part of the app did not load";

const SAVED: &str = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";

/// The path of the part that keeps editions.
fn updates(site: &Site) -> String {
    site.keys().find(|path| path.ends_with(".updates.wasm")).expect("the part").clone()
}

/// Opens a page while the part cannot be had: it reads, links work, and the reader is told. Then it can be had again.
async fn check_reads_without(tab: &Tab, fault: Fault) {
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
fn a_part_that_the_server_refuses_is_had_by_the_next_press() {
    on_device(async |tab| check_reads_without(tab, Fault::Status(404)).await);
}

#[test]
fn a_part_of_other_bytes_is_not_run() {
    for fault in [Fault::AnotherPage, Fault::Half] {
        on_device(async |tab| check_reads_without(tab, fault).await);
    }
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
    // The core and the part.
    let count = "const instantiate = WebAssembly.instantiate; window.started = 0; \
                 WebAssembly.instantiate = (...given) => { window.started += 1; return instantiate(...given); };";
    Setup::new().keeping().run(async |tab| {
        tab.before_each_page(count).await;
        tab.put_file("town.html", packing(&town()).html());
        tab.server.stop().await;
        tab.open_file("town.html").await;
        tab.check_js("what runs", "return window.started", json!(2)).await;
        tab.click("On this device").await;
        tab.check_text("main", "All of it is in the file that you opened").await;
        tab.check_console_is_empty("town.html").await;
    });
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
