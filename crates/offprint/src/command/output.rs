//! What commands print: problems and counts on standard error, in colours and with progress only on a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use messages::Messages;
use model::Language;
use newsroom::problem::{Problem, Severity};
use newsroom::report::Counts;
use offprint::{Built, Step};
use signing::keys::Warning;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const PLACE: Style = Style::new().bold();

/// How many warnings are printed; the rest is counted.
const WARNINGS: usize = 50;

/// How many files are named in one line.
const NAMES: usize = 5;

/// Prints an error and what led to it in one line.
pub fn print_error(error: &anyhow::Error) {
    anstream::eprintln!("{ERROR}error{ERROR:#}: {error:#}");
}

/// Names as others gave them, with nothing in them that could do anything to a terminal.
pub fn plain(text: &str) -> String {
    let is_plain = |letter: char| !letter.is_control() && !trust::listing::turns_text(letter);
    text.chars().map(|letter| if is_plain(letter) { letter } else { '\u{fffd}' }).collect()
}

/// Prints what is done all the same and should not stay so, and what to do about it.
pub fn print_warning((wrong, remedy): &Warning) {
    anstream::eprintln!("{WARNING}warning{WARNING:#}: {wrong}\n    {remedy}");
}

/// Prints what could be better.
pub fn print_advice(text: &str) {
    anstream::eprintln!("{WARNING}advice{WARNING:#}: {text}");
}

/// Prints all errors.
pub fn print_errors(problems: &[Problem]) {
    problems.iter().filter(|problem| problem.severity == Severity::Error).for_each(print_problem);
}

/// Prints all errors and the first warnings.
pub fn print_problems(problems: &[Problem]) {
    let (errors, warnings): (Vec<&Problem>, Vec<&Problem>) =
        problems.iter().partition(|problem| problem.severity == Severity::Error);
    warnings.iter().take(WARNINGS).for_each(|problem| print_problem(problem));
    if warnings.len() > WARNINGS {
        anstream::eprintln!("… and {} more warnings: offprint check names them all", warnings.len() - WARNINGS);
    }
    errors.iter().for_each(|problem| print_problem(problem));
}

/// Prints a problem: where it is, what it is, and what to do.
pub fn print_problem(problem: &Problem) {
    let colour = match problem.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
    };
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = format!("{}{line}", problem.file.display());
    anstream::eprintln!("{PLACE}{place}{PLACE:#}: {colour}{}{colour:#}: {}", problem.severity, problem.message);
    if !problem.remedy.is_empty() {
        anstream::eprintln!("    {}", problem.remedy);
    }
}

/// `28 articles in 4 languages`.
pub fn articles(built: &Built) -> String {
    let articles = count(u64::from(built.report.counts.published), "article");
    format!("{articles} in {}", count(u64::from(built.languages), "language"))
}

/// `3 skipped, 1 failed, 2 warnings`, or nothing when there is nothing to say.
pub fn rest(built: &Built) -> String {
    let Counts { skipped, failed, site_lines, .. } = built.report.counts;
    let (_, warnings) = built.counts();
    let mut parts = Vec::new();
    if skipped > 0 {
        parts.push(format!("{skipped} skipped"));
    }
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if warnings > 0 {
        parts.push(count(warnings as u64, "warning"));
    }
    if site_lines > 0 {
        parts.push(format!("{} kept apart as the site's", count(u64::from(site_lines), "paragraph")));
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

/// What stands in the site's folder without being the site's; hidden files are no news.
pub fn kept(built: &Built) -> Option<String> {
    let shown: Vec<&str> = built.kept.iter().map(String::as_str).filter(|name| !name.starts_with('.')).collect();
    (!shown.is_empty()).then(|| names(&shown))
}

/// The first of some names, and how many more there are.
pub fn names(all: &[impl AsRef<str>]) -> String {
    let first: Vec<&str> = all.iter().take(NAMES).map(AsRef::as_ref).collect();
    let more = all.len() - first.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}

/// A time that was signed, in seconds since 1970, as people read it: `2026-11-24 14:05 UTC`.
pub fn moment(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map_or_else(|| format!("{seconds} s after 1970"), |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// A number with its noun.
pub fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// `61 KB`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    Messages::of(&Language::new("en")).size(bytes)
}

/// Shows what a build is doing, when somebody watches.
pub fn progress() -> Box<dyn Fn(Step, u64, u64) + Sync + Send> {
    if !std::io::stderr().is_terminal() {
        return Box::new(|_, _, _| {});
    }
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    let style = ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style);
    let bar = Finished(bar);
    Box::new(move |step, done, all| {
        let name = match step {
            Step::Read => "Reading the articles",
            Step::Prepare => "Preparing links and pictures",
            Step::Render => "Making the pages",
            Step::Compress => "Compressing",
            Step::Write => "Writing the site",
        };
        let of = if all > 0 { format!(": {done} of {all} files") } else { String::new() };
        bar.0.set_message(format!("{name}{of}"));
    })
}

/// Takes the line of the progress away when the build is over.
struct Finished(ProgressBar);

impl Drop for Finished {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
