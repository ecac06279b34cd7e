//! Writes the fixture of a released version with the builder and the app of that version. Nothing in it is edited by
//! hand.
//!
//! `released-0.1` was written at the last commit of 0.1, by
//! `cargo xtask shell && cargo test -p tests --test browser released::write -- --ignored`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use model::Head;
use serde_json::{Value, json};
use signing::keys::{Keys, Quorum, Rotation};
use tests::packing::Packing;
use tests::released::NOW;
use tests::shell;
use trust::Role;

use super::newsroom::{FIRST, FIRST_AGAIN, SECOND, THIRD, head, passphrase, sign};
use super::{DAY, storage};
use crate::harness::{Setup, Site};

/// The beginnings of the paths that the tests need of the site.
const SITE: [&str; 4] = ["edition/", "articles/", "index.html", "robots.txt"];

/// A size in bytes that leaves room for the edition and not for the app.
const WITHOUT_APP: u64 = 100_000;

#[test]
#[ignore = "writes a fixture, once for each released version"]
fn write() {
    let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
    let folder = tests::root().join(format!("tests/fixtures/released-{version}"));
    assert!(!folder.exists(), "{} exists: what a released version wrote never changes", folder.display());

    let desk = tempfile::tempdir().expect("a folder");
    let keys_folder = desk.path().join("keys");
    let quorum = Quorum { keys: 1, threshold: 1 };
    let mut keys = Keys::create(&keys_folder, &passphrase(), quorum, NOW - 10 * DAY).expect("keys");
    let first = sign(FIRST, &keys_folder, None);
    let rotation = Rotation { roles: vec![Role::Pulse], ..Rotation::default() };
    keys.rotate(&rotation, &passphrase(), NOW - 2 * DAY).expect("a second root");
    let again = sign(FIRST_AGAIN, &keys_folder, Some(head(&first)));
    let second = sign(SECOND, &keys_folder, Some(head(&again)));
    let third = sign(THIRD, &keys_folder, Some(head(&second)));

    let edition = Packing::new(&third, shell()).at_most(WITHOUT_APP).make();
    assert!(edition.without_app && !edition.without_pictures && edition.left_out == 0);
    let article = Packing::new(&third, shell()).article("bridge").html();
    let device = device(&first, &second);

    put(&folder, "edition-1-root-1.json", &first[Head::PATH]);
    put(&folder, "edition-1-root-2.json", &again[Head::PATH]);
    for (path, bytes) in second.iter().filter(|(path, _)| SITE.iter().any(|start| path.starts_with(start))) {
        put(&folder, &format!("site/{path}"), bytes);
    }
    put(&folder, "edition-3.html", edition.html.as_bytes());
    put(&folder, "bridge.html", article.as_bytes());
    put(&folder, "device.json", format!("{device:#}\n").as_bytes());
    for entry in fs::read_dir(&keys_folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        put(&folder, &format!("keys/{name}"), &fs::read(entry.path()).expect("a file"));
    }
}

/// Returns what the app stores for a reader who saves an article of edition 1, changes preferences, and downloads
/// edition 2.
fn device(first: &Site, second: &Site) -> Value {
    let (first, second) = (Arc::new(first.clone()), Arc::new(second.clone()));
    let mut device = Value::Null;
    Setup::new().keeping().with_site(first).run(async |tab| {
        // Within a day after the edition is signed, so that the app has no warning about its age.
        tab.set_clock(NOW - 3 * DAY + 3600).await;
        tab.open("articles/fair/").await;
        tab.check_all_kept().await;
        tab.press_button("Save").await;
        let pressed = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";
        tab.check_js("the button", pressed, json!("true")).await;
        tab.open("device/").await;
        tab.tick("Get new editions without asking").await;
        tab.click_on("[data-do='leave section en notices']").await;
        tab.check_text(".device", "2 of 3 articles").await;
        tab.server.publish(second);
        tab.set_clock(NOW).await;
        tab.open("").await;
        // The app says so after it has stored the edition.
        tab.check_notice("The newsroom has changed its keys").await;
        tab.press_button("Close").await;
        tab.server.take_requests();
        tab.open("device/").await;
        tab.check_text(".device", "Edition 2").await;
        tab.server.wait_for_quiet_after(Head::PATH).await;
        device = storage::read(tab).await;
    });
    device
}

fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, bytes).expect("a file");
}
