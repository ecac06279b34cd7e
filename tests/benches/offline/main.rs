//! Measures a reader's visits: the first one with a slow phone, and the costs of offline reading after it: requests, bytes,
//! and how soon a stored article is shown.
//!
//! One browser profile serves all visits but the slow ones, against a server that sends what hosts send. Bytes are those that the server
//! wrote to its connections, including the headers of its answers.

#[path = "../../browser/harness/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the browser tests use the rest")]
mod harness;

mod downloads;
mod first_visit;
mod newsroom;
mod speed;
mod table;
mod visits;

use std::path::PathBuf;
use std::sync::Arc;

use downloads::Editions;
use first_visit::Extent;
use harness::Setup;
use newsroom::Newsroom;

/// The script that records when things are on the screen.
const SHOWN: &str = include_str!("shown.js");

fn main() {
    // Cargo adds an argument of its own.
    let arguments: Vec<String> = std::env::args().collect();
    let has = |argument: &str| arguments.iter().any(|known| known == argument);
    let details = has("--details");
    let newsroom = Newsroom::open();
    let first = newsroom.site();
    let before =
        std::env::var_os("OFFPRINT_BENCH_BEFORE").map(|folder| ("before", newsroom::read_site(&PathBuf::from(folder))));
    let sites: Vec<_> = before.into_iter().chain([("now", Arc::clone(&first))]).collect();
    let extent = Extent::parse(&arguments);
    table::print_first_visits(&first_visit::measure(&sites, &extent), extent.events(), details);
    if has("--first-visit") {
        return;
    }
    let editions = Editions::build(&newsroom);
    newsroom.correct();
    let second = newsroom.next_site();

    Setup::new().keeping().with_site(first).run(async |tab| {
        tab.before_each_page(SHOWN).await;
        let traffic = visits::measure(tab, &newsroom, second).await;
        let times = speed::measure(tab, &newsroom).await;
        table::print_traffic(&traffic, details);
        table::print_times(&times, details);
        let times = downloads::measure(tab, &editions).await;
        table::print_downloads(&times, details);
    });
}
