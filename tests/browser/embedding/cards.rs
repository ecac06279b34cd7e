//! Tests cards in frames: they need no script and never change their height.

use serde_json::{Value, json};

use super::host::{Host, list, snippets};
use crate::harness::{Setup, in_tab, on_device, town};

const FERRY: &str = "articles/ferry-is-back/";

#[test]
fn a_card_is_there_and_nothing_moves() {
    in_tab(async |tab| {
        let cards = [
            snippets(&town(), FERRY, &[tab.server.address("")]).card,
            list(&town(), "notices", &[tab.server.address("")]).card,
        ];
        let _host = Host::open(tab, "", &cards.join("")).await;
        tab.check_js("both frames", "return document.querySelectorAll('iframe').length", 2.into()).await;
        tab.check_still().await;
        assert_eq!(
            tab.js("return [...document.querySelectorAll('iframe')].map(it => it.offsetHeight)").await,
            json!([240, 480])
        );
        tab.enter_frame("iframe").await;
        tab.check_text(".embed-card", "After eleven weeks").await;
        assert_eq!(tab.js("return document.documentElement.scrollWidth <= innerWidth").await, Value::from(true));
        let mut requests = tab.server.take_requests();
        requests.sort();
        assert_eq!(requests, ["embed/ferry-is-back/", "embed/sections/notices/"]);
        tab.check_console_is_empty("the host").await;
    });
}

/// `auto` follows the reader's preference if the host supports both; the address may request one of the two.
#[test]
fn a_card_has_the_colours_of_its_host_or_its_address() {
    let dark = "rgb(23, 22, 26)";
    let light = "rgb(255, 253, 248)";
    for (head, fragment, expected) in [
        ("<meta name=color-scheme content='light dark'>", "", dark),
        ("<meta name=color-scheme content='light dark'>", "#theme=light", light),
        ("", "#theme=dark", dark),
        ("", "#theme=light", light),
    ] {
        in_tab(async |tab| {
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
            tab.devtools("Emulation.setEmulatedMedia", media).await;
            let card = snippets(&town(), FERRY, &[tab.server.address("")]).card;
            let card = card.replace("embed/ferry-is-back/", &format!("embed/ferry-is-back/{fragment}"));
            let _host = Host::open(tab, head, &card).await;
            tab.enter_frame("iframe").await;
            let paper = "return getComputedStyle(document.querySelector('.embed-card')).backgroundColor";
            tab.check_js(&format!("the paper with {fragment:?} in {head:?}"), paper, expected.into()).await;
            assert_eq!(
                tab.js("return [scrollY, document.querySelector('.embed-card').scrollTop]").await,
                json!([0, 0])
            );
        });
    }
}

/// A device with stored editions answers for the pages of the app, and for no others.
#[test]
fn a_card_is_the_sites_own_where_the_app_is_kept() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.visit("embed/ferry-is-back/").await;
        tab.check_text(".embed-card", "After eleven weeks").await;
        tab.visit("ru/embed/ferry-is-back/").await;
        tab.check_text(".embed-card", "Паром вернулся").await;
        tab.visit("embed.html").await;
        tab.check_js("the frame", "return document.documentElement.hasAttribute('data-offprint-frame')", true.into())
            .await;
    });
}

/// Overflowing text is reached by scrolling inside the card.
#[test]
fn large_text_in_a_narrow_card_is_all_there() {
    Setup::new().sized(320, 700).run(async |tab| {
        tab.visit("embed/ferry-is-back/").await;
        tab.js("document.documentElement.style.fontSize = '200%'").await;
        let fits = "const card = document.querySelector('.embed-card');
            return [card.scrollWidth <= card.clientWidth, getComputedStyle(card).overflowY]";
        assert_eq!(tab.js(fits).await, json!([true, "auto"]));
    });
}
