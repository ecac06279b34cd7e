//! Tests the whole article in a frame, which reports its height; reports from other windows are ignored.

use serde_json::{Value, json};

use super::host::{Host, snippets};
use crate::harness::{Tab, in_tab, town};

const FERRY: &str = "articles/ferry-is-back/";
const HEIGHT: &str = "return document.querySelector('iframe').offsetHeight";

async fn open(tab: &Tab, more: &str) -> Host {
    let frame = snippets(&town(), FERRY, &[tab.server.address("")]).frame.expect("a script");
    Host::open(tab, "", &format!("{frame}{more}")).await
}

#[test]
fn the_frame_shows_the_article_and_is_as_high_as_it() {
    in_tab(async |tab| {
        let _host = open(tab, "").await;
        tab.check_js("the height", "return document.querySelector('iframe').offsetHeight > 1000", true.into()).await;
        tab.enter_article_frame().await;
        tab.check_state("open").await;
        assert!(tab.shown().await.contains("From Monday on the ferry runs"));
        let fits = "return document.documentElement.scrollHeight <= innerHeight + 1";
        tab.check_js("no scroll bar", fits, true.into()).await;
        let picture = "return inside().querySelector('img')?.naturalWidth > 0";
        tab.check_js("the picture", picture, true.into()).await;
        tab.check_console_is_empty("the frame").await;
    });
}

#[test]
fn the_frame_shows_a_section_too() {
    in_tab(async |tab| {
        tab.visit_address(&tab.server.address("embed.html#src=sections/notices/&theme=dark")).await;
        let shown = "const list = document.querySelector('offprint-list');
            return [list?.dataset.state, list?.frame?.querySelectorAll('li').length, list?.frame?.className]";
        tab.check_js("the section", shown, json!(["shown", 5, "offprint dark list"])).await;
    });
}

/// Any window may send a message. Only the frame's own window sets its height, and only with a plausible number.
#[test]
fn forged_messages_change_nothing() {
    in_tab(async |tab| {
        let forger = "<iframe id=forger srcdoc='<p>Hello</p>'></iframe>";
        let _host = open(tab, forger).await;
        tab.check_js("the height", "return document.querySelector('iframe').offsetHeight > 1000", true.into()).await;
        let before = tab.js(HEIGHT).await;
        let forge = |message: &str| {
            format!(
                "return new Promise(done => {{
                    addEventListener('message', () => setTimeout(() => done({HEIGHT_OF})), {{ once: true }});
                    const forger = document.getElementById('forger').contentWindow;
                    forger.eval(`parent.postMessage({message}, '*')`);
                }})"
            )
        };
        for message in [
            "{ type: \"offprint-embed\", version: 1, height: 300 }",
            "{ type: \"offprint-embed\", version: 1, height: 1e9 }",
            "\"offprint-embed\"",
            "null",
        ] {
            assert_eq!(tab.ask(&forge(message)).await, before, "{message}");
        }
        // The frame's own messages are checked too.
        let own = |message: &str| {
            format!(
                "const frame = document.querySelector('iframe[data-offprint]');
                 dispatchEvent(new MessageEvent('message', {{ source: frame.contentWindow, data: {message} }}));
                 {HEIGHT}"
            )
        };
        for (message, expected) in [
            ("{ type: 'offprint-embed', version: 1, height: 500 }", json!(500)),
            ("{ type: 'offprint-embed', version: 1, height: 0 }", json!(80)),
            ("{ type: 'offprint-embed', version: 1, height: 1e9 }", json!(20000)),
            ("{ type: 'offprint-embed', version: 1, height: 500.5 }", json!(20000)),
            ("{ type: 'offprint-embed', version: 1, height: '700px' }", json!(20000)),
            ("{ type: 'offprint-embed', version: 2, height: 700 }", json!(20000)),
            ("{ type: 'another', version: 1, height: 700 }", json!(20000)),
        ] {
            assert_eq!(tab.js(&own(message)).await, expected, "{message}");
        }
    });
}

const HEIGHT_OF: &str = "document.querySelector('iframe').offsetHeight";

/// Anyone can write the address of a frame, but it only names articles of the site.
#[test]
fn a_frame_shows_nothing_of_any_other_site() {
    in_tab(async |tab| {
        for wrong in [
            "https://elsewhere.test/articles/a/",
            "//elsewhere.test/articles/a/",
            "../../articles/a/",
            "javascript:alert(1)",
        ] {
            tab.visit_address(&format!("{}#src={wrong}", tab.server.address("embed.html"))).await;
            tab.reload_plainly().await;
            let requests = tab.all_requests().await;
            assert!(!requests.iter().any(|request| request.contains("elsewhere.test")), "{requests:?}");
            let shown = tab.js("return document.querySelector('offprint-article')?.dataset.state ?? 'none'").await;
            assert!(
                [Value::from("none"), Value::from("kept"), Value::from("waiting")].contains(&shown),
                "{wrong}: {shown}"
            );
        }
    });
}
