//! Measures a first visit to an article with a slow phone: when it can be read, and when its buttons work.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::harness::{Exchange, Setup, Site, Tab, until};
use crate::newsroom::Newsroom;
use crate::speed::{SLOWED, slow};

/// The script that presses and records.
const SCRIPT: &str = include_str!("first_visit.js");

/// The article that the reader opens.
const OPENED: u32 = 150;

/// The number of visits, and the events that end each.
pub struct Extent {
    /// The number of visits to each site.
    pub visits: usize,
    /// The number of [`EVENTS`] to wait for.
    pub events: usize,
}

impl Extent {
    /// Reads `--visits N` and `--until EVENT` among the arguments of the benchmark.
    pub fn parse(arguments: &[String]) -> Self {
        let value = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
        let last = value("--until").map(|last| {
            let found = EVENTS.iter().position(|(event, _)| event == last);
            found.unwrap_or_else(|| panic!("no event {last}, only {:?}", EVENTS.map(|(event, _)| event)))
        });
        Self {
            visits: value("--visits").map_or(11, |number| {
                let visits = number.parse().expect("a number of visits");
                assert!(visits > 1, "one visit says nothing of the error: make at least two");
                visits
            }),
            events: last.map_or(EVENTS.len(), |last| last + 1),
        }
    }

    /// Returns the events to wait for, and their names in the table.
    pub fn events(&self) -> &'static [(&'static str, &'static str)] {
        &EVENTS[..self.events]
    }
}

/// The delay of each answer, in milliseconds, and the bytes per second of a slow mobile network (400 kbit/s).
const SLOW_NETWORK: (u32, u32) = (400, 50_000);

/// The times of the visits to a site, in milliseconds from the beginning of the navigation.
pub struct FirstVisit {
    /// The site.
    pub name: &'static str,
    /// The times of each event, one for each visit.
    pub times: BTreeMap<&'static str, Vec<f64>>,
    /// The requests of the last visit until the article was saved, in their order.
    pub exchanges: Vec<Arc<Exchange>>,
    /// The page's own requests of the last visit: the name of the file, and when the request began and the answer ended.
    pub timeline: Vec<(String, f64, f64)>,
}

/// The events of a visit, in their usual order, as the script calls them and as the table does.
const EVENTS: [(&str, &str); 6] = [
    ("painted", "the article is on the screen"),
    ("pressed", "the first press on Save that counts"),
    ("started", "the core runs"),
    ("active", "the core follows links and acts on presses"),
    ("ready", "the core has taken over the page"),
    ("saved", "the press is carried out"),
];

/// Visits each site in turns, each time with an empty device.
pub fn measure(sites: &[(&'static str, Arc<Site>)], extent: &Extent) -> Vec<FirstVisit> {
    let visit = |name| FirstVisit { name, times: BTreeMap::new(), exchanges: Vec::new(), timeline: Vec::new() };
    let mut visits: Vec<FirstVisit> = sites.iter().map(|(name, _)| visit(*name)).collect();
    for _ in 0..extent.visits {
        for ((_, site), visit) in sites.iter().zip(&mut visits) {
            Setup::new().keeping().with_site(Arc::clone(site)).run(async |tab| {
                let times = first_visit(tab, extent).await;
                for (event, _) in extent.events() {
                    let time = times[*event].as_f64().unwrap_or_else(|| panic!("never {event}: {times}"));
                    visit.times.entry(event).or_default().push(time);
                }
                visit.exchanges = tab.server.take_exchanges();
                visit.timeline = timeline(tab).await;
            });
        }
    }
    visits
}

async fn first_visit(tab: &Tab, extent: &Extent) -> Value {
    tab.before_each_page(SCRIPT).await;
    let (latency, throughput) = SLOW_NETWORK;
    tab.devtools("Network.enable", json!({})).await;
    let conditions = json!({
        "offline": false,
        "latency": latency,
        "downloadThroughput": throughput,
        "uploadThroughput": throughput,
    });
    tab.devtools("Network.emulateNetworkConditions", conditions).await;
    slow(tab, SLOWED).await;
    tab.visit(&Newsroom::path(OPENED)).await;
    until("all events", async || {
        let times = tab.js("return firstVisit").await;
        let is_over = extent.events().iter().all(|(event, _)| times[*event].is_number());
        if is_over { Ok(times) } else { Err(times.to_string()) }
    })
    .await
}

async fn timeline(tab: &Tab) -> Vec<(String, f64, f64)> {
    let entries = tab
        .js("return performance.getEntriesByType('resource').map((entry) => \
             [entry.name.split('/').pop(), entry.startTime, entry.responseEnd])")
        .await;
    serde_json::from_value(entries).expect("names and times")
}
