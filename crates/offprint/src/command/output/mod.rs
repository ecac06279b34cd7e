//! Prints problems, counts and progress; colours and progress only on a terminal.

mod stream;

use std::io::IsTerminal;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use messages::Messages;
use model::Language;
use newsroom::problem::{Problem, Severity};
use newsroom::report::{Counts, Report, ReportOutcome};
use offprint::{Built, Step};
use signing::keys::Warning;

pub use self::stream::{message, result};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const PLACE: Style = Style::new().bold();

/// The number of warnings that are printed; the others are counted.
const WARNINGS: usize = 50;

/// The number of files that one line names.
const NAMES: usize = 5;

/// Prints an error and its causes in one line.
pub fn print_error(error: &anyhow::Error) {
    message(format_args!("{ERROR}error{ERROR:#}: {error:#}"));
}

/// Replaces characters that could control a terminal, in text from other people.
pub fn plain(text: &str) -> String {
    let is_plain = |letter: char| !letter.is_control() && !trust::listing::turns_text(letter);
    text.chars().map(|letter| if is_plain(letter) { letter } else { '\u{fffd}' }).collect()
}

/// Prints a warning and its remedy.
pub fn print_warning((wrong, remedy): &Warning) {
    message(format_args!("{WARNING}warning{WARNING:#}: {wrong}\n    {remedy}"));
}

/// Prints advice.
pub fn print_advice(text: &str) {
    message(format_args!("{WARNING}advice{WARNING:#}: {text}"));
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
        message(format_args!("… and {} more warnings: offprint check prints them all", warnings.len() - WARNINGS));
    }
    errors.iter().for_each(|problem| print_problem(problem));
}

/// Prints a problem: its place, its message and its remedy.
pub fn print_problem(problem: &Problem) {
    let colour = match problem.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
    };
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = format!("{}{line}", problem.file.display());
    message(format_args!("{PLACE}{place}{PLACE:#}: {colour}{}{colour:#}: {}", problem.severity, problem.message));
    if !problem.remedy.is_empty() {
        message(format_args!("    {}", problem.remedy));
    }
}

/// Returns a text such as `28 articles in 4 languages`.
pub fn articles(built: &Built) -> String {
    let articles = count(u64::from(built.report.counts.published), "article");
    format!("{articles} in {}", count(u64::from(built.languages), "language"))
}

/// Returns a text such as `: 3 skipped, 1 failed, 2 warnings`; empty if all counts are 0.
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
        parts.push(format!("{} about the site left out of articles", count(u64::from(site_lines), "paragraph")));
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

/// Prints the names of the failed files. Call this last, so that the line stays in view.
pub fn print_failures(report: &Report) {
    let failed = report.items.iter().filter(|item| item.outcome == ReportOutcome::Failed);
    let failed: Vec<&str> = failed.map(|item| item.source.as_str()).collect();
    let (is, errors) = if failed.len() == 1 { ("is", "the error above says") } else { ("are", "the errors above say") };
    if !failed.is_empty() {
        let count = count(failed.len() as u64, "file");
        let names = plain(&names(&failed));
        message(format_args!("{ERROR}failed{ERROR:#}: {count} {is} left out, and {errors} why: {names}"));
    }
}

/// Returns the names of the unmanaged files in the site's folder, without hidden ones.
pub fn kept(built: &Built) -> Option<String> {
    let shown: Vec<&str> = built.kept.iter().map(String::as_str).filter(|name| !name.starts_with('.')).collect();
    (!shown.is_empty()).then(|| names(&shown))
}

/// Returns the first names, and the number of the others.
pub fn names(all: &[impl AsRef<str>]) -> String {
    let first: Vec<&str> = all.iter().take(NAMES).map(AsRef::as_ref).collect();
    let more = all.len() - first.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}

/// Formats a time in seconds since 1970, as in `2026-11-24 14:05 UTC`.
pub fn moment(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map_or_else(|| format!("{seconds} s after 1970"), |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// Returns a number with its noun.
pub fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Formats a size, as in `61 KB` or `1.2 MB`.
pub fn size(bytes: u64) -> String {
    Messages::of(&Language::new("en")).size(bytes)
}

/// Returns a function that shows the progress of a build, if standard error is a terminal.
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
        let count = if all > 0 { format!(": {done} of {all} files") } else { String::new() };
        bar.0.set_message(format!("{name}{count}"));
    })
}

/// A progress bar that is removed when the build ends.
struct Finished(ProgressBar);

impl Drop for Finished {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
