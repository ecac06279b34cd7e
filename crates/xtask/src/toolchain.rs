//! What of the Rust toolchain itself is needed, and how it is added.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

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
