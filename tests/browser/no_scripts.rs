//! Tests readers who have turned scripts off, and everyone before the app has loaded.

use crate::harness::{Setup, Tab};

fn without_scripts(test: impl AsyncFnOnce(&Tab)) {
    Setup::new().without_scripts().run(test);
}

#[test]
fn an_article_reads_without_scripts_in_one_response() {
    without_scripts(async |tab| {
        tab.visit("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        assert!(tab.text("#content").await.contains("in the order in which they were carried"));
        tab.check_requests(&["articles/library-roof/"]);
        tab.check_js("the app", "return document.documentElement.dataset.app ?? null", serde_json::Value::Null).await;
    });
}

#[test]
fn links_lead_through_the_site_without_scripts() {
    without_scripts(async |tab| {
        tab.visit("").await;
        tab.click("The ferry is back").await;
        tab.check_path("articles/ferry-is-back/").await;
        tab.check_heading("The ferry is back").await;
        tab.click_on(".translations a[hreflang=ru]").await;
        tab.check_heading("Паром вернулся").await;
        tab.back().await;
        tab.check_heading("The ferry is back").await;
        tab.click("Notices").await;
        tab.check_heading("Notices").await;
        tab.click("Older").await;
        tab.check_path("sections/notices/page/1/").await;
        tab.click("Archive").await;
        tab.check_heading("Archive").await;
    });
}

#[test]
fn a_fold_opens_without_scripts() {
    without_scripts(async |tab| {
        tab.visit("articles/ferry-is-back/").await;
        assert!(!tab.text("#content").await.contains("41,000"));
        tab.click_on("summary").await;
        assert!(tab.text("#content").await.contains("41,000"));
    });
}
