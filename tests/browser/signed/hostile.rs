//! The lies of a hostile mirror, told to the reader; natively they are told to the command in `tests/site/hostile`.

use std::sync::{Arc, LazyLock};

use builder::verify::Kind;
use model::Head;
use tests::hostile::{Knows, LIES, NOW, Paper};

use crate::harness::{Fault, Setup, Site, Tab};
use tests::shell;

static PAPER: LazyLock<Paper> = LazyLock::new(|| Paper::print(&shell()));

/// What is wrong with answers, whatever they are.
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

/// The device's clock stands still at some time, in seconds since 1970.
async fn set_clock(tab: &Tab, seconds: u64) {
    tab.before_each_page(&format!("Date.now = () => {}", seconds * 1000)).await;
}

fn manifest(site: &Site) -> String {
    let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
    head.manifest.hash.to_string()
}

/// The manifest of the edition that is on the device; none when there is none.
async fn kept(tab: &Tab) -> Option<String> {
    let kept = tab.kept().await;
    let current = kept[0].as_array().expect("the names of facts").iter().position(|name| name == "current")?;
    let head: Head = serde_json::from_str(kept[1][current].as_str().expect("a fact")).expect("a head");
    Some(head.manifest.hash.to_string())
}

/// Has the reader look for something newer, and waits until they are done.
async fn look(tab: &Tab) {
    tab.server.take_requests();
    tab.js("dispatchEvent(new Event('online'))").await;
    tab.server.wait_for_quiet_after(Head::PATH).await;
}

/// Whatever mirrors do, a reader of an edition never sees anything older than it, and nothing else under its number.
#[test]
fn who_has_read_the_newest_edition_goes_on_reading_it() {
    let newest = Arc::new(PAPER.newest.clone());
    Setup::new().keeping().with_site(Arc::clone(&newest)).run(async |tab| {
        set_clock(tab, NOW + 60).await;
        tab.open("").await;
        tab.check_all_kept().await;
        let expected = Some(manifest(&newest));
        for lie in LIES {
            tab.server.publish(Arc::new(lie.tell(&PAPER)));
            look(tab).await;
            assert_eq!(kept(tab).await, expected, "{}", lie.name);
        }
        tab.server.publish(Arc::clone(&newest));
        for fault in FAULTS {
            tab.server.fail("edition/", fault);
            look(tab).await;
            assert_eq!(kept(tab).await, expected, "{fault:?}");
        }
        // After all of them, on a clock that is wrong by ten years either way.
        for now in [NOW - 3650 * 24 * 3600, NOW + 3650 * 24 * 3600] {
            set_clock(tab, now).await;
            tab.open("articles/lamp/").await;
            tab.check_text("#content", "It burns again.").await;
            assert_eq!(kept(tab).await, expected, "at {now}");
        }
    });
}

/// Who has read nothing yet takes the edition that the newsroom signed, or none.
#[test]
fn what_was_forged_or_altered_is_never_taken() {
    let newest = manifest(&PAPER.newest);
    Setup::new().keeping().with_site(Arc::new(PAPER.newest.clone())).run(async |tab| {
        set_clock(tab, NOW + 60).await;
        let found_out = LIES.iter().filter(|lie| {
            lie.knows == Knows::Nothing && matches!(lie.kind, Some(Kind::Forged | Kind::Altered | Kind::Missing))
        });
        for lie in found_out {
            tab.forget().await;
            tab.server.take_requests();
            tab.server.publish(Arc::new(lie.tell(&PAPER)));
            tab.visit("articles/ferry/").await;
            tab.server.wait_for_quiet_after("articles/ferry/").await;
            let kept = kept(tab).await;
            assert!(kept.is_none() || kept.as_ref() == Some(&newest), "{}: {kept:?}", lie.name);
        }
    });
}
