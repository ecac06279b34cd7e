//! The programs that drive browsers, ended when the test ends.

use std::env;
use std::io::{BufRead, BufReader, Lines, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A program that runs until this is dropped.
pub(super) struct Process {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    /// Starts a program, and reads from its output what `find` finds in a line, such as the port that it chose.
    pub(super) fn start<T>(command: &mut Command, find: impl Fn(&str) -> Option<T>) -> (Self, T) {
        let program = Path::new(command.get_program()).display().to_string();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let mut output = BufReader::new(child.stdout.take().expect("a piped output")).lines();
        let errors = BufReader::new(child.stderr.take().expect("a piped output")).lines();
        let process = Self { child, lines: Arc::default() };
        let found = output.by_ref().find_map(|line| find(&line.ok()?));
        process.collect(output);
        // Firefox writes errors of pages to its standard error.
        process.collect(errors);
        (process, found.unwrap_or_else(|| panic!("{program} ended too early")))
    }

    /// Starts a program that writes nothing when it is ready.
    pub(super) fn start_silent(command: &mut Command) -> Self {
        let program = Path::new(command.get_program()).display().to_string();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{program} does not start: {error}")), lines: Arc::default() }
    }

    /// Returns the lines that the program and those that it started have written since.
    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Collects each line as it arrives.
    fn collect(&self, output: Lines<BufReader<impl Read + Send + 'static>>) {
        let lines = Arc::clone(&self.lines);
        thread::spawn(move || {
            for line in output.map_while(Result::ok) {
                lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the program that is named, or the first on the PATH.
pub(super) fn program(variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(program) = env::var_os(variable).filter(|program| !program.is_empty()) {
        return Some(program.into());
    }
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}
