//! Tests the paper in several languages.

use crate::harness::{Fault, Setup, Tab, in_tab, on_device, town_words};

/// Checks the first link of each page, whose text is a message of the interface.
async fn check_words(tab: &Tab, expected: &str) {
    tab.check_text(".skip", expected).await;
}

#[test]
fn an_article_leads_to_its_translations() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.check_language("en", "ltr").await;
        tab.mark().await;
        tab.click_on(".translations a[hreflang=ru]").await;
        tab.check_path("ru/articles/ferry-is-back/").await;
        tab.check_heading("Паром вернулся").await;
        tab.check_title("Паром вернулся — Причал").await;
        tab.check_language("ru", "ltr").await;
        check_words(tab, "К содержанию").await;
        tab.check_focus_on_heading().await;

        tab.click_on(".translations a[hreflang=fa]").await;
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
        check_words(tab, "Skip to content").await;
        tab.check_marked().await;
    });
}

#[test]
fn every_language_can_be_read_without_the_site() {
    on_device(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.check_kept().await;
        tab.server.stop().await;
        tab.mark().await;
        tab.click_on(".translations a[hreflang=ru]").await;
        tab.check_heading("Паром вернулся").await;
        check_words(tab, "К содержанию").await;
        tab.check_marked().await;

        tab.open("fa/articles/ferry-is-back/").await;
        tab.check_heading("کشتی بازگشت").await;
        check_words(tab, "رفتن به متن").await;
    });
}

#[test]
fn a_language_is_asked_for_once_and_only_when_it_is_read() {
    in_tab(async |tab| {
        let asked = || tab.server.take_requests().iter().filter(|path| path.ends_with(".txt")).count();
        tab.open("articles/ferry-is-back/").await;
        assert_eq!(asked(), 1, "the messages of the open page");
        tab.click_on(".translations a[hreflang=ru]").await;
        tab.check_heading("Паром вернулся").await;
        assert_eq!(asked(), 1);
        tab.back().await;
        tab.check_heading("The ferry is back").await;
        tab.forward().await;
        tab.check_heading("Паром вернулся").await;
        assert_eq!(asked(), 0, "the messages are loaded already");
    });
}

/// Checks a page whose messages fail to load. The app then stays out of the page, so that the page does not change, and
/// says so after a link inside the app.
fn check_without_words(fault: Fault, expected: &str) {
    in_tab(async |tab| {
        tab.server.fail(&town_words("ru"), fault);
        tab.visit("ru/articles/ferry-is-back/").await;
        tab.check_js("the app to stay out", "return document.documentElement.dataset.app", "failed".into()).await;
        tab.check_heading("Паром вернулся").await;
        check_words(tab, "К содержанию").await;

        tab.click_on(".translations a[hreflang=en]").await;
        tab.wait_for_app().await;
        tab.check_heading("The ferry is back").await;
        tab.mark().await;
        tab.click_on(".translations a[hreflang=ru]").await;
        tab.check_heading("This page could not be loaded").await;
        tab.check_language("ru", "ltr").await;
        let text = tab.text("#content h1 + p").await;
        assert!(text.contains(expected), "{text:?} does not say {expected:?}");

        tab.server.mend();
        tab.click("Try again").await;
        tab.check_heading("Паром вернулся").await;
        check_words(tab, "К содержанию").await;
        if fault != Fault::Status(404) {
            tab.check_marked().await;
        }
    });
}

#[test]
fn words_that_are_cut_short_are_not_used() {
    check_without_words(Fault::Half, "cut short");
}

#[test]
fn words_that_are_gone_mean_a_newer_app() {
    check_without_words(Fault::Status(404), "newer version");
}

#[test]
fn another_page_is_no_words() {
    check_without_words(Fault::AnotherPage, "Your network returned a different page");
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

        // The Russian paper has no such section: its front page is closest.
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
