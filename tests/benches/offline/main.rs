//! What offline reading costs: requests and bytes of the visits of one reader, and how soon a kept article is there.
//!
//! One browser profile lives through all of it, against a server that sends what hosts send. Bytes are those that the
//! server wrote to its connections, the headers of its answers among them.

#[path = "../../browser/harness/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the browser tests use the rest of it")]
mod harness;

mod newsroom;
mod speed;
mod table;
mod taking;
mod visits;

use harness::Setup;
use newsroom::Newsroom;
use taking::Editions;

/// Tells when things are on the screen; see there.
const SHOWN: &str = include_str!("shown.js");

fn main() {
    // Cargo adds an argument of its own.
    let details = std::env::args().any(|argument| argument == "--details");
    let newsroom = Newsroom::open();
    let first = newsroom.site();
    let editions = Editions::of(&newsroom);
    newsroom.correct();
    let second = newsroom.next_site();

    Setup::new().keeping().with_site(first).run(async |tab| {
        tab.before_each_page(SHOWN).await;
        let traffic = visits::measure(tab, &newsroom, second).await;
        let times = speed::measure(tab, &newsroom).await;
        table::print_traffic(&traffic, details);
        table::print_times(&times, details);
        let taken = taking::measure(tab, &editions).await;
        table::print_taken(&taken, details);
    });
}
