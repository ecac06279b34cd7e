//! Tests signed editions in the reader: proven editions are shown from any source, and others are not.

mod device;
mod hostile;
mod mirrors;
mod pages;
mod states;

use std::sync::Arc;

use model::Head;

use crate::harness::signing::{Newsroom, Signing};
use crate::harness::{Server, Setup, Site, Tab, newer_site, town, with_manifest};

/// The page of notice 23, which is corrected in the edition after the town's.
const NOTICE: &str = "articles/notice-23/";
const OLD: &str = "for the 23th time";
const NEW: &str = "This has been corrected";

pub const ALTERED: &str = "What arrived is not what the newsroom signed";
pub const OLDER: &str = "Every edition that arrived is older than one that this device already knows";

fn signed_town() -> Arc<Site> {
    Newsroom::ours().sign(&town(), Signing::now(1))
}

fn signed_newer() -> Arc<Site> {
    Newsroom::ours().sign(&newer_site(), Signing::now(2))
}

/// Returns the site of a newsroom that has mirrors.
fn mirrored(site: &Site, mirrors: &[&Server]) -> Site {
    let addresses: Vec<String> = mirrors.iter().map(|mirror| mirror.address("")).collect();
    let listed = serde_json::to_string(&addresses).expect("a list of addresses");
    let site = with_manifest(site, |manifest| manifest.replacen('{', &format!("{{\"mirrors\":{listed},"), 1));
    let sources = format!("connect-src 'self' {}", addresses.join(" "));
    with_pages(&site, |page| page.replace("connect-src 'self'", &sources))
}

/// Returns a site with all pages changed, and with the matching hash of the offline page in the worker.
pub fn with_pages(site: &Site, change: impl Fn(&str) -> String) -> Site {
    let mut changed = site.clone();
    for (_, page) in changed.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        *page = change(&String::from_utf8_lossy(page)).into_bytes();
    }
    // The worker knows the offline page by its hash.
    let offline = |site: &Site| trust::hash(&site["offline.html"]).to_string();
    let worker = String::from_utf8_lossy(&site["service-worker.js"]).replace(&offline(site), &offline(&changed));
    changed.insert("service-worker.js".to_owned(), worker.into_bytes());
    // The compressed copies would still have the old content.
    changed.retain(|path, _| !path.ends_with(".gz") && !path.ends_with(".br"));
    changed
}

/// Stores the signed town on the device. Then the site changes, and the reader returns.
fn with_town_kept(then: impl AsyncFnOnce(&Tab)) {
    Setup::new().keeping().with_site(signed_town()).run(async |tab| {
        tab.open("").await;
        tab.check_all_kept().await;
        then(tab).await;
    });
}

/// Publishes another site, returns to it, and waits until the app has checked it.
async fn come_back_to(tab: &Tab, site: Arc<Site>) {
    tab.server.take_requests();
    tab.server.publish(site);
    tab.open("").await;
    tab.server.wait_for_quiet_after(Head::PATH).await;
}

/// Checks that notice 23 reads as in the stored edition, or as in the next one.
async fn check_reads(tab: &Tab, text: &str) {
    tab.open(NOTICE).await;
    tab.check_text("#content", text).await;
}

/// Checks that the next edition is offered, downloaded and read.
async fn check_takes_newer(tab: &Tab) {
    tab.check_notice("1 new article").await;
    tab.press_button("Download").await;
    tab.check_kept().await;
    check_reads(tab, NEW).await;
}

/// Returns the warning about two editions with one number.
fn fork(sites: [&Site; 2]) -> String {
    let manifest = |site: &Site| {
        let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
        head.manifest.hash.to_string()[..16].to_owned()
    };
    format!("Two signed editions have the same number: {}.", sites.map(manifest).join(" / "))
}
