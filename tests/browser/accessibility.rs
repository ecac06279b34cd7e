//! Runs axe-core in every kind of page, in light and dark, in every language: it finds no barrier for readers with disabilities.
//!
//! Without axe-core, these tests are skipped: `cargo xtask test` installs it.

use std::fs;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::harness::{Setup, Site, Tab, every_block, fixture, town};

/// A script that returns what axe-core finds: the rule, and the elements.
const FIND: &str = "
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);";

/// Returns the script of axe-core, if it is installed.
fn axe_core() -> Option<String> {
    let Ok(axe) = std::env::var("OFFPRINT_AXE") else {
        eprintln!("skipped: axe-core is not installed");
        return None;
    };
    Some(fs::read_to_string(axe).expect("the script of axe-core"))
}

/// Opens pages of a site in light and dark, and runs axe-core in each.
fn check(site: Arc<Site>, pages: &[&str]) {
    let Some(axe) = axe_core() else { return };
    Setup::new().keeping().with_site(site).sized(400, 900).run(async |tab| {
        tab.before_each_page(&axe).await;
        for theme in ["light", "dark"] {
            let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
            tab.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
            for page in pages {
                tab.open(page).await;
                check_page(tab, &format!("{page:?} in {theme}")).await;
            }
        }
    });
}

async fn check_page(tab: &Tab, page: &str) {
    let found: Value = tab.ask(FIND).await;
    assert_eq!(found, json!([]), "barriers on {page}");
}

/// The kinds of pages.
const KINDS: [&str; 9] = [
    "",
    "articles/ferry-is-back/",
    "sections/notices/",
    "archive/",
    "archive/2025-05/",
    "topics/",
    "places/",
    "about/",
    "device/",
];

#[test]
fn every_kind_of_page_in_english() {
    check(town(), &[&KINDS[..], &["origin/", "topics/harbour/"]].concat());
}

#[test]
fn the_pages_of_other_languages() {
    check(town(), &["ru/", "ru/articles/ferry-is-back/", "ru/archive/", "ru/device/", "ru/origin/"]);
}

#[test]
fn pages_from_right_to_left() {
    check(town(), &["fa/", "fa/articles/ferry-is-back/", "fa/archive/", "fa/device/", "fa/origin/"]);
    check(fixture("languages"), &["", "ru/", "fa/"]);
}

#[test]
fn every_kind_of_block() {
    check(every_block(), &["articles/every-block/"]);
}

#[test]
fn the_dialogs() {
    let Some(axe) = axe_core() else { return };
    Setup::new().keeping().with_site(town()).run(async |tab| {
        tab.before_each_page(&axe).await;
        tab.open("articles/ferry-is-back/").await;
        for button in ["Share", "Embed"] {
            tab.press_button(button).await;
            tab.find("dialog .dialog-close").await;
            check_page(tab, button).await;
            tab.click_on(".dialog-close").await;
            tab.check_dialogs(0).await;
        }
    });
}
