//! `offprint check`: every problem at once.

use newsroom::report::Counts;

use super::{Ended, NewsroomArgument, now, output};

/// Name every problem of a newsroom at once; writes nothing
///
/// Ends with 1 when an article cannot be read, so that a script can stop there. Keys of its signing section that could not sign are
/// named too, as far as that shows without their passphrase.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  offprint check lantern")]
pub struct Arguments {
    #[command(flatten)]
    newsroom: NewsroomArgument,
}

/// Reads the newsroom and prints what is wrong with it.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let built = offprint::check(&arguments.newsroom.newsroom, now()?)?;
    built.problems.iter().for_each(output::print_problem);
    let (errors, warnings) = built.counts();
    let Counts { items, published, skipped, failed, .. } = built.report.counts;
    anstream::println!(
        "{}: {published} to publish, {skipped} skipped, {failed} failed; {}, {}",
        output::count(u64::from(items), "item"),
        output::count(errors as u64, "error"),
        output::count(warnings as u64, "warning"),
    );
    Ok(if errors == 0 { Ended::Done } else { Ended::NotBuilt })
}
