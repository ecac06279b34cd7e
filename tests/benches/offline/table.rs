//! Prints the measurements as Markdown tables, ready for docs/measurements.md.

use std::sync::Arc;

use crate::downloads::DownloadTimes;
use crate::first_visit::FirstVisit;
use crate::harness::Exchange;
use crate::speed::Times;
use crate::visits::Traffic;

/// Prints a row for each event of a first visit, and what the page loads until the last one, by kind. With details, writes the
/// requests and all times to standard error.
pub fn print_first_visits(visits: &[FirstVisit], events: &[(&str, &str)], details: bool) {
    let names: Vec<&str> = visits.iter().map(|visit| visit.name).collect();
    let lines = "|---".repeat(names.len() + 1);
    println!(
        "| first visit with a slow phone: milliseconds until, median ± its error | {} |\n{lines}|",
        names.join(" | ")
    );
    for (event, name) in events {
        let cell = |times: &[f64]| format!("{:.0} ± {:.0}", median(times), error_of_median(times));
        let times: Vec<String> = visits.iter().map(|visit| cell(&visit.times[event])).collect();
        println!("| {name} | {} |", times.join(" | "));
    }
    println!(
        "\n| what it loads until then, in the order of the first request, KiB | {} |\n{lines}|",
        names.join(" | ")
    );
    let mut kinds: Vec<Kind> = Vec::new();
    for exchange in visits.iter().rev().flat_map(|visit| &visit.exchanges) {
        let kind = Kind::of(&exchange.path);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let cells: Vec<String> = visits.iter().map(|visit| kilobytes(visit, kind)).collect();
        println!("| {} | {} |", kind.name(), cells.join(" | "));
    }
    println!();
    for visit in visits.iter().filter(|_| details) {
        eprintln!("{}: {:.0?}", visit.name, visit.times);
        for (name, start, end) in &visit.timeline {
            eprintln!("  {start:>7.0} {end:>7.0}  {name}");
        }
        print_exchanges(&visit.exchanges);
    }
}

fn kilobytes(visit: &FirstVisit, kind: Kind) -> String {
    let of_kind = visit.exchanges.iter().filter(|exchange| Kind::of(&exchange.path) == kind);
    format!("{:.1}", of_kind.map(|exchange| exchange.bytes()).sum::<u64>() as f64 / 1024.0)
}

/// The kind of a file of a site.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Page,
    Script,
    Core,
    Part,
    Messages,
    Edition,
    Picture,
    Other,
}

impl Kind {
    fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or_default();
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "" => Self::Page,
            "js" => Self::Script,
            "wasm" if name.matches('.').count() > 1 => Self::Part,
            "wasm" => Self::Core,
            "txt" => Self::Messages,
            _ if path.starts_with("edition/media/") => Self::Picture,
            _ if path.starts_with("edition/") => Self::Edition,
            _ => Self::Other,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Page => "the page",
            Self::Script => "scripts",
            Self::Core => "the app, or its core",
            Self::Part => "parts of the app",
            Self::Messages => "messages",
            Self::Edition => "bundles",
            Self::Picture => "pictures",
            Self::Other => "icons and the like",
        }
    }
}

/// Prints a row for each visit. With details, writes the requests to standard error.
pub fn print_traffic(traffic: &[Traffic], details: bool) {
    println!("| over the network | requests | KiB |\n|---|---|---|");
    for row in traffic {
        let bytes: u64 = row.exchanges.iter().map(|exchange| exchange.bytes()).sum();
        println!("| {} | {} | {:.1} |", row.name, row.exchanges.len(), bytes as f64 / 1024.0);
    }
    println!();
    for row in traffic.iter().filter(|_| details) {
        eprintln!("{}", row.name);
        print_exchanges(&row.exchanges);
    }
}

fn print_exchanges(exchanges: &[Arc<Exchange>]) {
    for exchange in exchanges {
        eprintln!("  {:>7}  {}", exchange.bytes(), exchange.path);
    }
}

/// Prints a row for each way to an article. With details, writes all times to standard error.
pub fn print_times(times: &[Times], details: bool) {
    println!("| until its heading is on the screen, median | ms | ms, processor slowed 4 times |\n|---|---|---|");
    for row in times {
        println!("| {} | {:.0} | {:.0} |", row.name, median(&row.usual), median(&row.slowed));
    }
    for row in times.iter().filter(|_| details) {
        eprintln!("{}\n  {:.0?}\n  {:.0?}", row.name, row.usual, row.slowed);
    }
}

/// Prints a row for each way to publish an edition, and how much longer each takes than the first in the same round.
/// With details, writes all times to standard error.
pub fn print_downloads(downloads: &[DownloadTimes], details: bool) {
    println!("\n| an edition of 200 articles is on the device after, median | ms | more |\n|---|---|---|");
    for row in downloads {
        let more: Vec<f64> =
            row.times.iter().zip(&downloads[0].times).map(|(time, first)| time / first - 1.0).collect();
        println!("| {} | {:.0} | {:.0} % |", row.name, median(&row.times), median(&more) * 100.0);
    }
    for row in downloads.iter().filter(|_| details) {
        eprintln!("{}\n  {:.0?}", row.name, row.times);
    }
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Returns the standard error of the median, estimated from the quartiles as for normally distributed times.
fn error_of_median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let quartile = |part: usize| times[(times.len() - 1) * part / 4];
    // A normal distribution has its quartiles 1.349 standard deviations apart, and its median has 1.253 times the error of its
    // mean.
    (quartile(3) - quartile(1)) / 1.349 * 1.253 / (times.len() as f64).sqrt()
}
