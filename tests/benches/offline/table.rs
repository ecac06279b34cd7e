//! Prints what was measured as tables of Markdown, so that they can stand in docs/measurements.md as they are.

use crate::speed::Times;
use crate::taking::Taken;
use crate::visits::Traffic;

/// One row for each visit; with details, what was asked for goes to the standard error.
pub fn print_traffic(traffic: &[Traffic], details: bool) {
    println!("| over the network | requests | KiB |\n|---|---|---|");
    for row in traffic {
        let bytes: u64 = row.exchanges.iter().map(|exchange| exchange.bytes()).sum();
        println!("| {} | {} | {:.1} |", row.what, row.exchanges.len(), bytes as f64 / 1024.0);
    }
    println!();
    for row in traffic.iter().filter(|_| details) {
        eprintln!("{}", row.what);
        for exchange in &row.exchanges {
            eprintln!("  {:>7}  {}", exchange.bytes(), exchange.path);
        }
    }
}

/// One row for each way to an article; with details, all times go to the standard error.
pub fn print_times(times: &[Times], details: bool) {
    println!("| until its heading is on the screen, median | ms | ms, processor slowed 4 times |\n|---|---|---|");
    for row in times {
        println!("| {} | {:.0} | {:.0} |", row.what, median(&row.usual), median(&row.slowed));
    }
    for row in times.iter().filter(|_| details) {
        eprintln!("{}\n  {:.0?}\n  {:.0?}", row.what, row.usual, row.slowed);
    }
}

/// One row for each way to publish an edition, and how much more each takes than the first in the same round; with details, all
/// times go to the standard error.
pub fn print_taken(taken: &[Taken], details: bool) {
    println!("\n| an edition of 200 articles is on the device after, median | ms | more |\n|---|---|---|");
    for row in taken {
        let more: Vec<f64> = row.times.iter().zip(&taken[0].times).map(|(time, first)| time / first - 1.0).collect();
        println!("| {} | {:.0} | {:.0} % |", row.what, median(&row.times), median(&more) * 100.0);
    }
    for row in taken.iter().filter(|_| details) {
        eprintln!("{}\n  {:.0?}", row.what, row.times);
    }
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
