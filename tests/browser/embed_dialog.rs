//! Tests "Embed" under an article: the dialog offers the snippets of `embed::snippets` and shows how they look.

use serde_json::json;

use crate::embedding::host::snippets;
use crate::harness::signing::{Newsroom, Signing};
use crate::harness::{Key, Setup, Tab, town, town_at};

async fn embed(tab: &Tab, path: &str) {
    tab.open(path).await;
    tab.press_button("Embed").await;
    tab.find("dialog textarea").await;
}

const OFFERED: &str = "return [...document.querySelectorAll('dialog textarea')].map(field => field.value)";

#[test]
fn it_offers_the_snippets_of_the_article() {
    Setup::new().run(async |tab| {
        let path = "articles/ferry-is-back/";
        embed(tab, path).await;
        let expected = snippets(&town(), path, &[tab.server.address("")]);
        let offered = json!([expected.quotation, expected.card, expected.element]);
        tab.check_js("the snippets", OFFERED, offered).await;
        let requests = tab.all_requests().await;
        let ours = |address: &String| address.starts_with("data:") || address.starts_with(&tab.server.origin());
        assert!(requests.iter().all(ours), "{requests:?}");
    });
}

#[test]
fn the_newsrooms_own_address_comes_first_wherever_it_is_read() {
    let site = town_at("https://quay.example/");
    Setup::new().with_site(std::sync::Arc::clone(&site)).run(async |tab| {
        let path = "articles/library-roof/";
        embed(tab, path).await;
        // The address does not change the text.
        let expected = snippets(&site, path, &["https://quay.example/".to_owned()]);
        let offered = json!([expected.quotation, expected.card, expected.element]);
        tab.check_js("the snippets", OFFERED, offered).await;
    });
}

#[test]
fn a_signed_site_names_its_key() {
    let site = Newsroom::ours().sign(&town(), Signing::now(4));
    Setup::new().with_site(std::sync::Arc::clone(&site)).run(async |tab| {
        let path = "articles/ferry-is-back/";
        embed(tab, path).await;
        let expected = snippets(&site, path, &[tab.server.address("")]);
        assert!(expected.element.as_ref().is_some_and(|element| element.contains(" key=\"")));
        let offered = json!([expected.quotation, expected.card, expected.element]);
        tab.check_js("the snippets", OFFERED, offered).await;
    });
}

#[test]
fn it_shows_how_each_of_them_looks() {
    Setup::new().run(async |tab| {
        embed(tab, "articles/ferry-is-back/").await;
        tab.check_text("dialog .look blockquote", "The ferry is back").await;
        for (frame, shown) in [("embed/ferry-is-back/", "main"), ("embed.html", "offprint-article")] {
            // What is not near the screen is not loaded.
            let selector = format!("dialog iframe[src*=\"{frame}\"]");
            tab.scroll_to(&selector).await;
            tab.enter_frame(&selector).await;
            let text = format!(
                "const shown = document.querySelector({shown:?}); \
                 return (shown?.shadowRoot ?? shown)?.textContent.includes('The ferry is back') ?? false"
            );
            tab.check_js(frame, &text, json!(true)).await;
            tab.leave_frame().await;
        }
        tab.check_console_is_empty("articles/ferry-is-back/").await;
    });
}

#[test]
fn the_quotation_may_have_the_whole_text() {
    Setup::new().run(async |tab| {
        embed(tab, "articles/ferry-is-back/").await;
        tab.tick("With the whole text").await;
        tab.check_text("dialog .look blockquote", "forty people, nine bicycles and two goats on board.").await;
        let text = tab.js("return document.querySelector('dialog textarea').value").await;
        let text = text.as_str().expect("text");
        assert!(!text.contains("class=\"") || text.matches("class=\"").count() == 1, "{text}");
        let root = tab.server.address("");
        let links = text.split(" href=\"").skip(1);
        assert!(links.clone().all(|link| link.starts_with(&root) || link.starts_with("http")), "{text}");
        assert!(!text.contains("<img") && !text.contains("<script") && !text.contains(" style="), "{text}");
        tab.tick("With the whole text").await;
        tab.check_js(
            "the text",
            "return document.querySelector('dialog textarea').value.includes('goats on board')",
            json!(false),
        )
        .await;
    });
}

#[test]
fn escape_closes_it_and_nothing_else() {
    Setup::new().run(async |tab| {
        embed(tab, "articles/ferry-is-back/").await;
        tab.press(Key::Escape).await;
        tab.check_dialogs(0).await;
        tab.check_heading("The ferry is back").await;
    });
}
