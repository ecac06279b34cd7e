//! Tests pages that do not exist.

use crate::harness::{Setup, in_tab};

#[test]
fn an_unknown_address_leads_home() {
    in_tab(async |tab| {
        tab.visit("articles/never-written/").await;
        tab.check_title("There is no such page — The Quay").await;
        tab.check_js(
            "the way home",
            "return document.querySelector('.masthead-title').href",
            tab.server.address("").into(),
        )
        .await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        // The browser itself logs that the page was a 404. Nothing else is logged.
        let remarks = tab.console().await;
        assert!(remarks.iter().all(|remark| remark.contains("404")), "{remarks:#?}");
    });
}

#[test]
fn without_scripts_it_says_what_to_do() {
    Setup::new().without_scripts().run(async |tab| {
        tab.visit("articles/never-written/").await;
        tab.check_heading("There is no such page").await;
        assert!(tab.text("body").await.contains("shorten the address"));
    });
}

/// The host may have a page there that the edition does not know: a redirect from an old address.
#[test]
fn a_link_to_nowhere_is_left_to_the_host() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.js("document.querySelector('.teaser-headline a').href = 'articles/never-written/'").await;
        tab.click_on(".teaser-headline a").await;
        tab.check_heading("There is no such page").await;
        tab.back().await;
        tab.check_title("The Quay").await;
    });
}
