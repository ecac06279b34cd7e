//! What a person sees while something takes long: numbered steps, and tools that talk only when they should.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths;

const LOG_LINES_SHOWN: usize = 60;
const BETWEEN_SIGNS_OF_LIFE: Duration = Duration::from_secs(30);

/// The steps of one command, and how long each took.
pub struct Steps {
    total: usize,
    taken: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Steps that are numbered out of this many.
    pub fn new(total: usize) -> Self {
        Self { total, taken: Vec::new() }
    }

    /// Announces a step, takes it and remembers its time.
    pub fn take<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        let started = Instant::now();
        eprintln!("[{}/{}] {name}", self.taken.len() + 1, self.total);
        let result = step()?;
        self.taken.push((name, started.elapsed()));
        Ok(result)
    }

    /// One line with the time of every step.
    pub fn summary(&self) -> String {
        let all: Duration = self.taken.iter().map(|(_, time)| *time).sum();
        let steps: Vec<String> = self.taken.iter().map(|(name, time)| format!("{name} {}", spoken(*time))).collect();
        format!("{}, in all {}", steps.join(", "), spoken(all))
    }
}

/// Says something under the step that is being taken.
pub fn say(message: impl Display) {
    eprintln!("      {message}");
}

/// A time as a person says it.
pub fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Runs a tool that talks much. On a terminal it may; elsewhere a log takes its words, which are shown when it fails.
pub fn run_logged(what: &str, log: &Path, command: &mut Command) -> Result<()> {
    if stderr().is_terminal() {
        let status = command.status().with_context(|| cannot_start(what, command))?;
        return if status.success() { Ok(()) } else { bail!("{what} failed ({status}): its own words are above") };
    }
    run_into(what, log, command)
}

/// Runs a tool whose words are for a log, on a terminal too; their end is shown when it fails.
pub fn run_into(what: &str, log: &Path, command: &mut Command) -> Result<()> {
    fs::create_dir_all(log.parent().unwrap_or(log))?;
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let status = wait_with_signs_of_life(what, command)?;
    if !status.success() {
        bail!("{what} failed ({status}): the end of {} says\n{}", paths::shown(log), end_of(log));
    }
    Ok(())
}

fn wait_with_signs_of_life(what: &str, command: &mut Command) -> Result<ExitStatus> {
    let mut child = command.spawn().with_context(|| cannot_start(what, command))?;
    let started = Instant::now();
    let mut next_sign = BETWEEN_SIGNS_OF_LIFE;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if started.elapsed() >= next_sign {
            say(format_args!("{what}: at work for {}", spoken(started.elapsed())));
            next_sign += BETWEEN_SIGNS_OF_LIFE;
        }
        thread::sleep(Duration::from_millis(25));
    }
}

/// Runs a tool whose words are what its user wants to see.
pub fn run_shown(what: &str, command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(what, command))?;
    if status.success() { Ok(()) } else { bail!("{what} failed ({status})") }
}

fn cannot_start(what: &str, command: &Command) -> String {
    format!("{what}: cannot start `{}`", command.get_program().display())
}

fn end_of(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..].join("\n")
}

/// The same Cargo that runs this program.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spoken() {
        assert_eq!(spoken(Duration::from_millis(340)), "0.3 s");
        assert_eq!(spoken(Duration::from_secs(42)), "42 s");
        assert_eq!(spoken(Duration::from_secs(605)), "10 min 5 s");
    }
}
