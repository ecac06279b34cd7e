//! `cargo xtask serve`: gets from a clean clone to a newspaper in the browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::{self, in_root};
use crate::progress::Steps;
use crate::shell::Form;
use crate::{offprint, setup, shell};

const PORT: &str = "8080";

/// Sets up, builds the app and starts `offprint serve`, which prints the address of the site.
pub fn run(arguments: &[String]) -> Result<()> {
    let (newsroom, options) = parts(arguments);
    let newsroom = newsroom.map_or_else(|| in_root("newsroom"), PathBuf::from);
    let mut steps = Steps::new(3);
    let tools = steps.take("Tools", setup::tools)?;
    steps.take("The app", || shell::ensure(&tools, Form::Parts))?;
    let offprint = steps.take("The offprint command", offprint::compile)?;

    let mut command = serve(&offprint, &newsroom, &options);
    exec(&mut command).with_context(|| format!("cannot start {}", offprint.display()))
}

/// Separates the newsroom, in any position, from the options.
fn parts(arguments: &[String]) -> (Option<String>, Vec<String>) {
    let is_value = |index: usize| index > 0 && matches!(arguments[index - 1].as_str(), "--port" | "--shell");
    let index = (0..arguments.len()).find(|&index| !arguments[index].starts_with('-') && !is_value(index));
    let mut options = arguments.to_vec();
    let newsroom = index.map(|index| options.remove(index));
    (newsroom, options)
}

fn serve(offprint: &Path, newsroom: &Path, options: &[String]) -> Command {
    let mut command = Command::new(offprint);
    command.arg("serve").arg(newsroom).arg("--shell").arg(paths::shell()).args(options);
    if !options.iter().any(|option| option == "--port" || option.starts_with("--port=")) {
        command.args(["--port", PORT]);
    }
    command
}

/// Replaces this process by the server, so that ending the process ends the server.
#[cfg(unix)]
fn exec(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn exec(command: &mut Command) -> Result<()> {
    crate::progress::run_shown("offprint serve", command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_8080_unless_another_is_given() {
        let words = |options: &[&str]| {
            let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
            let command = serve(Path::new("offprint"), Path::new("news"), &options);
            let words: Vec<String> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
            words[4..].join(" ")
        };
        assert_eq!(words(&[]), "--port 8080");
        assert_eq!(words(&["--port", "0"]), "--port 0");
        assert_eq!(words(&["--port=0"]), "--port=0");
    }

    #[test]
    fn the_newsroom_stands_before_or_after_the_options() {
        for (arguments, newsroom, options) in [
            ("", None, ""),
            ("mine", Some("mine"), ""),
            ("mine --port 9000", Some("mine"), "--port 9000"),
            ("--port 9000 mine", Some("mine"), "--port 9000"),
            ("--port=9000 mine", Some("mine"), "--port=9000"),
            ("--port 9000", None, "--port 9000"),
        ] {
            let words: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
            let found = parts(&words);
            assert_eq!((found.0.as_deref(), found.1.join(" ")), (newsroom, options.to_owned()), "{arguments}");
        }
    }
}
