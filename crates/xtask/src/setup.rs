//! `cargo xtask setup`: installs missing tools into the user's cache.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::paths::{self, in_root};
use crate::progress::{run_logged, say, spoken};
use crate::tool::{self, Tool, Way};
use crate::toolchain;

/// Installs the tools and prints their folder.
pub fn run(_: &[String]) -> Result<()> {
    tools()?;
    eprintln!("All tools are ready in {}", folder()?.display());
    Ok(())
}

/// Installs missing tools, and returns the folders to put first on the PATH.
pub fn tools() -> Result<Vec<PathBuf>> {
    toolchain::wasm_target()?;
    installed(&tool::needed(&fs::read_to_string(in_root("Cargo.lock"))?)?)
}

/// Installs geckodriver if it is missing, and returns the path of the program.
pub fn geckodriver() -> Result<PathBuf> {
    let folders = installed(&[tool::geckodriver()])?;
    let folder = folders.first().context("geckodriver is in no folder")?;
    Ok(folder.join(format!("geckodriver{}", std::env::consts::EXE_SUFFIX)))
}

/// Installs axe-core if it is missing, and returns the path of its script. Returns `None` without npm.
pub fn axe() -> Result<Option<PathBuf>> {
    if !tool::has_npm() {
        return Ok(None);
    }
    let folders = installed(&[tool::axe()])?;
    Ok(folders.first().map(|folder| folder.join("axe.min.js")))
}

fn installed(tools: &[Tool]) -> Result<Vec<PathBuf>> {
    let folder = folder()?;
    if tools.iter().any(|tool| tool.installed(&folder).is_none()) {
        install_missing(tools, &folder)?;
    }
    tools
        .iter()
        .map(|tool| {
            tool.installed(&folder).with_context(|| format!("{} was installed, but its program is missing", tool.name))
        })
        .collect()
}

fn folder() -> Result<PathBuf> {
    Ok(paths::cache()?.join("tools"))
}

fn install_missing(tools: &[Tool], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let lock = File::create(folder.join(".lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say("Another cargo xtask is installing tools: waiting for it ...");
            lock.lock()?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).context("cannot lock the folder of the tools");
        }
    }
    // Check again: while this process waited, the other one may have installed them.
    let missing: Vec<&Tool> = tools.iter().filter(|tool| tool.installed(folder).is_none()).collect();
    for (index, tool) in missing.iter().enumerate() {
        install(tool, &format!("{} of {}", index + 1, missing.len()), folder)?;
    }
    Ok(())
}

fn install(tool: &Tool, number: &str, folder: &Path) -> Result<()> {
    let mut ways = tool.ways.iter().filter(|way| way.is_possible()).peekable();
    while let Some(way) = ways.next() {
        say(format_args!("{number}: installing {} ({}) ...", tool.name, way.takes));
        let started = Instant::now();
        match install_by(way, &tool.name, folder) {
            Ok(()) => {
                say(format_args!("{number}: done in {}", spoken(started.elapsed())));
                break;
            }
            Err(error) if ways.peek().is_none() => return Err(error),
            Err(error) => say(format_args!("{error:#}\n      Trying another way ...")),
        }
    }
    Ok(())
}

/// Installs a tool into another folder and then renames that, so that half an installation never looks complete.
fn install_by(way: &Way, name: &str, folder: &Path) -> Result<()> {
    let installed = folder.join(&way.folder);
    let partial = folder.join(format!("{}.partial", way.folder));
    // This folder stays after an interruption, so that the next run can continue.
    let compiled = folder.join(format!("{}.build", way.folder));
    paths::remove_folder(&partial)?;
    fs::create_dir_all(&partial)?;

    let log = folder.join(format!("{}.log", way.folder));
    run_logged(&format!("Installing {name}"), &log, way.command(&partial, &compiled).current_dir(folder))?;
    ensure!(partial.join(&way.program).is_file(), "installed {name}, but without {}", way.program);

    paths::remove_folder(&installed)?;
    fs::rename(&partial, &installed).with_context(|| format!("cannot rename {}", partial.display()))?;
    paths::remove_folder(&compiled)
}
