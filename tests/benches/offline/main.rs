//! Measures the costs of offline reading: requests and bytes of a reader's visits, and how soon a stored article is
//! shown.
//!
//! One browser profile serves all visits, against a server that sends what hosts send. Bytes are those that the server
//! wrote to its connections, including the headers of its answers.

#[path = "../../browser/harness/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the browser tests use the rest")]
mod harness;

mod newsroom;
mod speed;
mod table;
mod downloads;
mod visits;

use downloads::Editions;
use harness::Setup;
use newsroom::Newsroom;

/// The script that records when things are on the screen.
const SHOWN: &str = include_str!("shown.js");

fn main() {
    // Cargo adds an argument of its own.
    let details = std::env::args().any(|argument| argument == "--details");
    let newsroom = Newsroom::open();
    let first = newsroom.site();
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
