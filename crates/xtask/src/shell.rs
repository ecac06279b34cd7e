//! Builds the shell with Trunk when its sources changed, and keeps it in target/shell.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result};

use crate::paths::{self, in_root};
use crate::progress::{run_logged, say, spoken};
use crate::{offprint, setup, toolchain};

/// The sources of the shell.
const SOURCES: &[&str] = &[
    "build.rs",
    "client",
    "src",
    "locales",
    "crates/edition",
    "crates/messages",
    "crates/model",
    "crates/trust",
    "crates/updates",
    "crates/verifier",
    "crates/shrink",
    "style",
    "public",
    "index.html",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
];

/// `cargo xtask shell`.
pub fn run(_: &[String]) -> Result<()> {
    let tools = setup::tools()?;
    ensure(&tools)?;
    eprintln!("The app is in {}", paths::shown(&paths::shell()));
    Ok(())
}

/// Builds the shell unless it is newer than its sources.
pub fn ensure(tools: &[PathBuf]) -> Result<()> {
    let target = in_root("target");
    fs::create_dir_all(&target)?;
    // Two builds at once would share one staging folder.
    let lock = File::create(target.join("shell.lock"))?;
    lock.lock()?;

    let stamp = stamp();
    let sources: Vec<PathBuf> = SOURCES.iter().map(|source| in_root(source)).collect();
    // Another compiler makes another app, and so do other flags such as `--cfg whole`.
    let compiler = format!("{}\n{}", toolchain::version()?, toolchain::flags_for_app());
    if paths::shell().is_dir() && is_fresh(&stamp, &compiler, &sources)? {
        return Ok(());
    }
    say("Building with Trunk (about 5 minutes the first time) ...");
    let started = Instant::now();
    // The stamp has the time of the start, so a source edited during the build is newer.
    let begun = target.join("shell.begun");
    fs::write(&begun, &compiler)?;
    run_logged("Trunk", &in_root("target/logs/trunk.log"), trunk(tools)?.current_dir(paths::root()))?;
    shrink(tools, &[])?;
    fs::rename(&begun, &stamp)?;
    say(format_args!("Built in {}", spoken(started.elapsed())));
    Ok(())
}

fn trunk(tools: &[PathBuf]) -> Result<Command> {
    let mut command = Command::new("trunk");
    command
        .args(["build", "--config", "Trunk.toml", "--dist", "target/trunk"])
        .env("PATH", paths::path_with(tools)?)
        .env("OFFPRINT_SHELL_ONLY", "1")
        .env("RUST_LOG", "error,trunk=warn")
        // A backtrace of Trunk would hide the compiler's messages.
        .env("RUST_BACKTRACE", "0")
        .env("CARGO_ENCODED_RUSTFLAGS", toolchain::flags_for_app());
    // Trunk parses NO_COLOR as `true` or `false`, and refuses the usual "1".
    if env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Makes the scripts and styles of the shell, and the core and the parts of the app.
fn shrink(tools: &[PathBuf], options: &[&str]) -> Result<()> {
    let mut command = Command::new(offprint::compile_shrink()?);
    command.args(options).arg(paths::shell()).env("PATH", paths::path_with(tools)?);
    run_logged("Splitting the app, joining scripts and styles", &in_root("target/logs/shrink.log"), &mut command)
}

/// Runs as Trunk's hook: keeps Trunk's output as the shell, then turns its staging folder into a whole site.
pub fn fill(_: &[String]) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("TRUNK_STAGING_DIR is not set: only Trunk calls `fill`, and sets it")?;
    // From here on the stamp is wrong, even if a step fails.
    remove_file(&stamp())?;
    let new = in_root("target/shell.new");
    paths::remove_folder(&new)?;
    paths::copy_folder(&staging, &new)?;
    let [script, wasm] = offprint::compile_verifier()?;
    // Trunk has only wasm-bindgen's output, but `shrink` must split the app before wasm-bindgen runs.
    for (made, name) in [(offprint::app()?, "reader.wasm"), (script, "verifier.js"), (wasm, "verifier.wasm")] {
        fs::copy(&made, new.join(name)).with_context(|| format!("cannot copy {}", made.display()))?;
    }
    paths::swap_in(&new, &paths::shell())?;
    if env::var_os("OFFPRINT_SHELL_ONLY").is_some() {
        return Ok(());
    }
    // Trunk has the tools on its path. `--quick` saves the time for making the wasm smaller.
    shrink(&[], &["--quick"])?;
    let site = "target/site";
    offprint::build(&offprint::compile()?, "newsroom", site)?;
    paths::remove_folder(&staging)?;
    paths::copy_folder(&in_root(site), &staging)
}

fn stamp() -> PathBuf {
    in_root("target/shell.stamp")
}

fn remove_file(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}

/// Checks that this compiler with its flags built the shell, and that no source is newer.
fn is_fresh(stamp: &Path, compiler: &str, sources: &[PathBuf]) -> Result<bool> {
    if !fs::read_to_string(stamp).is_ok_and(|built_by| built_by == compiler) {
        return Ok(false);
    }
    let stamp = fs::metadata(stamp)?.modified()?;
    for source in sources {
        if newest(source)?.is_some_and(|changed| changed >= stamp) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the time of the last change at or under a path. Folders count too: a removed file leaves no other trace.
fn newest(path: &Path) -> Result<Option<SystemTime>> {
    let Ok(metadata) = fs::metadata(path) else {
        return Ok(None);
    };
    let mut newest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            newest = newest.max(self::newest(&entry?.path())?.unwrap_or(newest));
        }
    }
    Ok(Some(newest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_shell_is_fresh_until_a_source_changes_or_goes() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        let (source, deep, stamp) = (folder.join("src"), folder.join("src/pages"), folder.join("stamp"));
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("front.rs"), "one").unwrap();
        fs::write(deep.join("about.rs"), "two").unwrap();
        let sources = [source, folder.join("not-there-yet")];
        let set = |path: &Path, seconds: u64| {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            File::open(path).unwrap().set_modified(time).unwrap();
        };
        let fresh = || is_fresh(&stamp, "rustc 1", &sources).unwrap();
        assert!(!fresh(), "without a stamp nothing is fresh");

        fs::write(&stamp, "rustc 1").unwrap();
        for path in [&deep.join("front.rs"), &deep.join("about.rs"), &deep, &folder.join("src")] {
            set(path, 1000);
        }
        set(&stamp, 2000);
        assert!(fresh());
        assert!(!is_fresh(&stamp, "rustc 2", &sources).unwrap(), "the compiler changed");
        set(&deep.join("front.rs"), 2001);
        assert!(!fresh(), "a file changed");
        set(&deep.join("front.rs"), 1000);
        assert!(fresh());
        fs::remove_file(deep.join("about.rs")).unwrap();
        assert!(!fresh(), "a file went");
    }
}
