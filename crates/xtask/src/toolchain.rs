//! What of the Rust toolchain itself is needed, and how it is added.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::paths;
use crate::progress::say;

const TARGET: &str = "wasm32-unknown-unknown";

/// What Rust needs to compile for the browser.
pub fn wasm_target() -> Result<()> {
    if sysroot()?.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", TARGET], "compiling for the browser")
}

/// What `cargo xtask check` needs of the toolchain, which a minimal one leaves out.
pub fn components() -> Result<()> {
    for (program, component) in [("cargo-clippy", "clippy"), ("rustfmt", "rustfmt")] {
        if !sysroot()?.join("bin").join(format!("{program}{EXE_SUFFIX}")).is_file() {
            rustup(&["component", "add", component], component)?;
        }
    }
    Ok(())
}

/// The compiler, by its name, version and date.
pub fn version() -> Result<String> {
    rustc(&["--version"])
}

/// The system that the compiler itself runs on.
pub fn host() -> Result<String> {
    rustc(&["--print", "host-tuple"])
}

/// What the compiler is told beside what the user tells it: to leave the folders of this machine, and with them the name
/// of its user, out of what others get.
pub fn flags_for_others() -> String {
    let told = env::var("CARGO_ENCODED_RUSTFLAGS").ok().or_else(|| {
        let flags = env::var("RUSTFLAGS").ok()?;
        Some(flags.split_whitespace().collect::<Vec<_>>().join("\u{1f}"))
    });
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    // The last one that fits counts.
    let folders = [(env::home_dir(), "home"), (cargo, "cargo"), (Some(paths::root().to_path_buf()), "offprint")];
    let remapped = folders
        .into_iter()
        .filter_map(|(folder, name)| Some(format!("--remap-path-prefix={}={name}", folder?.to_str()?)));
    told.into_iter().filter(|told| !told.is_empty()).chain(remapped).collect::<Vec<_>>().join("\u{1f}")
}

/// What the compiler is told when it compiles the app: beside the flags for others, to make it small.
pub fn flags_for_app() -> String {
    let smaller = [
        // Leptos: the elements of all views are of a few types and not each of its own.
        "erase_components",
        // sha2: one loop and not its 64 steps one after the other. A megabyte takes 4 ms so, and 3 ms else.
        "sha2_backend_soft=\"compact\"",
        // Signatures: fewer, larger numbers take 0.3 KiB less of the verifier.
        "curve25519_dalek_bits=\"64\"",
    ];
    let flags = smaller.map(|option| format!("--cfg={option}"));
    [flags_for_others()].into_iter().filter(|told| !told.is_empty()).chain(flags).collect::<Vec<_>>().join("\u{1f}")
}

fn sysroot() -> Result<PathBuf> {
    rustc(&["--print", "sysroot"]).map(PathBuf::from)
}

fn rustc(arguments: &[&str]) -> Result<String> {
    let output = Command::new("rustc").args(arguments).output().context("cannot start `rustc`")?;
    ensure!(output.status.success(), "`rustc {}` failed", arguments.join(" "));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn rustup(arguments: &[&str], purpose: &str) -> Result<()> {
    let command = format!("rustup {}", arguments.join(" "));
    say(format_args!("{command} ..."));
    let status = Command::new("rustup").args(arguments).status().with_context(|| {
        format!("{purpose} needs `{command}`, but there is no rustup: install Rust from https://rustup.rs")
    })?;
    ensure!(status.success(), "`{command}` failed, and {purpose} needs it");
    Ok(())
}
