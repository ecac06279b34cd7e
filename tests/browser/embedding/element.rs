//! Tests the element: it shows the article itself, and nothing moves.

use serde_json::json;

use super::host::{Host, element, list, snippets};
use crate::harness::{Key, Server, Setup, Site, Tab, in_tab, newer_site, town};

const FERRY: &str = "articles/ferry-is-back/";

#[test]
fn it_shows_the_article_in_the_place_of_the_quotation_and_nothing_moves() {
    in_tab(async |tab| {
        let roots = [tab.server.address("")];
        let host = Host::open(tab, "", &element(&town(), FERRY, &roots)).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        for text in ["The Quay", "The ferry is back", "After eleven weeks", "Lena Marsh"] {
            assert!(shown.contains(text), "{text:?} is not in {shown}");
        }
        let boxes = tab
            .js("const box = it => JSON.stringify(it.getBoundingClientRect()); return [box(element()), box(inside())]");
        let boxes = boxes.await;
        assert_eq!(boxes[0], boxes[1], "the element lies over the quotation");
        tab.check_still().await;
        tab.check_console_is_empty("the host").await;
        let requests = tab.all_requests().await;
        let others: Vec<_> = requests
            .iter()
            .filter(|path| path.starts_with("http"))
            .filter(|path| !path.starts_with(&roots[0]) && !path.starts_with(&host.server.address("")))
            .collect();
        assert!(others.is_empty(), "{others:#?}");
        let kept =
            "return [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
            (await caches.keys()).length]";
        assert_eq!(tab.ask(kept).await, json!(["", 0, 0, 0, 0]));
    });
}

#[test]
fn the_keyboard_opens_it_and_closes_it() {
    in_tab(async |tab| {
        let _host = Host::open(tab, "", &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        let focused = "const at = element().shadowRoot.activeElement; return at && at.textContent.slice(0, 17)";
        for expected in ["The Quay", "The ferry is back", "Read here"] {
            tab.press(Key::Tab).await;
            tab.check_js("the focus", focused, expected.into()).await;
        }
        tab.press(Key::Enter).await;
        tab.check_state("open").await;
        tab.check_js("the focus", "return element().shadowRoot.activeElement.className", "text".into()).await;
        assert!(tab.shown().await.contains("From Monday on the ferry runs"));
        let expanded = "return inside().querySelector('.button').getAttribute('aria-expanded')";
        tab.check_js("the button", expanded, "true".into()).await;
        tab.js("inside().querySelector('.button').focus()").await;
        tab.press(Key::Enter).await;
        tab.check_state("shown").await;
        tab.check_js("the button", expanded, "false".into()).await;
        tab.check_js("the focus", focused, "Read here".into()).await;
        let region = "const { role, ariaLabel, lang, dir } = inside(); return [inside().getAttribute('role'), ariaLabel, lang, dir]";
        assert_eq!(tab.js(region).await, json!(["region", "The ferry is back", "en", "ltr"]));
    });
}

#[test]
fn its_language_is_its_own_whatever_the_host_speaks() {
    in_tab(async |tab| {
        let _host =
            Host::open(tab, "", &element(&town(), "fa/articles/ferry-is-back/", &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        assert_eq!(tab.js("return [inside().lang, getComputedStyle(inside()).direction]").await, json!(["fa", "rtl"]));
        assert!(tab.shown().await.contains("همین‌جا بخوانید"));
        tab.check_still().await;
    });
}

#[test]
fn links_lead_to_the_newsroom_and_inside_the_text() {
    in_tab(async |tab| {
        let _host = Host::open(tab, "", &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        let hrefs = "return [...inside().querySelectorAll('.kicker a, .headline a, .body a[rel=noreferrer]')].map(it => it.href)";
        let expected = ["", FERRY, "articles/library-roof/"].map(|path| tab.server.address(path));
        assert_eq!(tab.js(hrefs).await, json!(expected));
        tab.js("inside().querySelector('.button').click()").await;
        tab.js("inside().querySelector('.footnote-reference a').click()").await;
        tab.check_js("the focus", "return element().shadowRoot.activeElement.id", "footnote-1".into()).await;
    });
}

#[test]
fn pictures_come_when_it_is_opened_and_are_checked() {
    in_tab(async |tab| {
        let _host = Host::open(tab, "", &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        let is_picture = |path: &String| path.starts_with("edition/media/");
        assert!(!tab.server.take_requests().iter().any(is_picture), "no picture is requested yet");
        tab.js("inside().querySelector('.button').click()").await;
        tab.check_js("the picture", "return inside().querySelector('img').naturalWidth > 0", true.into()).await;
        assert!(
            tab.js("return inside().querySelector('img').src").await.as_str().unwrap_or_default().starts_with("blob:")
        );
    });
}

#[test]
fn colours_are_the_hosts_or_those_that_are_asked_for() {
    in_tab(async |tab| {
        let media = |scheme: &str| json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        tab.devtools("Emulation.setEmulatedMedia", media("dark")).await;
        let _host = Host::open(tab, "", &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        let is_dark = "return inside().classList.contains('dark')";
        // A host without a color scheme is white, whatever the reader prefers.
        tab.check_js("the colours", is_dark, false.into()).await;
        tab.js("element().setAttribute('theme', 'dark')").await;
        tab.check_js("the colours", is_dark, true.into()).await;
        tab.js("document.documentElement.style.colorScheme = 'light dark'; element().setAttribute('theme', 'auto')")
            .await;
        tab.check_js("the colours", is_dark, true.into()).await;
        tab.devtools("Emulation.setEmulatedMedia", media("light")).await;
        tab.check_js("the colours", is_dark, false.into()).await;
        tab.devtools("Emulation.setEmulatedMedia", media("dark")).await;
        tab.check_js("the colours", is_dark, true.into()).await;
        tab.check_still().await;
    });
}

#[test]
fn several_share_one_download() {
    in_tab(async |tab| {
        let one = element(&town(), FERRY, &[tab.server.address("")]);
        let _host = Host::open(tab, "", &format!("{one}{one}{one}")).await;
        let states =
            "return [...document.querySelectorAll('offprint-article')].every(it => it.dataset.state === 'shown')";
        tab.check_js("all three", states, true.into()).await;
        let mut requests = tab.server.take_requests();
        requests.sort();
        let count = requests.len();
        requests.dedup();
        assert_eq!(requests.len(), count, "{requests:#?}");
        assert_eq!(count, 5, "script, head, manifest, month, article: {requests:#?}");
    });
}

#[test]
fn nothing_is_fetched_before_it_comes_near() {
    in_tab(async |tab| {
        let far = format!("<div style='height:300vh'></div>{}", element(&town(), FERRY, &[tab.server.address("")]));
        let _host = Host::open(tab, "", &far).await;
        tab.check_state("waiting").await;
        assert!(tab.server.take_requests().iter().all(|path| path.starts_with("embed-")));
        tab.js("element().scrollIntoView()").await;
        tab.check_state("shown").await;
    });
}

#[test]
fn a_changed_article_is_shown_in_its_newest_version() {
    in_tab(async |tab| {
        let host = Host::open(tab, "", &element(&town(), "articles/notice-23/", &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        tab.server.publish(newer_site());
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        assert!(shown.contains("This has been corrected") && shown.contains("has changed this article"), "{shown}");
        tab.check_still().await;
    });
}

/// A mirror may be behind, and so may the newsroom's own address after someone embedded a newer version.
#[test]
fn an_older_site_takes_nothing_back() {
    in_tab(async |tab| {
        let _host = Host::open(tab, "", &element(&newer_site(), "articles/extra/", &[tab.server.address("")])).await;
        tab.check_state("kept").await;
        tab.check_quotation("The quay is dry").await;
        assert_eq!(tab.server.take_requests().iter().filter(|path| path.starts_with("edition/m/")).count(), 1);
    });
}

#[test]
fn what_the_newsroom_withdrew_is_not_shown() {
    let newsroom = tests::Fixture::named("town");
    let newer = |front_matter: &str| {
        newsroom.write(
            "articles/harbour-fair.md",
            format!("---\ntitle: The fair\ndate: 2026-10-20\n{front_matter}---\nText.\n"),
        );
        let built = newsroom.build(tests::shell());
        std::sync::Arc::new(tests::numbered(built.site.expect("a site"), 2))
    };
    let (withdrawn, outdated) = (newer("withdrawn: We had the wrong day.\n"), newer("outdated: It rained.\n"));
    std::fs::remove_file(newsroom.folder().join("articles/harbour-fair.md")).expect("a file");
    let gone = std::sync::Arc::new(tests::numbered(newsroom.build(tests::shell()).site.expect("a site"), 2));
    in_tab(async |tab| {
        let host = Host::open(tab, "", &element(&town(), "articles/harbour-fair/", &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        for (site, state, expected) in [
            (withdrawn, "withdrawn", "The newsroom has withdrawn this article. We had the wrong day."),
            (gone, "withdrawn", "The newsroom no longer publishes this article."),
            (outdated, "shown", "Outdated: It rained."),
        ] {
            tab.server.publish(site);
            tab.visit_address(&host.server.address("")).await;
            tab.check_state(state).await;
            let shown = tab.shown().await;
            assert!(shown.contains(expected), "{expected:?} is not in {shown}");
            assert_eq!(shown.contains("Text."), state == "shown");
            tab.check_still().await;
        }
    });
}

#[test]
fn a_section_shows_its_newest_articles() {
    in_tab(async |tab| {
        let snippets = list(&town(), "notices", &[tab.server.address("")]);
        let _host = Host::open(tab, "", &snippets.element.expect("a script")).await;
        tab.check_state("shown").await;
        let headlines = "return [...inside().querySelectorAll('.entries a')].map(it => it.textContent)";
        let expected = ["Notice 45", "Notice 44", "Notice 43", "Notice 42", "Notice 41"];
        assert_eq!(tab.js(headlines).await, json!(expected));
        tab.check_still().await;
    });
}

/// Host styles that apply to everything change nothing inside.
#[test]
fn the_styles_of_the_host_stay_outside() {
    in_tab(async |tab| {
        let head =
            "<style>* { font-size: 40px !important; color: red } p { display: none } html { font-size: 5px }</style>";
        let _host = Host::open(tab, head, &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        let style =
            "const { display, color } = getComputedStyle(inside().querySelector('.lead')); return [display, color]";
        assert_eq!(tab.js(style).await, json!(["block", "rgb(98, 92, 82)"]));
    });
}

/// A page that embeds the same article twice, or two newsrooms, has two copies of the script.
#[test]
fn a_second_script_does_no_harm() {
    in_tab(async |tab| {
        let site = town();
        let mirror = Server::start(site.clone(), "127.0.0.1", "/paper/").await;
        let both = [tab.server.address(""), mirror.address("")].map(|root| element(&site, FERRY, &[root]));
        let _host = Host::open(tab, "", &both.join("")).await;
        let states =
            "return [...document.querySelectorAll('offprint-article')].every(it => it.dataset.state === 'shown')";
        tab.check_js("both", states, true.into()).await;
        tab.check_console_is_empty("the host").await;
    });
}

/// Returns a copy of a site with different bytes at a path.
pub(super) fn changed(site: &Site, path: &str, bytes: &[u8]) -> std::sync::Arc<Site> {
    let mut site = site.clone();
    site.insert(path.to_owned(), bytes.to_vec());
    site.retain(|name, _| !name.starts_with(&format!("{path}.")));
    std::sync::Arc::new(site)
}

#[test]
fn the_snippets_are_what_the_page_gets() {
    let site = town();
    let snippets = snippets(&site, FERRY, &["https://quay.example/".to_owned()]);
    assert!(snippets.element.is_some_and(|element| element.contains(&snippets.quotation)));
}

#[test]
fn without_scripts_there_are_the_quotation_and_the_card() {
    Setup::new().without_scripts().run(async |tab: &Tab| {
        let snippets = snippets(&town(), FERRY, &[tab.server.address("")]);
        let both = format!("{}{}", snippets.element.expect("a script"), snippets.card);
        let _host = Host::open(tab, "", &both).await;
        tab.check_text("blockquote.offprint", "After eleven weeks").await;
        tab.enter_frame("iframe").await;
        tab.check_text(".embed-card", "The ferry is back").await;
    });
}
