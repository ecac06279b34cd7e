//! Tests portable editions in Firefox. Without Firefox these tests are skipped.

use serde_json::{Value, json};

use crate::harness::{in_firefox, packing, sample, town};

const SHOWN: &str =
    "const image = document.querySelector('article img'); return image.complete && image.naturalWidth > 0";

#[test]
fn the_app_starts_from_a_disk_and_leads_through_the_paper() {
    in_firefox(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.server.stop().await;
        tab.open_file("town.html").await;
        tab.check_title("The Quay").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.check_file_path("town.html#/articles/ferry-is-back/").await;
        tab.check_focus_on_heading().await;
        tab.check_text("main", "forty people, nine bicycles and two goats").await;
        tab.click_on(".translations a[hreflang=fa]").await;
        tab.check_language("fa", "rtl").await;
        tab.back().await;
        tab.check_heading("The ferry is back").await;
        tab.reload().await;
        tab.check_heading("The ferry is back").await;
        tab.open_file("town.html#/archive/2025-05/").await;
        tab.click("Notice 23").await;
        tab.check_text("main", "for the 23th time").await;
    });
}

#[test]
fn pictures_come_out_of_the_file() {
    in_firefox(async |tab| {
        tab.put_file("sample.html", packing(&sample()).html());
        tab.open_file("sample.html#/articles/ferry-returns/").await;
        tab.check_js("the picture", SHOWN, json!(true)).await;
    });
}

#[test]
fn a_file_shared_from_a_file_opens() {
    in_firefox(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.open_file("town.html#/articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        let (article, _) = tab.save_file().await;
        tab.open_file("town.html#/device/").await;
        tab.press_button("Share").await;
        let (edition, _) = tab.save_file().await;

        tab.visit_file(&article).await;
        tab.check_heading("The ferry is back").await;
        tab.check_js("the picture", SHOWN, json!(true)).await;
        tab.check_js("the app", "return document.documentElement.dataset.app ?? null", Value::Null).await;
        tab.open_file(&format!("{edition}#/articles/ferry-is-back/")).await;
        tab.check_heading("The ferry is back").await;
        tab.check_js("the picture", SHOWN, json!(true)).await;
    });
}
