//! The paper in several languages.

use crate::harness::{Setup, in_tab};

#[test]
fn an_article_leads_to_its_translations() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.check_language("en", "ltr").await;
        tab.mark().await;
        tab.click_on(".translations a[lang=ru]").await;
        tab.check_path("ru/articles/ferry-is-back/").await;
        tab.check_heading("Паром вернулся").await;
        tab.check_title("Паром вернулся — Причал").await;
        tab.check_language("ru", "ltr").await;
        tab.check_focus_on_heading().await;

        tab.click_on(".translations a[lang=fa]").await;
        tab.check_heading("کشتی بازگشت").await;
        tab.check_language("fa", "rtl").await;
        tab.check_js(
            "the headline to begin at the right",
            "const box = document.querySelector('#content h1').getBoundingClientRect();
             const range = document.createRange(); range.selectNodeContents(document.querySelector('#content h1'));
             return Math.abs(range.getBoundingClientRect().right - box.right) < 1",
            true.into(),
        )
        .await;

        tab.back().await;
        tab.check_language("ru", "ltr").await;
        tab.back().await;
        tab.check_heading("The ferry is back").await;
        tab.check_language("en", "ltr").await;
        tab.check_marked().await;
    });
}

#[test]
fn the_header_leads_to_the_same_page_in_another_language() {
    in_tab(async |tab| {
        tab.open("sections/culture/").await;
        tab.click_on("nav.languages a[lang=fa]").await;
        tab.check_path("fa/sections/culture/").await;
        tab.check_heading("فرهنگ").await;
        assert_eq!(tab.headlines().await, ["نان بندر"]);
        tab.click_on("nav.languages a[lang=en]").await;
        tab.check_heading("Culture").await;

        // The Russian paper has no such section: its front page comes nearest.
        tab.click_on("nav.languages a[lang=ru]").await;
        tab.check_path("ru/").await;
        tab.check_title("Причал").await;
    });
}

#[test]
fn a_persian_page_is_set_from_the_right_at_once() {
    Setup::new().without_scripts().run(async |tab| {
        tab.visit("fa/articles/ferry-is-back/").await;
        tab.check_language("fa", "rtl").await;
        let date = tab.text(".byline time").await;
        assert!(date.contains('۱') && date.contains("آبان"), "{date:?} is no Persian date");
    });
}
