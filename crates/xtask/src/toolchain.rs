//! Adds the parts of the Rust toolchain that the other commands need.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::paths;
use crate::progress::say;

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target that Rust needs to compile for the browser.
pub fn wasm_target() -> Result<()> {
    if sysroot()?.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", TARGET], "compiling for the browser")
}

/// Adds the components for `cargo xtask check`, which a minimal toolchain lacks.
pub fn components() -> Result<()> {
    for (program, component) in [("cargo-clippy", "clippy"), ("rustfmt", "rustfmt")] {
        if !sysroot()?.join("bin").join(format!("{program}{EXE_SUFFIX}")).is_file() {
            rustup(&["component", "add", component], component)?;
        }
    }
    Ok(())
}

/// Returns the name, version and date of the compiler.
pub fn version() -> Result<String> {
    rustc(&["--version"])
}

/// Returns the target triple of the machine on which the compiler runs.
pub fn host() -> Result<String> {
    rustc(&["--print", "host-tuple"])
}

/// Returns the user's compiler flags, and those that keep the folders of this machine, and so the user's name, out of
/// programs for others.
pub fn flags_for_others() -> String {
    let user_flags = env::var("CARGO_ENCODED_RUSTFLAGS").ok().or_else(|| {
        let flags = env::var("RUSTFLAGS").ok()?;
        Some(flags.split_whitespace().collect::<Vec<_>>().join("\u{1f}"))
    });
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    // The last matching prefix wins.
    let folders = [(env::home_dir(), "home"), (cargo, "cargo"), (Some(paths::root().to_path_buf()), "offprint")];
    let remapped = folders
        .into_iter()
        .filter_map(|(folder, name)| Some(format!("--remap-path-prefix={}={name}", folder?.to_str()?)));
    user_flags.into_iter().filter(|flags| !flags.is_empty()).chain(remapped).collect::<Vec<_>>().join("\u{1f}")
}

/// Returns the compiler flags for the app: those for others, and those that make it small.
pub fn flags_for_app() -> String {
    let smaller = [
        // Leptos: all elements share a few types instead of one type each.
        "erase_components",
        // sha2: a loop instead of 64 unrolled steps. A megabyte takes 4 ms instead of 3 ms.
        "sha2_backend_soft=\"compact\"",
        // Signatures: fewer, larger numbers make the verifier 0.3 KiB smaller.
        "curve25519_dalek_bits=\"64\"",
    ];
    let flags = smaller.map(|option| format!("--cfg={option}"));
    [flags_for_others()].into_iter().filter(|flags| !flags.is_empty()).chain(flags).collect::<Vec<_>>().join("\u{1f}")
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
        format!("{purpose} needs `{command}`, but rustup is not installed: install Rust from https://rustup.rs")
    })?;
    ensure!(status.success(), "`{command}` failed, and {purpose} needs it");
    Ok(())
}
