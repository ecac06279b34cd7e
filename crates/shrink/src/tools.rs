//! Runs wasm-bindgen and wasm-opt, under the names with which `cargo xtask setup` installs them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::bound::Bound;

/// The options of wasm-opt. Flattening and relooping show it more code to remove, which takes 1 % off the app; writing and reading the
/// wasm in between shows it some more. Functions with similar names have similar code, which compresses better side by side: another
/// 1 %. The first kilobyte of the memory holds no data: it is the end of the stack, which grows down.
const OPTIMIZE: &[&str] = &[
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--roundtrip",
    "-Oz",
    "--reorder-functions-by-name",
    "--low-memory-unused",
    "--strip-producers",
    "--strip-target-features",
];

/// The features of WebAssembly that Rust uses and all browsers know. A part does not name its features itself, and with
/// all features wasm-opt would write code that no browser reads.
const WASM_FEATURES: &[&str] = &[
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The name of wasm-bindgen's files.
const NAME: &str = "reader";

/// Runs wasm-bindgen, which writes a script through which browsers call a wasm, and the matching wasm. The exports that
/// parts of the app need stay.
pub fn bind(wasm: &[u8], folder: &Path) -> Result<Bound> {
    let core = folder.join(format!("{NAME}.wasm"));
    fs::write(&core, wasm).with_context(|| format!("cannot write {}", core.display()))?;
    let mut command = Command::new("wasm-bindgen");
    command.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", NAME, "--out-dir"]);
    run(command.arg(folder).arg(&core))?;
    Bound::read(&folder.join(format!("{NAME}.js")), &folder.join(format!("{NAME}_bg.wasm")))
}

/// Makes a wasm smaller and keeps the names of its functions.
pub fn optimized_with_names(wasm: &[u8]) -> Result<Vec<u8>> {
    wasm_opt(wasm, &["-Oz", "-g"])
}

/// Makes a wasm as small as it can be.
pub fn optimized(wasm: &[u8]) -> Result<Vec<u8>> {
    wasm_opt(wasm, OPTIMIZE)
}

fn wasm_opt(wasm: &[u8], options: &[&str]) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let (from, to) = (folder.path().join("from.wasm"), folder.path().join("to.wasm"));
    fs::write(&from, wasm)?;
    let mut command = Command::new(if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" });
    run(command.args(WASM_FEATURES).args(options).arg(&from).arg("-o").arg(&to))?;
    Ok(fs::read(&to)?)
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| {
        format!(
            "cannot start `{program}`: run `cargo xtask shell`, which uses the one that `cargo xtask setup` installs"
        )
    })?;
    ensure!(status.success(), "`{program}` failed");
    Ok(())
}
