//! Tests pages that differ from what was signed.

use std::sync::Arc;

use model::Head;

use super::{NOTICE, OLD, signed_town, with_town_kept};
use crate::harness::{Fault, Setup, Site, town_bundle};

const PAGE: &str = "The page that arrived is not the one in the newest edition";

/// The text of the altered page of notice 23.
const MADE_UP: &str = "for the last time";

/// Returns the signed town with only that page altered.
fn with_altered_page() -> Arc<Site> {
    let mut altered = Site::clone(&signed_town());
    let page = altered.get_mut(&format!("{NOTICE}index.html")).expect("a page");
    *page = String::from_utf8_lossy(page).replace(OLD, MADE_UP).into_bytes();
    altered.retain(|path, _| !path.starts_with(NOTICE) || path.ends_with("index.html"));
    Arc::new(altered)
}

#[test]
fn a_page_that_is_not_the_signed_one_gives_way_to_it() {
    Setup::new().with_site(with_altered_page()).run(async |tab| {
        tab.open(NOTICE).await;
        tab.check_notice(PAGE).await;
        tab.check_text("#content", OLD).await;
    });
}

/// An attacker who alters a page may withhold what would prove it.
#[test]
fn an_altered_page_gives_way_where_the_head_is_withheld_too() {
    with_town_kept(async |tab| {
        tab.server.publish(with_altered_page());
        tab.server.fail("edition/", Fault::Status(404));
        // The site answers with the page, not the device.
        tab.open(&format!("{NOTICE}?fresh")).await;
        tab.check_notice(PAGE).await;
        tab.check_text("#content", OLD).await;
    });
}

#[test]
fn an_altered_page_does_not_stay_where_its_article_is_withheld() {
    let mut site = Site::clone(&with_altered_page());
    site.remove(&town_bundle("notice-23")).expect("the article");
    Setup::new().with_site(Arc::new(site)).run(async |tab| {
        tab.visit(NOTICE).await;
        tab.check_notice(PAGE).await;
        assert!(!tab.text("#content").await.contains(MADE_UP));
    });
}

#[test]
fn a_page_that_is_in_no_edition_is_not_shown_as_the_newsrooms() {
    Setup::new().with_site(signed_town()).run(async |tab| {
        let mut made_up = Site::clone(&signed_town());
        let page = made_up[&format!("{NOTICE}index.html")].clone();
        made_up.insert("articles/made-up/index.html".to_owned(), page);
        tab.server.publish(Arc::new(made_up));
        tab.open("articles/made-up/").await;
        tab.check_notice("The page that arrived is not in the newest edition").await;
        tab.check_heading("There is no such page").await;
    });
}

/// Extensions and translations change pages, and that is the reader's own choice.
#[test]
fn a_page_changed_by_the_reader_causes_no_warning() {
    Setup::new().with_site(signed_town()).run(async |tab| {
        let extension =
            "document.addEventListener('DOMContentLoaded', () => document.querySelector('main h1').append('!'))";
        tab.before_each_page(extension).await;
        tab.open(NOTICE).await;
        tab.server.wait_for_quiet_after(Head::PATH).await;
        tab.check_no_notice().await;
        tab.check_heading("Notice 23!").await;
    });
}
