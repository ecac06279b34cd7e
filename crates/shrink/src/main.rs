//! `shrink FOLDER`: makes a shell of what Trunk built. The app is split into its core and its parts, and they and the verifier
//! become smaller; the modules in `client/` and the sheets in `style/` become the scripts and styles that a site has. With
//! `--quick` the wasm stays as large as it is.
//!
//! wasm-bindgen keeps for others whatever a library marks as theirs to call, and names what the two give each other so
//! that no two names are ever the same: a third of the script and 6 KiB of the wasm, which do nothing here.

mod bound;
mod client;
mod connect;
mod constants;
mod link;
mod names;
mod panics;
mod script;
mod shell;
mod split;
mod style;
mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::bound::Bound;
use crate::client::Made;
use crate::names::Names;
use crate::split::Split;
use crate::tools::optimized;

/// The app as Cargo made it, which `cargo xtask fill` puts beside what Trunk made of it.
const APP: &str = "reader.wasm";

/// How the names of the files begin that Trunk made of it.
const TRUNKS: &str = "reader-";

/// The script and the wasm that judge signed editions on pages of others.
const VERIFIER: [&str; 2] = ["verifier.js", "verifier.wasm"];

/// What the script for pages of others uses of them.
const OF_VERIFIER: &[&str] = &["Verifier", "Freshness"];

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
    let work = tempfile::tempdir()?;
    let app_file = folder.join(APP);
    let split = split::split(&app_file)?;
    split.check_borders(split::OWN)?;
    let Split { core, mut parts } = split;
    let core = connect::connect(tools::bind(&core, work.path())?, &parts)?;
    let [verifier_script, verifier_wasm] = VERIFIER.map(|name| folder.join(name));
    let verifier = Bound::read(&verifier_script, &verifier_wasm)?;
    let (app, verifier) = if is_quick {
        (core.without_place()?, verifier.without_place()?)
    } else {
        for wasm in parts.wasm.values_mut() {
            *wasm = silenced(wasm, optimized)?;
        }
        let wasm = tools::optimized_with_names(&core.wasm)?;
        (
            shrink(&core.script, &wasm, &[], optimized)?,
            shrink(&verifier.script, &verifier.wasm, OF_VERIFIER, optimized)?,
        )
    };
    split::check_for_browsers("the core of the app", &app.wasm)?;
    for (file, wasm) in &parts.wasm {
        split::check_for_browsers(&format!("the part file {file}"), wasm)?;
    }
    shell::write(
        folder,
        &Made { root: &root(), snippets: work.path(), app: &app, parts: &parts, verifier: &verifier },
    )?;
    // What is in others now.
    for file in [app_file, verifier_script, verifier_wasm, folder.join("index.html")] {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    remove_what_trunk_made(folder)
}

/// Removes the script and the wasm that Trunk made of the app without its parts, which do not run.
fn remove_what_trunk_made(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let file = entry?;
        if file.file_name().to_string_lossy().starts_with(TRUNKS) {
            fs::remove_file(file.path()).with_context(|| format!("cannot remove {}", file.path().display()))?;
        }
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

/// Both without what only others would need, and with short names. Of the exports the default and the `used` ones stay.
fn shrink(script: &str, wasm: &[u8], used: &[&str], optimize: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Bound> {
    let script = script::without_place(&script::without_unused(script, used)?)?;
    let called = script::calls(&script)?;
    let missing: Vec<String> = called.difference(&Names::of(wasm)?.exports).cloned().collect();
    ensure!(missing.is_empty(), "the script calls {}, which the wasm does not have", missing.join(", "));
    let wasm = silenced(&names::with_exports(wasm, &called)?, optimize)?;

    let Names { module, imports, .. } = Names::of(&wasm)?;
    let script = script::with_imports(&script, &imports)?;
    let (imports, exports) = (shortened(&imports), shortened(&called));
    let wasm = names::renamed(&wasm, &imports, &exports)?;
    let script = script::renamed(&script, &module, &imports, &exports)?;
    Ok(Bound { script, wasm })
}

/// Makes a wasm smaller: when it ends by a mistake it says nothing.
fn silenced(wasm: &[u8], optimize: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    panics::without_places(optimize(&panics::without_words(wasm)?)?)
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
