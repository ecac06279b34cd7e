//! Tests a portable edition where no script runs: everything in it can still be read.

use serde_json::json;

use crate::harness::{Setup, Tab, packing, town};

/// A script that returns the articles and the list that are visible.
const SEEN: &str =
    "return [...document.querySelectorAll('main > .carried')].filter(it => it.offsetHeight > 0).map(it => it.id)";

fn without_scripts(test: impl AsyncFnOnce(&Tab)) {
    Setup::new().without_scripts().run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.put_file("one.html", packing(&town()).article("ferry-is-back").html());
        tab.server.stop().await;
        test(tab).await;
    });
}

#[test]
fn the_file_opens_with_its_list_and_each_article_is_a_step_away() {
    without_scripts(async |tab| {
        tab.visit_file("town.html").await;
        tab.check_js("what is seen", SEEN, json!(["/"])).await;
        assert!(tab.text("main").await.contains("This newspaper is a single file"));
        tab.click("The ferry is back").await;
        tab.check_js("what is seen", SEEN, json!(["/articles/ferry-is-back/"])).await;
        tab.check_text("main", "forty people, nine bicycles and two goats").await;
        tab.click("Русский").await;
        tab.check_js("what is seen", SEEN, json!(["/ru/articles/ferry-is-back/"])).await;
        tab.back().await;
        tab.check_js("what is seen", SEEN, json!(["/articles/ferry-is-back/"])).await;
        tab.click("Front page").await;
        tab.check_js("what is seen", SEEN, json!(["/"])).await;
        tab.click("Notice 23").await;
        tab.check_text("main", "for the 23th time").await;
        tab.check_console_is_empty("town.html").await;
    });
}

#[test]
fn an_address_into_the_file_shows_that_article() {
    without_scripts(async |tab| {
        tab.visit_file("town.html#/fa/articles/ferry-is-back/").await;
        tab.check_js("what is seen", SEEN, json!(["/fa/articles/ferry-is-back/"])).await;
        tab.check_js(
            "its direction",
            "return getComputedStyle(document.querySelector(':target')).direction",
            json!("rtl"),
        )
        .await;
        // A page that only the app makes: the list is shown instead.
        tab.visit_file("town.html#/archive/").await;
        tab.check_js("what is seen", SEEN, json!(["/"])).await;
    });
}

#[test]
fn footnotes_and_folds_work() {
    without_scripts(async |tab| {
        for file in ["town.html#/articles/ferry-is-back/", "one.html"] {
            tab.visit_file(file).await;
            tab.click_on("main > .carried:target [role=doc-noteref], main > .carried:only-child [role=doc-noteref]")
                .await;
            let target = "return document.querySelector(':target')?.id";
            tab.check_js("the footnote", target, json!("/articles/ferry-is-back/#footnote-1")).await;
            tab.check_js("what is seen", SEEN, json!(["/articles/ferry-is-back/"])).await;
            tab.check_text(":target", "They belong to the schoolmaster").await;
            tab.click_on(":target [role=doc-backlink]").await;
            tab.check_js("the reference", target, json!("/articles/ferry-is-back/#reference-1")).await;
            tab.check_js("what is seen", SEEN, json!(["/articles/ferry-is-back/"])).await;
            assert!(!tab.text("main").await.contains("41,000"));
            tab.click_on(".carried:has(:target) summary").await;
            tab.check_text("main", "41,000").await;
        }
    });
}

#[test]
fn a_single_article_is_all_there_is() {
    without_scripts(async |tab| {
        tab.visit_file("one.html").await;
        tab.check_title("The ferry is back — The Quay").await;
        tab.check_text("main", "forty people, nine bicycles and two goats").await;
        let shown =
            "const image = document.querySelector('article img'); return image.complete && image.naturalWidth > 0";
        tab.check_js("the picture", shown, json!(true)).await;
        let asked = tab.all_requests().await;
        let others: Vec<&String> = asked.iter().filter(|path| !path.starts_with("data:image/")).collect();
        assert_eq!(others, [&tab.file_address("one.html")]);
    });
}
