//! Tests the lies of a hostile mirror on the reader. `crates/offprint/tests/command/lies.rs` tests them on the command.

use std::sync::{Arc, LazyLock};

use model::Head;
use signing::verify::FindingKind;
use tests::hostile::{Knows, LIES, NOW, Paper};

use crate::harness::{Fault, Server, Setup, Site, Tab};
use tests::shell;
use tests::wait::until;

static PAPER: LazyLock<Paper> = LazyLock::new(|| Paper::print(&shell(), &[]));

/// The faults of any answer.
const FAULTS: [Fault; 10] = [
    Fault::Status(404),
    Fault::Status(500),
    Fault::AnotherPage,
    Fault::Half,
    Fault::Cut,
    Fault::Redirect,
    Fault::Endless,
    Fault::Bomb,
    Fault::Slow,
    Fault::Without("content-type"),
];

fn head_of(site: &Site) -> Head {
    serde_json::from_slice(&site[Head::PATH]).expect("a head")
}

/// Returns the stored head, roots and floor; nothing if the app has never started.
async fn metadata(tab: &Tab) -> [Option<String>; 3] {
    let kept = tab.stored_content().await;
    ["current", "floor", "roots"].map(|wanted| {
        let position = kept[0].as_array()?.iter().position(|name| name == wanted)?;
        Some(kept[1][position].as_str().expect("an entry").to_owned())
    })
}

/// Returns the edition on the device, if there is one.
async fn kept(tab: &Tab) -> Option<Head> {
    metadata(tab).await[0].as_deref().map(|head| serde_json::from_str(head).expect("a head"))
}

/// Lets the reader check for a newer edition, and waits until the server was asked.
async fn check_for_newer(tab: &Tab, server: &Server) {
    server.take_requests();
    tab.js("dispatchEvent(new Event('online'))").await;
    server.wait_for_quiet_after(Head::PATH).await;
}

/// Whatever the site does, a reader of an edition never sees an older one, nor a different one with the same number.
#[test]
fn a_reader_of_the_newest_edition_keeps_it() {
    Setup::new().keeping().run(async |tab| hear_all_lies(tab, &PAPER, &tab.server).await);
}

/// The same, whatever a mirror does that the newsroom has named.
#[test]
fn a_mirror_that_the_newsroom_named_changes_nothing_of_that() {
    Setup::new().keeping().run(async |tab| {
        let mirror = Server::start(Arc::default(), "127.0.0.1", "/").await;
        let paper = Paper::print(&shell(), &[mirror.address("")]);
        hear_all_lies(tab, &paper, &mirror).await;
    });
}

/// Reads the newest edition, then meets every lie on a server.
async fn hear_all_lies(tab: &Tab, paper: &Paper, liar: &Server) {
    let newest = Arc::new(paper.newest.clone());
    tab.server.publish(Arc::new(paper.older.clone()));
    // Two days after its signature an edition is no longer fresh.
    tab.set_clock(NOW - 3600).await;
    tab.open("device/").await;
    tab.check_kept().await;
    // Editions that the reader considers newer are downloaded at once.
    tab.tick("Download new editions without asking").await;
    tab.server.publish(Arc::clone(&newest));
    tab.open("articles/lamp/").await;
    let lamp = async || tab.check_text("#content", "It burns again.").await;
    lamp().await;
    until_kept(tab, &newest).await;
    let expected = metadata(tab).await;
    for lie in LIES {
        tab.set_clock_now(lie.now).await;
        liar.publish(Arc::new(lie.site(paper)));
        check_for_newer(tab, liar).await;
        assert_eq!(metadata(tab).await, expected, "{}", lie.name);
        lamp().await;
    }
    tab.set_clock_now(NOW + 60).await;
    liar.publish(newest);
    for fault in FAULTS {
        liar.fail("edition/", fault);
        check_for_newer(tab, liar).await;
        assert_eq!(metadata(tab).await, expected, "{fault:?}");
    }
    // After all lies, the clock is wrong by ten years either way.
    for now in [NOW - 3650 * 24 * 3600, NOW + 3650 * 24 * 3600] {
        tab.set_clock(now).await;
        tab.open("articles/lamp/").await;
        lamp().await;
        assert_eq!(metadata(tab).await, expected, "at {now}");
    }
}

/// Waits until an edition is on the device.
async fn until_kept(tab: &Tab, site: &Site) {
    let expected = Some(head_of(site));
    until("the newest edition to be on the device", async || {
        let found = kept(tab).await;
        if found == expected { Ok(()) } else { Err(format!("{found:?}")) }
    })
    .await;
}

/// A reader without an edition downloads the one that the newsroom signed, or none.
#[test]
fn forged_or_altered_editions_are_never_stored() {
    let newest = head_of(&PAPER.newest);
    Setup::new().keeping().with_site(Arc::new(PAPER.newest.clone())).run(async |tab| {
        let found_out = LIES.iter().filter(|lie| {
            lie.knows == Knows::Nothing
                && matches!(lie.kind, Some(FindingKind::Forged | FindingKind::Altered | FindingKind::Missing))
        });
        for lie in found_out {
            tab.forget().await;
            tab.set_clock(lie.now + 60).await;
            tab.server.take_requests();
            tab.server.publish(Arc::new(lie.site(&PAPER)));
            tab.visit("articles/ferry/").await;
            tab.server.wait_for_quiet_after("articles/ferry/").await;
            let kept = kept(tab).await;
            let is_newest = |kept: &Head| (kept.edition, kept.manifest) == (newest.edition, newest.manifest);
            assert!(kept.as_ref().is_none_or(is_newest), "{}: {kept:?}", lie.name);
        }
        // The genuine edition is downloaded.
        tab.forget().await;
        tab.server.publish(Arc::new(PAPER.newest.clone()));
        tab.open("articles/ferry/").await;
        until_kept(tab, &PAPER.newest).await;
    });
}
