//! `cargo xtask dist`: makes the command for release, one file with the shell inside.

use std::env::consts::EXE_SUFFIX;
use std::fs;

use anyhow::{Context, Result};

use crate::paths::{self, in_root};
use crate::progress::Steps;
use crate::shell::Form;
use crate::{offprint, setup, shell};

/// Compiles the command with the shell inside and copies it to target/dist/offprint.
pub fn run(_: &[String]) -> Result<()> {
    let mut steps = Steps::new(3);
    let tools = steps.take("Tools", setup::tools)?;
    steps.take("The app", || shell::ensure(&tools, Form::Parts))?;
    let offprint = steps.take("The offprint command with the app inside", offprint::compile_for_release)?;

    let folder = in_root("target/dist");
    fs::create_dir_all(&folder)?;
    let released = folder.join(format!("offprint{EXE_SUFFIX}"));
    fs::copy(&offprint, &released).with_context(|| format!("cannot write {}", released.display()))?;
    println!("{} ({} KiB)", paths::shown(&released), released.metadata()?.len() / 1024);
    Ok(())
}
