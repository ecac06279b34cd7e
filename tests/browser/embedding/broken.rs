//! Tests embedded articles when something is gone, wrong or forbidden: the next address serves, or the quotation stays.

use super::element::changed;
use super::host::{Host, element};
use crate::harness::{Fault, Server, Tab, every_block, in_tab, town, town_bundle};

const FERRY: &str = "articles/ferry-is-back/";
const QUOTED: &str = "After eleven weeks in dry dock";

/// Runs a test with a mirror whose path differs from that of the site.
fn with_mirror(test: impl AsyncFnOnce(&Tab, &Server, [String; 2])) {
    in_tab(async |tab| {
        let mirror = Server::start(town(), "127.0.0.1", "/kept/for/you/").await;
        let roots = [tab.server.address(""), mirror.address("")];
        test(tab, &mirror, roots).await;
    });
}

/// Splits the script off the element. A host that serves it itself keeps the article when the newsroom's domain is
/// gone.
pub(super) fn self_hosted(embedded: &str) -> (String, String) {
    let (element, script) = embedded.split_once("<script").expect("a script");
    let script = format!("<script{script}");
    (element.to_owned(), script)
}

#[test]
fn the_next_address_has_it_when_the_domain_is_gone() {
    with_mirror(async |tab, mirror, roots| {
        let embedded = element(&town(), FERRY, &roots);
        let (element, script) = self_hosted(&embedded);
        // The mirror serves the script, as the host would.
        let script = script.replace(&roots[0], &roots[1]);
        tab.server.stop().await;
        let _host = Host::open(tab, "", &format!("{element}{script}")).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        assert!(shown.contains("The Quay") && shown.contains(QUOTED), "{shown}");
        tab.check_still().await;
        tab.js("inside().querySelector('.button').click()").await;
        tab.check_js("the picture", "return inside().querySelector('img').naturalWidth > 0", true.into()).await;
        // The mirror is not asked for the newest edition: without a key, only the newsroom's own address is trusted
        // with it.
        let asked = mirror.take_requests();
        assert!(!asked.iter().any(|path| path == "edition/head.json"), "{asked:?}");
        tab.check_console_says_only_that_the_site_is_gone("the host").await;
    });
}

/// A blocked address often never answers.
#[test]
fn an_address_that_never_answers_is_given_up() {
    with_mirror(async |tab, _, roots| {
        tab.server.fail("edition/", Fault::Held);
        let _host = Host::open(tab, "", &element(&town(), FERRY, &roots)).await;
        tab.check_state("waiting").await;
        tab.check_still().await;
        tab.check_state("shown").await;
        tab.check_still().await;
    });
}

#[test]
fn altered_bytes_are_refused_and_the_next_address_is_asked() {
    with_mirror(async |tab, mirror, roots| {
        let path = town_bundle("ferry-is-back");
        let text = String::from_utf8_lossy(&town()[&path]).replace("forty people", "no people");
        tab.server.publish(changed(&town(), &path, text.as_bytes()));
        let _host = Host::open(tab, "", &element(&town(), FERRY, &roots)).await;
        tab.check_state("shown").await;
        tab.js("inside().querySelector('.button').click()").await;
        assert!(tab.shown().await.contains("forty people"));
        assert!(mirror.take_requests().contains(&path));
        tab.check_console_is_empty("the host").await;
    });
}

#[test]
fn altered_bytes_everywhere_leave_the_quotation() {
    with_mirror(async |tab, mirror, roots| {
        let path = town_bundle("ferry-is-back");
        let text = String::from_utf8_lossy(&town()[&path]).replace("forty people", "no people");
        let altered = changed(&town(), &path, text.as_bytes());
        mirror.publish(altered.clone());
        tab.server.publish(altered);
        let host = Host::open(tab, "", &element(&town(), FERRY, &roots)).await;
        tab.check_state("kept").await;
        tab.check_quotation(QUOTED).await;
        tab.check_console_is_empty("the host").await;
        tab.server.fail(&path, Fault::Half);
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("kept").await;
    });
}

/// A mirror that shows a different newest edition is not trusted, and one that redirects is not followed.
#[test]
fn only_the_first_address_says_what_is_newest() {
    with_mirror(async |tab, mirror, roots| {
        mirror.publish(crate::harness::newer_site());
        let host = Host::open(tab, "", &element(&town(), "articles/notice-23/", &roots)).await;
        tab.check_state("shown").await;
        assert!(tab.shown().await.contains("the 23th time"));
        assert_eq!(mirror.take_requests(), [""; 0]);
        tab.server.fail("edition/", Fault::Redirect);
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("shown").await;
        assert!(tab.shown().await.contains("the 23th time"));
        let elsewhere: Vec<String> = tab.all_requests().await;
        assert!(!elsewhere.iter().any(|address| address.contains("login.test")), "{elsewhere:#?}");
    });
}

#[test]
fn a_wrong_address_leaves_the_quotation() {
    in_tab(async |tab| {
        let root = tab.server.address("");
        let embedded = element(&town(), FERRY, std::slice::from_ref(&root));
        let page = format!("src=\"{root}{FERRY}\"");
        for wrong in ["src=\"\"", "", "src=\"javascript:alert(1)\"", &format!("src=\"{root}\""), "src=\"about/\""] {
            let wrong = embedded.replace(&page, wrong);
            let _host = Host::open(tab, "", &wrong).await;
            tab.check_state("kept").await;
            tab.check_quotation(QUOTED).await;
        }
    });
}

#[test]
fn a_slug_that_the_bundle_does_not_have_shows_nothing_of_it() {
    in_tab(async |tab| {
        let root = tab.server.address("");
        let embedded = element(&town(), FERRY, &[root])
            .replace("src=\"", "src=\" ")
            .replace("/articles/ferry-is-back/\" root", "/articles/another-story/\" root");
        let _host = Host::open(tab, "", &embedded).await;
        tab.check_state("withdrawn").await;
        let shown = tab.shown().await;
        assert!(shown.contains("no longer publishes") && !shown.contains("eleven weeks"), "{shown}");
    });
}

#[test]
fn a_host_that_strips_attributes_keeps_the_text() {
    in_tab(async |tab| {
        let embedded = element(&town(), FERRY, &[tab.server.address("")]);
        let (quotation, _) = self_hosted(&embedded);
        let mut stripped = String::new();
        for (number, part) in quotation.split('<').enumerate() {
            let (tag, text) = part.split_once('>').unwrap_or(("", part));
            let name = tag.split_whitespace().next().unwrap_or_default();
            stripped.push_str(&if number == 0 { part.to_owned() } else { format!("<{name}>{text}") });
        }
        let script = format!("<script async src=\"{}\"></script>", tab.server.address("embed.js"));
        let _host = Host::open(tab, "", &format!("{stripped}{script}")).await;
        tab.check_state("kept").await;
        for text in ["The ferry is back", QUOTED, "The Quay", "12 November 2026", "Open on 127.0.0.1"] {
            tab.check_text("blockquote", text).await;
        }
        tab.check_console_is_empty("the host").await;
    });
}

#[test]
fn a_host_that_allows_only_itself_has_the_quotation() {
    in_tab(async |tab| {
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">";
        let _host = Host::open(tab, policy, &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_text("blockquote.offprint", QUOTED).await;
        assert_eq!(tab.server.take_requests(), [""; 0]);
        tab.check_still().await;
    });
}

/// The policy from docs/embedding.md.
#[test]
fn a_host_with_the_documented_policy_has_the_article() {
    with_mirror(async |tab, _, roots| {
        let embedded = element(&town(), FERRY, &roots);
        let integrity = embedded.split("integrity=\"sha384-").nth(1).and_then(|rest| rest.split('"').next());
        let origins = roots.map(|root| root.split('/').take(3).collect::<Vec<_>>().join("/"));
        let policy = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; script-src 'sha384-{}'; \
             connect-src {}; img-src 'self' blob:\">",
            integrity.expect("a hash"),
            origins.join(" ")
        );
        let _host = Host::open(tab, &policy, &embedded).await;
        tab.check_state("shown").await;
        let paper = "return getComputedStyle(inside()).backgroundColor";
        assert_eq!(tab.js(paper).await, serde_json::json!("rgb(255, 253, 248)"), "the element has its style");
        tab.js("inside().querySelector('.button').click()").await;
        tab.check_js("the picture", "return inside().querySelector('img').naturalWidth > 0", true.into()).await;
        tab.check_console_is_empty("the host").await;
    });
}

/// If pictures are forbidden, their alternative text is shown.
#[test]
fn a_host_that_allows_no_such_pictures_has_their_words() {
    in_tab(async |tab| {
        let root = tab.server.address("");
        let origin = tab.server.origin();
        let policy = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; script-src {origin}; connect-src {origin}\">"
        );
        let _host = Host::open(tab, &policy, &element(&town(), FERRY, &[root])).await;
        tab.check_state("shown").await;
        tab.js("inside().querySelector('.button').click()").await;
        let words = "return inside().querySelector('figure .stand-in')?.textContent ?? null";
        tab.check_js("the words", words, "A white ferry on green water".into()).await;
    });
}

#[test]
fn an_altered_picture_is_replaced_by_its_text() {
    in_tab(async |tab| {
        let (site, others) = (town(), every_block());
        let is_picture = |path: &&String| path.starts_with("edition/media/");
        let (Some(path), Some(other)) = (site.keys().find(is_picture), others.keys().find(is_picture)) else {
            panic!("both have pictures");
        };
        tab.server.publish(changed(&site, path, &others[other]));
        let _host = Host::open(tab, "", &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.check_state("shown").await;
        tab.js("inside().querySelector('.button').click()").await;
        let words = "return inside().querySelector('figure .stand-in')?.textContent ?? null";
        tab.check_js("the words", words, "A white ferry on green water".into()).await;
    });
}

/// Without https, browsers cannot check hashes.
#[test]
fn on_plain_http_there_is_the_quotation() {
    in_tab(async |tab| {
        let host = Host::open(tab, "", &element(&town(), FERRY, &[tab.server.address("")])).await;
        tab.visit_address(&host.server.address("").replace("127.0.0.1", "plain.test")).await;
        tab.check_text("blockquote.offprint", QUOTED).await;
        tab.check_js("the script", "return !!customElements.get('offprint-article')", true.into()).await;
        assert_eq!(tab.js("return [isSecureContext, element().shadowRoot]").await, serde_json::json!([false, null]));
    });
}
