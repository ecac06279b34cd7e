//! `cargo xtask test`: runs all that CI runs, the tests last.

use anyhow::Result;

use crate::browser::{self, Browser};
use crate::progress::{Steps, cargo, run_tests};
use crate::shell::Form;
use crate::{check, setup, shell, size};

/// The tests that also run with an app without parts.
const WHOLE_TESTS: [&str; 5] = ["--package", "tests", "--test", "browser", "engines"];

/// Sets up, checks, measures and tests. With arguments, runs only the tests that they choose.
pub fn run(arguments: &[String]) -> Result<()> {
    let everything = arguments.is_empty();
    let mut steps = Steps::new(if everything { 8 } else { 4 });
    let tools = steps.take("Tools", setup::tools)?;
    let browser = steps.take("Browsers", browser::ensure_all)?;
    steps.take("The app", || shell::ensure(&tools, Form::Parts))?;
    if everything {
        steps.take("Checks", || check::run(&[]))?;
        steps.take("Sizes", || size::measure().map(drop))?;
    }
    steps.take("Tests", || test(&browser, Form::Parts, arguments))?;
    if everything {
        steps.take("The app without parts", || shell::ensure(&tools, Form::Whole))?;
        steps.take("Its tests", || test(&browser, Form::Whole, &WHOLE_TESTS.map(str::to_owned)))?;
    }
    println!("{}", steps.summary());
    Ok(())
}

fn test(browser: &Browser, form: Form, arguments: &[String]) -> Result<()> {
    browser.report_skipped_tests();
    let mut command = cargo();
    // The tests of the fuzzing targets run with `--package fuzz`.
    command.args(["test", "--workspace", "--exclude", "fuzz"]);
    if arguments.is_empty() {
        command.arg("--no-fail-fast");
    }
    // The tests build sites with the shell that this variable names.
    let command = browser.set_environment(command.args(arguments)).env("OFFPRINT_SHELL", form.shell());
    run_tests(command)
}
