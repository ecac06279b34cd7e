//! Compiles the commands of this checkout when needed, and calls them by their path.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::{self, in_root};
use crate::progress::{cargo, run_logged};
use crate::toolchain;

/// Compiles the command for use in this checkout, where a quick compilation matters more than a quick program. The
/// development profile optimises the slow parts anyway.
pub fn compile() -> Result<PathBuf> {
    compile_as("offprint", "dev", "debug", |_| {})
}

/// Compiles the command for release, with the shell inside it.
pub fn compile_for_release() -> Result<PathBuf> {
    compile_as("offprint", "release", "release", |command| {
        command.env("OFFPRINT_EMBED_SHELL", paths::shell());
        command.env("CARGO_ENCODED_RUSTFLAGS", toolchain::flags_for_others());
    })
}

/// Compiles `shrink`, which makes the app smaller.
pub fn compile_shrink() -> Result<PathBuf> {
    compile_as("shrink", "dev", "debug", |_| {})
}

/// The target and the profile with which Trunk compiles the app.
const BROWSER: [&str; 2] = ["wasm32-unknown-unknown", "release-wasm"];

/// Returns the app's wasm as Cargo made it for Trunk.
pub fn app() -> Result<PathBuf> {
    let [target, profile] = BROWSER;
    Ok(target_folder()?.join(target).join(profile).join("reader.wasm"))
}

/// Compiles the verifier for the script that other sites embed, as Trunk compiles the app, which calls this function.
/// Returns the script and the wasm that wasm-bindgen makes.
pub fn compile_verifier() -> Result<[PathBuf; 2]> {
    let [target, profile] = BROWSER;
    let mut command = cargo();
    command.args(["build", "--package", "verifier", "--target", target, "--profile", profile]);
    let log = in_root("target/logs/verifier.log");
    run_logged("Compiling the verifier", &log, &mut command)?;
    let folder = in_root("target/verifier");
    let mut command = Command::new("wasm-bindgen");
    command.args(["--target", "web", "--no-typescript", "--out-name", "verifier", "--out-dir"]).arg(&folder);
    command.arg(target_folder()?.join(target).join(profile).join("verifier.wasm"));
    run_logged("Binding the verifier", &log, &mut command)?;
    Ok(["verifier.js", "verifier_bg.wasm"].map(|name| folder.join(name)))
}

fn compile_as(name: &str, profile: &str, folder: &str, change: impl FnOnce(&mut Command)) -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--profile", profile, "--workspace", "--bin", name]);
    change(&mut command);
    run_logged(&format!("Compiling the {name} command"), &in_root(&format!("target/logs/{name}.log")), &mut command)?;
    Ok(target_folder()?.join(folder).join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Returns Cargo's target folder: this program is in its folder `debug`, wherever the user keeps it.
fn target_folder() -> Result<PathBuf> {
    let this = env::current_exe().context("cannot find the path of this program")?;
    this.ancestors().nth(2).map(PathBuf::from).context("this program is not in a target folder of Cargo")
}

/// Runs `offprint build` with the shell of this checkout.
pub fn build(offprint: &PathBuf, newsroom: &str, out: &str) -> Result<()> {
    let mut command = Command::new(offprint);
    command.arg("build").arg(in_root(newsroom)).arg("--shell").arg(paths::shell()).arg("--out").arg(in_root(out));
    run_logged(
        &format!("Building the site of {newsroom}"),
        &in_root("target/logs/build.log"),
        command.current_dir(paths::root()),
    )
}

/// Runs `offprint pack` with the shell of this checkout and more arguments.
pub fn pack(offprint: &PathBuf, newsroom: &str, out: &str, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new(offprint);
    command.arg("pack").arg(in_root(newsroom)).arg("--shell").arg(paths::shell()).arg("--out").arg(in_root(out));
    run_logged(
        &format!("Packing {newsroom}"),
        &in_root("target/logs/pack.log"),
        command.args(arguments).current_dir(paths::root()),
    )
}
