//! Measures the cost of signatures for a download: the time of the same edition with and without them.

use std::sync::Arc;

use crate::harness::signing::{self, Signing};
use crate::harness::{Site, Tab};
use crate::newsroom::Newsroom;

/// The number of downloads of each edition.
const ROUNDS: usize = 30;

/// The times of a download, from the beginning of the first visit, in milliseconds.
pub struct DownloadTimes {
    /// The edition.
    pub name: &'static str,
    /// The times.
    pub times: Vec<f64>,
}

/// The same edition signed and not signed.
pub struct Editions {
    unsigned: Arc<Site>,
    signed: Arc<Site>,
}

impl Editions {
    /// Builds the newsroom's current edition.
    pub fn build(newsroom: &Newsroom) -> Self {
        let keys = signing::Newsroom::ours();
        let signed = keys.sign(&newsroom.site_to_sign(keys.site()), Signing::now(1));
        Self { unsigned: newsroom.site(), signed }
    }
}

/// Downloads an edition onto an empty device.
pub async fn measure(tab: &Tab, Editions { unsigned, signed }: &Editions) -> [DownloadTimes; 2] {
    let [mut with, mut without] = [Vec::new(), Vec::new()];
    // In turns, each first equally often, so that other work of the machine affects both.
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            with.push(download(tab, signed).await);
        }
        without.push(download(tab, unsigned).await);
        if round % 2 != 0 {
            with.push(download(tab, signed).await);
        }
    }
    [DownloadTimes { name: "not signed", times: without }, DownloadTimes { name: "signed", times: with }]
}

async fn download(tab: &Tab, site: &Arc<Site>) -> f64 {
    tab.forget().await;
    tab.server.publish(Arc::clone(site));
    tab.open("").await;
    tab.check_kept().await;
    tab.js("return keptAt").await.as_f64().expect("the edition was stored")
}
