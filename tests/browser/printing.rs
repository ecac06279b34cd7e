//! Tests that the article is printed without anything around it.

use serde_json::json;

use crate::harness::{Setup, Tab, in_tab, packing, town};

const TEXT: &str = "forty people, nine bicycles and two goats on board";

async fn print(tab: &Tab, on: bool) {
    tab.devtools("Emulation.setEmulatedMedia", json!({ "media": if on { "print" } else { "" } })).await;
}

/// Returns the text on the paper.
async fn printed(tab: &Tab) -> String {
    print(tab, true).await;
    tab.check_js("the medium", "return matchMedia('print').matches", json!(true)).await;
    let text = tab.js("return document.body.innerText").await;
    let pdf = tab.devtools("Page.printToPDF", json!({})).await;
    assert!(pdf["data"].as_str().is_some_and(|data| data.starts_with("JVBERi")), "no PDF");
    print(tab, false).await;
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn an_article_is_printed_without_what_is_around_it() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        let screen = tab.js("return document.body.innerText").await;
        let screen = screen.as_str().expect("text");
        tab.press_button("Share").await;
        tab.find("dialog").await;
        let paper = printed(tab).await;
        assert!(paper.contains("The ferry is back") && paper.contains(TEXT), "{paper}");
        assert!(paper.contains("41,000"), "what is folded away is part of the text: {paper}");
        assert!(paper.contains("They belong to the schoolmaster"), "{paper}");
        for around in
            ["Save", "Share", "Leave\n", "Русский", "Notices", "The Quay lives on what its readers give", "Telegram"]
        {
            assert!(screen.contains(around), "{around:?} is not on the screen: {screen}");
            assert!(!paper.contains(around), "{around:?} is on the paper: {paper}");
        }
        assert!(!paper.contains("Copy as text"), "the dialog is on the paper: {paper}");
    });
}

#[test]
fn the_button_prints_the_page_and_not_the_dialog() {
    in_tab(async |tab| {
        tab.before_each_page("window.print = () => window.printed = !document.querySelector('dialog[open]')").await;
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        tab.press_button("Print or save as PDF").await;
        tab.check_js("what was printed", "return window.printed", json!(true)).await;
        tab.check_js("the dialog", "return document.querySelector('dialog')", json!(null)).await;
    });
}

#[test]
fn a_file_is_printed_as_it_is_read() {
    Setup::new().run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.open_file("town.html#/articles/ferry-is-back/").await;
        let paper = printed(tab).await;
        assert!(paper.contains(TEXT) && !paper.contains("Share") && !paper.contains("Notice 23"), "{paper}");
    });
    // Without scripts the chosen article is unknown: all articles are on the paper.
    Setup::new().without_scripts().run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.visit_file("town.html#/articles/library-roof/").await;
        let paper = printed(tab).await;
        assert!(paper.contains(TEXT) && paper.contains("for the 23th time") && paper.contains("Паром вернулся"));
    });
}
