//! `shrink FOLDER`: makes a shell from Trunk's output. It splits the app into core and parts, and makes these and the
//! verifier smaller; it joins the modules in `client/` and the sheets in `style/` to the scripts and styles of a site.
//! With `--quick` the wasm keeps its size.
//!
//! wasm-bindgen keeps every function that a library exports, and its names for imports and exports are long, to be
//! unique. Without both, the script is a third smaller and the wasm 6 KiB.

mod bound;
mod client;
mod connect;
mod constants;
mod contents;
mod link;
mod names;
mod panics;
mod relocatable;
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
use crate::client::Inputs;
use crate::names::Names;
use crate::split::Split;
use crate::tools::optimized;

/// The app as Cargo made it; `cargo xtask fill` copies it beside Trunk's output.
const APP: &str = "reader.wasm";

/// The beginning of the names of Trunk's own script and wasm.
const TRUNK_PREFIX: &str = "reader-";

/// The script and the wasm of the verifier, which judges signed editions on other people's pages.
const VERIFIER_FILES: [&str; 2] = ["verifier.js", "verifier.wasm"];

/// The name of the core in the list of contents.
const CORE: &str = "core";

/// The verifier's exports that the embed script uses.
const VERIFIER_EXPORTS: &[&str] = &["Verifier", "Freshness"];

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
    let split = split::split(&app_file, split::UNUSED_EXPORTS)?;
    split.check_borders(split::PART_FUNCTIONS)?;
    let Split { core, mut parts } = split;
    let core = connect::connect(tools::bind(&core, work.path())?, &parts)?;
    let [verifier_script, verifier_wasm] = VERIFIER_FILES.map(|name| folder.join(name));
    let verifier = Bound::read(&verifier_script, &verifier_wasm)?;
    let mut contents = BTreeMap::new();
    let (app, verifier) = if is_quick {
        (core.without_default_address()?, verifier.without_default_address()?)
    } else {
        for (file, wasm) in &mut parts.wasm {
            let named = tools::optimized_with_names(wasm)?;
            contents.insert(file.clone(), contents::measure(&named)?);
            *wasm = silenced(&named, optimized)?;
        }
        let wasm = tools::optimized_with_names(&core.wasm)?;
        contents.insert(CORE.to_owned(), contents::measure(&wasm)?);
        (
            shrink(&core.script, &wasm, &[], optimized)?,
            shrink(&verifier.script, &verifier.wasm, VERIFIER_EXPORTS, optimized)?,
        )
    };
    split::check_for_browsers("the core of the app", &app.wasm)?;
    for (file, wasm) in &parts.wasm {
        split::check_for_browsers(&format!("the part file {file}"), wasm)?;
    }
    shell::write(
        folder,
        &Inputs { root: &root(), snippets: work.path(), app: &app, parts: &parts, verifier: &verifier },
        &contents,
    )?;
    // Other files contain these now.
    for file in [app_file, verifier_script, verifier_wasm, folder.join("index.html")] {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    remove_trunk_output(folder)
}

/// Removes Trunk's own script and wasm of the app, which would not run without its parts.
fn remove_trunk_output(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let file = entry?;
        if file.file_name().to_string_lossy().starts_with(TRUNK_PREFIX) {
            fs::remove_file(file.path()).with_context(|| format!("cannot remove {}", file.path().display()))?;
        }
    }
    match fs::remove_dir_all(folder.join("snippets")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).context("cannot remove the folder snippets"),
        _ => Ok(()),
    }
}

/// Returns the root of the repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

/// Removes unused code from script and wasm, and shortens their names. The default export and the `used` ones stay.
fn shrink(script: &str, wasm: &[u8], used: &[&str], optimize: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Bound> {
    let script = script::without_descriptions(&script::without_unused(script, used)?)?;
    let script = script::without_warnings(&script::without_default_address(&script)?)?;
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

/// Makes a wasm smaller and removes its panic messages.
fn silenced(wasm: &[u8], optimize: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    panics::without_paths(optimize(&panics::without_messages(wasm)?)?)
}

/// Returns a new name of one or two letters for each name.
fn shortened(names: &BTreeSet<String>) -> BTreeMap<String, String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(String::from);
    let two = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    names.iter().cloned().zip(one.chain(two)).collect()
}

#[cfg(test)]
mod tests;
