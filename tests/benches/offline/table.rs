//! Prints the measurements as Markdown tables, ready for docs/measurements.md.

use crate::downloads::DownloadTimes;
use crate::speed::Times;
use crate::visits::Traffic;

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
        for exchange in &row.exchanges {
            eprintln!("  {:>7}  {}", exchange.bytes(), exchange.path);
        }
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
