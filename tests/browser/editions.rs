//! Tests a newer edition that is published while a tab shows an older one.

use crate::harness::{in_tab, newer_site, town_bundle};

#[test]
fn an_open_tab_finds_the_newer_edition() {
    in_tab(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.mark().await;
        let newer = newer_site();
        assert!(!newer.contains_key(&town_bundle("notice-23")), "the article has changed");
        tab.server.publish(newer);
        tab.click("Notice 23").await;
        tab.check_heading("Notice 23").await;
        assert!(tab.text("#content").await.contains("This has been corrected"));
        tab.check_marked().await;
    });
}

#[test]
fn an_article_that_is_new_opens_from_an_older_tab() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.mark().await;
        tab.server.publish(newer_site());
        tab.js("document.querySelector('.teaser-headline a').href = 'articles/extra/'").await;
        tab.click_on(".teaser-headline a").await;
        tab.check_heading("Extra").await;
        tab.check_marked().await;
    });
}
