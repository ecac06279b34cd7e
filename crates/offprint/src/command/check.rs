//! `offprint check`: prints every problem of a newsroom.

use newsroom::report::Counts;

use super::{Ended, NewsroomArgument, now, output};

/// Print every problem of a newsroom without writing anything
///
/// Ends with exit status 1 if an article cannot be read, so that a script can stop there. Also checks, as far as that
/// is possible without the passphrase, that the keys of the signing section can sign.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  offprint check lantern")]
pub struct Arguments {
    #[command(flatten)]
    newsroom: NewsroomArgument,
}

/// Checks the newsroom and prints the problems.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let built = offprint::check(&arguments.newsroom.newsroom, now()?)?;
    built.problems.iter().for_each(output::print_problem);
    let (errors, warnings) = built.counts();
    let Counts { items, published, skipped, failed, .. } = built.report.counts;
    output::result(format_args!(
        "{}: {published} to publish, {skipped} skipped, {failed} failed; {}, {}",
        output::count(u64::from(items), "item"),
        output::count(errors as u64, "error"),
        output::count(warnings as u64, "warning"),
    ));
    output::print_failures(&built.report);
    Ok(if errors == 0 { Ended::Done } else { Ended::NotBuilt })
}
