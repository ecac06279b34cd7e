//! Shows progress: numbered steps, and the output of tools only when it helps.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, IsTerminal, stderr, stdout};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths;

const LOG_LINES_SHOWN: usize = 60;
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(30);

/// The steps of one command, and the time of each.
pub struct Steps {
    total: usize,
    taken: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Numbers steps up to `total`.
    pub fn new(total: usize) -> Self {
        Self { total, taken: Vec::new() }
    }

    /// Announces a step, runs it and remembers its time.
    pub fn take<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        let started = Instant::now();
        eprintln!("[{}/{}] {name}", self.taken.len() + 1, self.total);
        let result = step()?;
        self.taken.push((name, started.elapsed()));
        Ok(result)
    }

    /// Returns a line with the time of every step.
    pub fn summary(&self) -> String {
        let all: Duration = self.taken.iter().map(|(_, time)| *time).sum();
        let steps: Vec<String> = self.taken.iter().map(|(name, time)| format!("{name} {}", spoken(*time))).collect();
        format!("{}, in all {}", steps.join(", "), spoken(all))
    }
}

/// Prints a message below the current step.
pub fn say(message: impl Display) {
    eprintln!("      {message}");
}

/// Formats a time for people.
pub fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Runs a tool with much output, which goes to the terminal, or else to a log whose end is shown if the tool fails.
pub fn run_logged(name: &str, log: &Path, command: &mut Command) -> Result<()> {
    if stderr().is_terminal() {
        let status = command.status().with_context(|| cannot_start(name, command))?;
        return if status.success() { Ok(()) } else { bail!("{name} failed ({status}): see its output above") };
    }
    run_into(name, log, command)
}

/// Runs a tool whose output goes to a log, even on a terminal; the end of the log is shown if the tool fails.
pub fn run_into(name: &str, log: &Path, command: &mut Command) -> Result<()> {
    fs::create_dir_all(log.parent().unwrap_or(log))?;
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let status = wait_with_heartbeat(name, command)?;
    if !status.success() {
        bail!("{name} failed ({status}): the end of {} is\n{}", paths::shown(log), end_of(log));
    }
    Ok(())
}

fn wait_with_heartbeat(name: &str, command: &mut Command) -> Result<ExitStatus> {
    let mut child = command.spawn().with_context(|| cannot_start(name, command))?;
    let started = Instant::now();
    let mut next_heartbeat = HEARTBEAT_INTERVAL;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if started.elapsed() >= next_heartbeat {
            say(format_args!("{name}: running for {}", spoken(started.elapsed())));
            next_heartbeat += HEARTBEAT_INTERVAL;
        }
        thread::sleep(Duration::from_millis(25));
    }
}

/// Runs a tool whose output the user wants to see.
pub fn run_shown(name: &str, command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(name, command))?;
    if status.success() { Ok(()) } else { bail!("{name} failed ({status})") }
}

/// Runs tests and shows their output. If it is not a terminal, repeats the failures at the end, because some readers of a log
/// see only its end.
pub fn run_tests(command: &mut Command) -> Result<()> {
    const NAME: &str = "cargo test";
    if stdout().is_terminal() {
        return run_shown(NAME, command);
    }
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| cannot_start(NAME, command))?;
    let mut failures = Failures::default();
    let mut output = BufReader::new(child.stdout.take().context("the output is piped")?);
    let mut line = Vec::new();
    // Tests may print bytes that are not UTF-8.
    while output.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        failures.read(text.trim_end());
        line.clear();
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { bail!("{NAME} failed ({status})\n{}", failures.text) }
}

/// The output of failed tests.
#[derive(Default)]
struct Failures {
    text: String,
    is_inside: bool,
}

impl Failures {
    /// Reads the next line of the test runner's output.
    fn read(&mut self, line: &str) {
        // The output of failed tests follows the first of two such lines, and the second ends it.
        if line == "failures:" {
            self.is_inside = !self.is_inside;
        } else if self.is_inside {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

fn cannot_start(name: &str, command: &Command) -> String {
    format!("{name}: cannot start `{}`", command.get_program().display())
}

fn end_of(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..].join("\n")
}

/// Returns the Cargo that runs this program.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_found_in_the_output_of_tests() {
        let output = "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\nb is wrong\n\n\n\
                      failures:\n    b\n\ntest result: FAILED.";
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        assert_eq!(failures.text, "\n---- b stdout ----\nb is wrong\n\n\n");
    }

    #[test]
    fn times_are_spoken() {
        assert_eq!(spoken(Duration::from_millis(340)), "0.3 s");
        assert_eq!(spoken(Duration::from_secs(42)), "42 s");
        assert_eq!(spoken(Duration::from_secs(605)), "10 min 5 s");
    }
}
