//! `shrink FOLDER`: makes a shell of what Trunk built. The app and the verifier become smaller; the modules in `client/` and
//! the sheets in `style/` become the scripts and styles that a site has. With `--quick` the wasm stays as it is.
//!
//! wasm-bindgen keeps for others whatever a library marks as theirs to call, and names what the two give each other so
//! that no two names are ever the same: a third of the script and 6 KiB of the wasm, which do nothing here.

mod bound;
mod client;
mod constants;
mod link;
mod names;
mod panics;
mod script;
mod shell;
mod style;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};

use crate::bound::Bound;
use crate::names::Names;

/// How the name of the wasm ends; that of the script begins the same.
const WASM: &str = "_bg.wasm";

/// The script and the wasm that judge signed editions on pages of others.
const VERIFIER: [&str; 2] = ["verifier.js", "verifier.wasm"];

/// What the script for pages of others uses of them.
const OF_VERIFIER: &[&str] = &["Verifier", "Freshness"];

/// What wasm-opt is told. Nothing lies in the first kilobyte of the memory: there the stack ends, which begins above it.
const OPTIMIZE: &[&str] = &["-Oz", "--converge", "--low-memory-unused", "--strip-producers", "--strip-target-features"];

fn main() -> ExitCode {
    let (options, folders): (Vec<String>, Vec<String>) =
        env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let ([folder], [] | ["--quick"]) = (folders.as_slice(), &*options.iter().map(String::as_str).collect::<Vec<_>>())
    else {
        eprintln!("Usage: shrink [--quick] FOLDER");
        return ExitCode::from(2);
    };
    match run(Path::new(folder), !options.is_empty()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, is_quick: bool) -> Result<()> {
    let wasm_file = wasm_in(folder)?;
    let script_file = PathBuf::from(wasm_file.to_string_lossy().replace(WASM, ".js"));
    let [verifier_script, verifier_wasm] = VERIFIER.map(|name| folder.join(name));
    let finished = |script: &Path, wasm: &Path, used: &[&str]| {
        let Bound { script, wasm } = Bound::read(script, wasm)?;
        if is_quick {
            return Ok(Bound { script: script::without_place(&script)?, wasm });
        }
        shrink(&script, &wasm, used, optimized)
    };
    let app = finished(&script_file, &wasm_file, &[])?;
    let verifier = finished(&verifier_script, &verifier_wasm, OF_VERIFIER)?;
    shell::write(folder, &root(), &app, &verifier)?;
    // What is in others now.
    for file in [script_file, wasm_file, verifier_script, verifier_wasm, folder.join("index.html")] {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    match fs::remove_dir_all(folder.join("snippets")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).context("cannot remove the folder snippets"),
        _ => Ok(()),
    }
}

/// The repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

fn wasm_in(folder: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(WASM) {
            return Ok(entry.path());
        }
    }
    bail!("{} holds no file that ends with {WASM}", folder.display())
}

/// Both without what only others would need, and with short names. Of the exports the default and the `used` ones stay.
fn shrink(script: &str, wasm: &[u8], used: &[&str], optimize: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Bound> {
    let script = script::without_place(&script::without_unused(script, used)?)?;
    let called = script::calls(&script)?;
    let missing: Vec<String> = called.difference(&Names::of(wasm)?.exports).cloned().collect();
    ensure!(missing.is_empty(), "the script calls {}, which the wasm does not have", missing.join(", "));
    let wasm = optimize(&panics::without_words(&names::with_exports(wasm, &called)?)?)?;
    let wasm = panics::without_places(wasm)?;

    let Names { module, imports, .. } = Names::of(&wasm)?;
    let script = script::with_imports(&script, &imports)?;
    let (imports, exports) = (shortened(&imports), shortened(&called));
    let wasm = names::renamed(&wasm, &imports, &exports)?;
    let script = script::renamed(&script, &module, &imports, &exports)?;
    Ok(Bound { script, wasm })
}

fn optimized(wasm: &[u8]) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let (from, to) = (folder.path().join("from.wasm"), folder.path().join("to.wasm"));
    fs::write(&from, wasm)?;
    let status = Command::new(if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" })
        .args(OPTIMIZE)
        .arg(&from)
        .arg("-o")
        .arg(&to)
        .status()
        .context(
            "cannot start `wasm-opt`: `cargo xtask shell` calls this with the one that `cargo xtask setup` installs",
        )?;
    ensure!(status.success(), "`wasm-opt` failed");
    Ok(fs::read(&to)?)
}

/// Names of one and two letters in the place of these.
fn shortened(names: &BTreeSet<String>) -> BTreeMap<String, String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(String::from);
    let two = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    names.iter().cloned().zip(one.chain(two)).collect()
}

#[cfg(test)]
mod tests;
