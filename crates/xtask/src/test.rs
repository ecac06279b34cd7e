//! `cargo xtask test`: runs all that CI runs, the tests last.

use anyhow::Result;

use crate::browser::{self, Browser};
use crate::progress::{Steps, cargo, run_shown};
use crate::{check, setup, shell, size};

/// Sets up, checks, measures and tests. With arguments, runs only the tests that they choose.
pub fn run(arguments: &[String]) -> Result<()> {
    let everything = arguments.is_empty();
    let mut steps = Steps::new(if everything { 6 } else { 4 });
    let tools = steps.take("Tools", setup::tools)?;
    let browser = steps.take("Browsers", browser::ensure_all)?;
    steps.take("The app", || shell::ensure(&tools))?;
    if everything {
        steps.take("Checks", || check::run(&[]))?;
        steps.take("Sizes", size::measure)?;
    }
    steps.take("Tests", || test(&browser, arguments))?;
    println!("{}", steps.summary());
    Ok(())
}

fn test(browser: &Browser, arguments: &[String]) -> Result<()> {
    browser.report_skipped_tests();
    let mut command = cargo();
    // The tests of the fuzzing targets run with `--package fuzz`.
    command.args(["test", "--workspace", "--exclude", "fuzz"]);
    if arguments.is_empty() {
        command.arg("--no-fail-fast");
    }
    run_shown("cargo test", browser.set_environment(command.args(arguments)))
}
