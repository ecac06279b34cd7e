//! Builds the shell with Trunk when its sources changed, and keeps it in target/shell, or in target/shell-whole if the app has
//! no parts.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};

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

/// The variable with which Trunk's hook and `build.rs` learn that the app has no parts.
const WHOLE: &str = "OFFPRINT_WHOLE";

/// The form of the app.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A core and parts.
    Parts,
    /// One WebAssembly file.
    Whole,
}

impl Form {
    /// Returns the form that the environment asks for.
    fn of_environment() -> Self {
        if env::var_os(WHOLE).is_some() { Self::Whole } else { Self::Parts }
    }

    /// Returns the folder of the shell.
    pub fn shell(self) -> PathBuf {
        match self {
            Self::Parts => paths::shell(),
            Self::Whole => in_root("target/shell-whole"),
        }
    }

    /// Returns the file whose time tells when the shell was built, and whose text with what.
    fn stamp(self) -> PathBuf {
        self.shell().with_extension("stamp")
    }
}

/// `cargo xtask shell`.
pub fn run(arguments: &[String]) -> Result<()> {
    let form = match arguments {
        [] => Form::Parts,
        [only] if only == "--whole" => Form::Whole,
        _ => bail!("shell knows only --whole, which builds an app without parts"),
    };
    let tools = setup::tools()?;
    ensure(&tools, form)?;
    eprintln!("The app is in {}", paths::shown(&form.shell()));
    Ok(())
}

/// Builds the shell unless it is newer than its sources.
pub fn ensure(tools: &[PathBuf], form: Form) -> Result<()> {
    let target = in_root("target");
    fs::create_dir_all(&target)?;
    // Two builds at once would share one staging folder.
    let lock = File::create(target.join("shell.lock"))?;
    lock.lock()?;

    let stamp = form.stamp();
    let sources: Vec<PathBuf> = SOURCES.iter().map(|source| in_root(source)).collect();
    // Another compiler makes another app, and so do other flags.
    let compiler = format!("{}\n{}", toolchain::version()?, toolchain::flags_for_app());
    if form.shell().is_dir() && is_fresh(&stamp, &compiler, &sources)? {
        return Ok(());
    }
    say("Building with Trunk (about 5 minutes the first time) ...");
    let started = Instant::now();
    // The stamp has the time of the start, so a source edited during the build is newer.
    let begun = target.join("shell.begun");
    fs::write(&begun, &compiler)?;
    run_logged("Trunk", &in_root("target/logs/trunk.log"), trunk(tools, form)?.current_dir(paths::root()))?;
    shrink(tools, form, &[])?;
    fs::rename(&begun, &stamp)?;
    say(format_args!("Built in {}", spoken(started.elapsed())));
    Ok(())
}

fn trunk(tools: &[PathBuf], form: Form) -> Result<Command> {
    let mut command = Command::new("trunk");
    command
        .args(["build", "--config", "Trunk.toml", "--dist", "target/trunk"])
        .env("PATH", paths::path_with(tools)?)
        .env("OFFPRINT_SHELL_ONLY", "1")
        .env("RUST_LOG", "error,trunk=warn")
        // A backtrace of Trunk would hide the compiler's messages.
        .env("RUST_BACKTRACE", "0")
        .env("CARGO_ENCODED_RUSTFLAGS", toolchain::flags_for_app());
    if form == Form::Whole {
        command.env(WHOLE, "1");
    }
    // Trunk parses NO_COLOR as `true` or `false`, and refuses the usual "1".
    if env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

/// Makes the scripts and styles of the shell, and the core and the parts of the app.
fn shrink(tools: &[PathBuf], form: Form, options: &[&str]) -> Result<()> {
    let mut command = Command::new(offprint::compile_shrink()?);
    command.args(options).arg(form.shell()).env("PATH", paths::path_with(tools)?);
    run_logged("Splitting the app, joining scripts and styles", &in_root("target/logs/shrink.log"), &mut command)
}

/// Runs as Trunk's hook: keeps Trunk's output as the shell, then turns its staging folder into a whole site.
pub fn fill(_: &[String]) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("TRUNK_STAGING_DIR is not set: only Trunk calls `fill`, and sets it")?;
    let form = Form::of_environment();
    // From here on the stamp is wrong, even if a step fails.
    remove_file(&form.stamp())?;
    let new = in_root("target/shell.new");
    paths::remove_folder(&new)?;
    paths::copy_folder(&staging, &new)?;
    let [script, wasm] = offprint::compile_verifier()?;
    // Trunk has only wasm-bindgen's output, but `shrink` must split the app before wasm-bindgen runs.
    for (made, name) in [(offprint::app()?, "reader.wasm"), (script, "verifier.js"), (wasm, "verifier.wasm")] {
        fs::copy(&made, new.join(name)).with_context(|| format!("cannot copy {}", made.display()))?;
    }
    paths::swap_in(&new, &form.shell())?;
    if env::var_os("OFFPRINT_SHELL_ONLY").is_some() {
        return Ok(());
    }
    // Trunk has the tools on its path. `--quick` saves the time for making the wasm smaller.
    shrink(&[], form, &["--quick"])?;
    let site = "target/site";
    offprint::build(&offprint::compile()?, "newsroom", site)?;
    paths::remove_folder(&staging)?;
    paths::copy_folder(&in_root(site), &staging)
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
