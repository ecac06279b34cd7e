//! Tests lists of articles, and turning their pages.

use crate::harness::{Tab, in_tab};

async fn check_list(tab: &Tab, heading: &str, first: &str, length: usize) {
    tab.check_heading(heading).await;
    let headlines = tab.headlines().await;
    assert_eq!((headlines.len(), headlines.first().map(String::as_str)), (length, Some(first)));
}

#[test]
fn the_pages_of_a_section_hold_every_article_once() {
    in_tab(async |tab| {
        tab.open("sections/notices/").await;
        tab.mark().await;
        check_list(tab, "Notices", "Notice 45", 25).await;
        tab.click("Older").await;
        tab.check_path("sections/notices/page/1/").await;
        tab.check_js("the last headline", LAST_HEADLINE, "Notice 1".into()).await;
        check_list(tab, "Notices", "Notice 20", 20).await;
        tab.click("Newer").await;
        tab.check_path("sections/notices/").await;
        tab.check_js("the last headline", LAST_HEADLINE, "Notice 21".into()).await;
        tab.check_marked().await;
    });
}

const LAST_HEADLINE: &str = "return [...document.querySelectorAll('.teaser-headline')].pop()?.textContent.trim()";

#[test]
fn a_numbered_page_is_an_address_like_any_other() {
    in_tab(async |tab| {
        tab.open("sections/notices/page/1/").await;
        check_list(tab, "Notices", "Notice 20", 20).await;
        tab.check_console_is_empty("a numbered page").await;
    });
}

#[test]
fn topics_and_places_lead_to_their_articles() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.mark().await;
        tab.click("Topics").await;
        tab.check_path("topics/").await;
        tab.check_heading("Topics").await;
        tab.click("Harbour").await;
        tab.check_path("topics/harbour/").await;
        check_list(tab, "Harbour", "The ferry is back", 3).await;

        tab.click("Places").await;
        tab.check_heading("Places").await;
        tab.click("Gull Island").await;
        tab.check_path("places/gull-island/").await;
        check_list(tab, "Gull Island", "The ferry is back", 2).await;
        tab.click("The library gets its roof back").await;
        tab.check_heading("The library gets its roof back").await;
        tab.check_marked().await;
    });
}

#[test]
fn the_archive_leads_to_a_month_and_on_to_an_article() {
    in_tab(async |tab| {
        tab.open("archive/").await;
        tab.mark().await;
        tab.click("January 2025").await;
        tab.check_path("archive/2025-01/").await;
        check_list(tab, "January 2025", "Notice 5", 5).await;
        tab.click("Notice 3").await;
        tab.check_heading("Notice 3").await;
        tab.back().await;
        tab.back().await;
        tab.check_heading("Archive").await;
        tab.check_marked().await;
    });
}

#[test]
fn the_about_page_opens_in_each_language_that_has_one() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.click("About").await;
        tab.check_path("about/").await;
        assert!(tab.text("#content").await.contains("one prints it"));
        tab.click_on("nav.languages a[lang=ru]").await;
        tab.check_path("ru/about/").await;
        tab.check_language("ru", "ltr").await;
    });
}
