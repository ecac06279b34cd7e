//! What signatures cost who takes an edition: the time of the same edition with them and without.

use std::sync::Arc;

use crate::harness::signing::{self, Signing};
use crate::harness::{Site, Tab};
use crate::newsroom::Newsroom;

/// How often each is taken.
const ROUNDS: usize = 30;

/// How long an edition took to be on the device, from the beginning of the first visit, in milliseconds.
pub struct Taken {
    /// What was taken.
    pub what: &'static str,
    /// Each time.
    pub times: Vec<f64>,
}

/// The same edition signed and not signed.
pub struct Editions {
    unsigned: Arc<Site>,
    signed: Arc<Site>,
}

impl Editions {
    /// The newsroom's edition, as it is now.
    pub fn of(newsroom: &Newsroom) -> Self {
        let keys = signing::Newsroom::ours();
        let signed = keys.sign(&newsroom.site_to_sign(keys.site()), Signing::now(1));
        Self { unsigned: newsroom.site(), signed }
    }
}

/// Takes an edition as a device does that has nothing yet.
pub async fn measure(tab: &Tab, Editions { unsigned, signed }: &Editions) -> [Taken; 2] {
    let [mut with, mut without] = [Vec::new(), Vec::new()];
    // In turns, each of them first as often, so that what else the machine does falls on both.
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            with.push(take(tab, signed).await);
        }
        without.push(take(tab, unsigned).await);
        if round % 2 != 0 {
            with.push(take(tab, signed).await);
        }
    }
    [Taken { what: "not signed", times: without }, Taken { what: "signed", times: with }]
}

async fn take(tab: &Tab, site: &Arc<Site>) -> f64 {
    tab.forget().await;
    tab.server.publish(Arc::clone(site));
    tab.open("").await;
    tab.check_kept().await;
    tab.js("return keptAt").await.as_f64().expect("the edition was kept at some time")
}
