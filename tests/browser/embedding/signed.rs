//! Tests signed editions: newer versions are accepted from any address that proves them, and from no other.

use std::sync::Arc;

use model::Head;

use super::broken::self_hosted;
use super::host::{Host, element, list};
use crate::harness::signing::{DAY, Newsroom, Signing, with_head};
use crate::harness::{Fault, Server, Setup, Site, Tab, newer_site, town, with_manifest};

const FERRY: &str = "articles/ferry-is-back/";
/// The page of notice 23, which is corrected in the edition after the town's.
const NOTICE: &str = "articles/notice-23/";
const OLD: &str = "the 23th time";
const NEW: &str = "This has been corrected";
const STALE: &str = "There may be newer news";

fn signed_town() -> Arc<Site> {
    Newsroom::ours().sign(&town(), Signing::now(1))
}

fn signed_newer() -> Arc<Site> {
    Newsroom::ours().sign(&newer_site(), Signing::now(2))
}

/// Runs a test with this site at the newsroom's own address, and a mirror.
fn with_mirror(own: Arc<Site>, mirrored: Arc<Site>, test: impl AsyncFnOnce(&Tab, &Server, [String; 2])) {
    Setup::new().with_site(own).run(async |tab| {
        let mirror = Server::start(mirrored, "127.0.0.1", "/kept/for/you/").await;
        let roots = [tab.server.address(""), mirror.address("")];
        test(tab, &mirror, roots).await;
    });
}

/// Returns what the element shows of an article of the signed town.
async fn shown_of(tab: &Tab, path: &str, roots: &[String]) -> (Host, String) {
    let (element, script) = self_hosted(&element(&signed_town(), path, roots));
    // The newsroom may be gone; the last of the addresses has the script in any case.
    let script = script.replace(&roots[0], &roots[roots.len() - 1]);
    let host = Host::open(tab, "", &format!("{element}{script}")).await;
    tab.check_state("shown").await;
    (host, tab.shown().await)
}

#[test]
fn a_signed_article_is_shown_without_a_warning_and_proven_once() {
    Setup::new().with_site(signed_town()).run(async |tab| {
        let one = element(&signed_town(), FERRY, &[tab.server.address("")]);
        assert!(one.contains(" key=\""), "{one}");
        let _host = Host::open(tab, "", &format!("{one}{one}{one}")).await;
        let states =
            "return [...document.querySelectorAll('offprint-article')].every(it => it.dataset.state === 'shown')";
        tab.check_js("all three", states, true.into()).await;
        let shown = tab.shown().await;
        assert!(shown.contains("After eleven weeks") && !shown.contains(STALE), "{shown}");
        assert!(!shown.contains("false") && !shown.contains("undefined"), "{shown}");
        let requests = tab.server.take_requests();
        assert_eq!(requests.len(), 6, "script, head, root, manifest, month, article: {requests:#?}");
        tab.check_still().await;
        tab.check_console_is_empty("the host").await;
    });
}

#[test]
fn a_mirror_has_the_newest_version_when_the_newsroom_is_gone() {
    with_mirror(signed_town(), signed_newer(), async |tab, _, roots| {
        tab.server.stop().await;
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(NEW) && !shown.contains(STALE), "{shown}");
        tab.check_still().await;
    });
}

/// An attacker who took over the newsroom's address can show its last edition there forever.
#[test]
fn the_newest_that_is_signed_wins_wherever_it_is() {
    with_mirror(signed_town(), signed_newer(), async |tab, mirror, roots| {
        let (host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(NEW), "{shown}");
        tab.server.publish(signed_newer());
        mirror.publish(signed_town());
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("shown").await;
        assert!(tab.shown().await.contains(NEW));
        tab.check_console_is_empty("the host").await;
    });
}

#[test]
fn forged_answers_of_a_mirror_are_refused() {
    let lie = |change: fn(Head) -> Head| with_head(&signed_newer(), change);
    let with_text = |change: fn(String) -> String| {
        with_head(&signed_newer(), |head| Head { signed: head.signed.map(change), ..head })
    };
    let mut long = Site::clone(&signed_newer());
    long.get_mut(Head::PATH).expect("a head").extend([b' '; 9000]);
    let lies = [
        ("not signed", lie(|head| Head { signed: None, ..head })),
        ("of other keys", Newsroom::others().sign(&newer_site(), Signing::now(2))),
        ("another number around", lie(|head| Head { edition: 3, ..head })),
        ("an old signature around it", {
            let old: Head = serde_json::from_slice(&signed_town()[Head::PATH]).expect("a head");
            with_head(&signed_newer(), |head| Head { signed: old.signed, ..head })
        }),
        ("another number inside", {
            let renumbered = with_text(|text| text.replace("edition 2\n", "edition 9\n"));
            with_head(&renumbered, |head| Head { edition: 9, ..head })
        }),
        ("another date", with_text(|text| text.replace("issued ", "issued 9"))),
        ("cut short", with_text(|text| text[..text.len() / 2].to_owned())),
        ("more roots than there are", with_text(|text| text.replace("root 1\n", "root 32\n"))),
        ("too long", Arc::new(long)),
    ];
    with_mirror(signed_town(), signed_town(), async |tab, mirror, roots| {
        let (host, _) = shown_of(tab, NOTICE, &roots).await;
        for (name, site) in lies {
            mirror.publish(site);
            tab.visit_address(&host.server.address("")).await;
            tab.check_state("shown").await;
            let shown = tab.shown().await;
            assert!(shown.contains(OLD) && !shown.contains(NEW) && !shown.contains(STALE), "{name}: {shown}");
        }
    });
}

#[test]
fn a_mirror_that_answers_with_something_else_does_no_harm() {
    with_mirror(signed_town(), signed_newer(), async |tab, mirror, roots| {
        for fault in [Fault::Status(500), Fault::AnotherPage, Fault::Half, Fault::Cut, Fault::Redirect] {
            mirror.fail("edition/", fault);
            let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
            assert!(shown.contains(OLD) && !shown.contains(STALE), "{fault:?}: {shown}");
        }
        mirror.mend();
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(NEW), "{shown}");
    });
}

/// Trust never shrinks, so a newsroom that stops signing, even under pressure, cannot publish newer versions.
#[test]
fn an_unsigned_site_changes_nothing_if_a_key_is_named() {
    with_mirror(newer_site(), town(), async |tab, _, roots| {
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(OLD) && shown.contains(STALE), "{shown}");
        tab.check_still().await;
    });
}

#[test]
fn an_expired_edition_is_shown_with_a_warning() {
    let expired =
        |site: &Site, edition| Newsroom::ours().sign(site, Signing { issued: -8 * DAY, ..Signing::now(edition) });
    with_mirror(expired(&town(), 1), expired(&newer_site(), 2), async |tab, mirror, roots| {
        let (host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(NEW) && shown.contains(STALE), "{shown}");
        tab.check_still().await;
        // One valid edition is enough.
        mirror.publish(signed_newer());
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        assert!(shown.contains(NEW) && !shown.contains(STALE), "{shown}");
    });
}

/// Either the newsroom's clock is wrong or the reader's: the element says nothing about its age.
#[test]
fn an_edition_from_the_future_is_one() {
    let future = Newsroom::ours().sign(&newer_site(), Signing { issued: 3 * DAY, ..Signing::now(2) });
    with_mirror(signed_town(), future, async |tab, _, roots| {
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(NEW) && !shown.contains(STALE), "{shown}");
    });
}

#[test]
fn an_older_edition_than_was_embedded_takes_nothing_back() {
    with_mirror(signed_town(), signed_town(), async |tab, _, roots| {
        let newer = Newsroom::ours().sign(&town(), Signing::now(5));
        let _host = Host::open(tab, "", &element(&newer, NOTICE, &roots)).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        assert!(shown.contains(OLD) && shown.contains(STALE), "{shown}");
        tab.check_still().await;
    });
}

/// The keys of the first epoch were stolen, and the newsroom has ended it.
#[test]
fn stolen_keys_are_accepted_only_without_a_later_root() {
    let ended = Newsroom::ours().sign(&town(), Signing { epoch: 2, ..Signing::now(3) });
    let stolen = Newsroom::ours().sign(&newer_site(), Signing::now(99));
    with_mirror(ended, stolen, async |tab, _, roots| {
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(OLD) && !shown.contains(STALE), "{shown}");
    });
}

#[test]
fn two_editions_with_one_number_change_nothing() {
    let fork = Newsroom::ours().sign(&newer_site(), Signing::now(1));
    with_mirror(signed_town(), fork, async |tab, _, roots| {
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(OLD) && shown.contains(STALE), "{shown}");
    });
}

#[test]
fn a_withdrawal_is_accepted_from_a_mirror() {
    let newsroom = tests::Fixture::named("town");
    let built = |front_matter: &str| {
        newsroom.write(
            "articles/harbour-fair.md",
            format!("---\ntitle: The fair\ndate: 2026-10-20\n{front_matter}---\nText.\n"),
        );
        newsroom.build(tests::shell()).site.expect("a site")
    };
    let before = Newsroom::ours().sign(&built(""), Signing::now(1));
    let withdrawn = Newsroom::ours().sign(&built("withdrawn: We had the wrong day.\n"), Signing::now(2));
    with_mirror(Arc::clone(&before), withdrawn, async |tab, _, roots| {
        let _host = Host::open(tab, "", &element(&before, "articles/harbour-fair/", &roots)).await;
        tab.check_state("withdrawn").await;
        let shown = tab.shown().await;
        assert!(shown.contains("We had the wrong day.") && !shown.contains("Text."), "{shown}");
        tab.check_still().await;
    });
}

#[test]
fn a_mirror_that_was_not_known_yet_is_found_in_the_manifest() {
    Setup::new().with_site(town()).run(async |tab| {
        let new = Server::start(signed_newer(), "127.0.0.1", "/new/").await;
        let listed = with_manifest(&town(), |manifest| {
            manifest.replacen('{', &format!("{{\"mirrors\":[{:?}],", new.address("")), 1)
        });
        // The edition was signed some days ago, so there may be a newer one.
        tab.server.publish(Newsroom::ours().sign(&listed, Signing { issued: -3 * DAY, ..Signing::now(1) }));
        let (_host, shown) = shown_of(tab, NOTICE, &[tab.server.address("")]).await;
        assert!(shown.contains(NEW) && !shown.contains(STALE), "{shown}");
        tab.check_still().await;
    });
}

#[test]
fn a_slow_address_does_not_keep_the_news_away() {
    with_mirror(signed_newer(), signed_newer(), async |tab, mirror, roots| {
        mirror.fail("edition/", Fault::Held);
        let (_host, shown) = shown_of(tab, NOTICE, &roots).await;
        assert!(shown.contains(NEW), "{shown}");
    });
}

#[test]
fn a_list_is_proven_in_the_same_way() {
    with_mirror(signed_town(), signed_town(), async |tab, mirror, roots| {
        tab.server.stop().await;
        let snippets = list(&signed_town(), "notices", &roots);
        let (element, script) = self_hosted(&snippets.element.expect("a script"));
        let embedded = format!("{element}{}", script.replace(&roots[0], &roots[1]));
        let host = Host::open(tab, "", &embedded).await;
        tab.check_state("shown").await;
        assert!(tab.shown().await.contains("Notice 45"));
        mirror.publish(Newsroom::ours().sign(&town(), Signing { issued: -8 * DAY, ..Signing::now(1) }));
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        assert!(shown.contains("Notice 45") && shown.contains(STALE), "{shown}");
        mirror.publish(Newsroom::others().sign(&town(), Signing::now(1)));
        tab.visit_address(&host.server.address("")).await;
        tab.check_state("kept").await;
    });
}

/// With the policy from docs/embedding.md, `'wasm-unsafe-eval'` allows proofs from any address; without it, only the
/// first address is trusted.
#[test]
fn a_host_that_forbids_wasm_trusts_the_first_address_only() {
    with_mirror(signed_town(), signed_newer(), async |tab, _, roots| {
        let embedded = element(&signed_town(), NOTICE, &roots);
        let integrity = embedded.split("integrity=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash");
        let origins = roots.each_ref().map(|root| root.split('/').take(3).collect::<Vec<_>>().join("/")).join(" ");
        let policy = |more: &str| {
            format!(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; \
                 script-src '{integrity}'{more}; connect-src {origins}; img-src 'self' blob:\">"
            )
        };
        let _host = Host::open(tab, &policy(""), &embedded).await;
        tab.check_state("shown").await;
        let shown = tab.shown().await;
        assert!(shown.contains(OLD) && !shown.contains(STALE), "{shown}");
        let messages = tab.console().await;
        assert!(messages.iter().all(|line| line.contains("WebAssembly")), "{messages:#?}");
        tab.server.publish(signed_newer());
        let _host = Host::open(tab, &policy(""), &embedded).await;
        tab.check_state("shown").await;
        assert!(tab.shown().await.contains(NEW));
        tab.console().await;
        tab.server.publish(signed_town());
        let _host = Host::open(tab, &policy(" 'wasm-unsafe-eval'"), &embedded).await;
        tab.check_state("shown").await;
        assert!(tab.shown().await.contains(NEW));
        tab.check_console_is_empty("the host").await;
    });
}
