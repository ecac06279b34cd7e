//! `offprint build`: builds a newsroom's site into a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use newsroom::report::Report;
use offprint::{Built, Options, Sign};

use super::passphrase::PassphraseArgument;
use super::{Ended, NewsroomArgument, ShellArgument, now, output};

/// Build a newsroom's site into a folder
///
/// Readers of the folder see the whole old edition or the whole new one, and the old one stays if the newsroom cannot be built.
/// Files that Offprint did not write, such as a CNAME, stay there. An article that cannot be read is left out and named; the others
/// are published.
///
/// In the newsroom, the folder cannot lie in one that the build reads, such as articles or public.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint build lantern --out site
  offprint build lantern --out site --strict --report report.json
  offprint build lantern --out site --passphrase-file passphrase   signs, if offprint.toml names keys

Exit status: 0 done, 1 nothing was built and the old site is unchanged, 2 wrong usage")]
pub struct Arguments {
    #[command(flatten)]
    newsroom: NewsroomArgument,
    /// The folder of the site: new, empty, or with an older site
    #[arg(long, value_name = "SITE")]
    out: PathBuf,
    /// Write the outcome of every item of every source to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write no site if an article cannot be read
    #[arg(long)]
    strict: bool,
    /// Do not sign, even if offprint.toml names keys
    #[arg(long, conflicts_with = "passphrase_file")]
    unsigned: bool,
    #[command(flatten)]
    passphrase: PassphraseArgument,
    #[command(flatten)]
    shell: ShellArgument,
}

/// Builds the site and prints the result.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let start = Instant::now();
    let options = Options {
        newsroom: arguments.newsroom.newsroom.clone(),
        out: Some(arguments.out.clone()),
        previous: None,
        shell: arguments.shell.shell.clone(),
        now: now()?,
        strict: arguments.strict,
        sign: (!arguments.unsigned).then(|| Sign::With(Box::new(|| arguments.passphrase.read()))),
        compress: true,
        progress: output::progress(),
    };
    let built = offprint::build(&options);
    // This removes the progress line before anything else is printed.
    drop(options);
    let built = built?;
    output::print_problems(&built.problems);
    let reported = arguments.report.as_deref().map(|file| write_report(file, &built.report));
    if built.site.is_none() {
        output::print_error(&not_built(&built, arguments));
        return reported.transpose().map(|_| Ended::NotBuilt);
    }
    let seconds = start.elapsed().as_secs_f64();
    let (articles, rest) = (output::articles(&built), output::rest(&built));
    output::result(format_args!("Built {articles} into {} in {seconds:.1} s{rest}", arguments.out.display()));
    if let Some(signed) = &built.signed {
        let until = output::moment(signed.timestamp.expires);
        output::result(format_args!("Signed edition {}, valid until {until}", signed.statement.edition));
    }
    if let Some(kept) = output::kept(&built) {
        output::result(format_args!("Kept files that Offprint did not write: {kept}"));
    }
    output::print_failures(&built.report);
    reported
        .transpose()
        .with_context(|| format!("the site was built into {}, but not its report", arguments.out.display()))?;
    Ok(Ended::Done)
}

fn write_report(file: &Path, report: &Report) -> anyhow::Result<()> {
    let report = serde_json::to_vec_pretty(report)?;
    fs::write(file, report).with_context(|| format!("the report {} cannot be written", file.display()))
}

fn not_built(built: &Built, arguments: &Arguments) -> anyhow::Error {
    let reason = match built.report.counts.failed {
        failed if failed > 0 && arguments.strict => {
            format!("{} failed and --strict was given", output::count(u64::from(failed), "article"))
        }
        failed if failed > 0 => format!("{} failed, see above", output::count(u64::from(failed), "article")),
        _ => "see above".to_owned(),
    };
    anyhow::anyhow!("nothing was built, and {} is unchanged: {reason}", arguments.out.display())
}
