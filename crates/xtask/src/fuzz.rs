//! `cargo xtask fuzz`: looks for input that breaks the parsers and the checks of signatures.
//!
//! The fuzzer is libFuzzer, linked by the crate `fuzz`. Every stable compiler can instrument a program for it. Without
//! a sanitizer it finds panics, overflows, failed assertions, and input that takes too long or too much memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::paths::{in_root, shown};
use crate::progress::{Steps, cargo, run_into, run_logged, say, spoken};
use crate::toolchain;

/// The folder with a file for each target.
const TARGETS: &str = "crates/fuzz/src/targets";
/// The folder of the compiled program, its inputs and its findings.
const FOLDER: &str = "target/fuzz";

/// The flags that make the compiler record each branch and each comparison for the fuzzer.
const FLAGS: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "--cfg",
    "fuzzing",
];

struct Wanted {
    targets: Vec<String>,
    seconds: u64,
}

/// Compiles the targets and runs each for some time, until the first finding.
pub fn run(arguments: &[String]) -> Result<()> {
    let wanted = wanted(arguments, &targets()?)?;
    let mut steps = Steps::new(2);
    let program = steps.take("Compiling the targets (3 minutes the first time)", compile)?;
    steps.take("Fuzzing", || wanted.targets.iter().try_for_each(|target| fuzz(&program, target, wanted.seconds)))
}

/// Returns the names of all targets.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(in_root(TARGETS)).with_context(|| format!("cannot read {TARGETS}"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name != "mod" {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn wanted(arguments: &[String], targets: &[String]) -> Result<Wanted> {
    let mut wanted = Wanted { targets: Vec::new(), seconds: 600 };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--seconds" {
            let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).filter(|seconds| *seconds > 0);
            wanted.seconds = seconds.context("--seconds needs a number, 1 or more")?;
        } else {
            ensure!(
                targets.contains(argument),
                "fuzz knows no {argument}, only --seconds N and {}",
                targets.join(", ")
            );
            wanted.targets.push(argument.clone());
        }
    }
    if wanted.targets.is_empty() {
        wanted.targets = targets.to_vec();
    }
    Ok(wanted)
}

fn compile() -> Result<PathBuf> {
    let (host, folder) = (toolchain::host()?, in_root(FOLDER).join("build"));
    let mut command = cargo();
    // With `--target`, Cargo does not use the flags for build scripts, which do not link the fuzzer.
    command.args(["build", "--package", "fuzz", "--profile", "fuzz", "--target", &host]);
    command.env("CARGO_TARGET_DIR", &folder).env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    run_logged("Compiling (libFuzzer needs a C++ compiler)", &in_root("target/logs/fuzz.log"), &mut command)?;
    Ok(folder.join(host).join("fuzz").join(format!("fuzz{}", std::env::consts::EXE_SUFFIX)))
}

fn fuzz(program: &Path, target: &str, seconds: u64) -> Result<()> {
    let (corpus, found) = (in_root(FOLDER).join(target), in_root(FOLDER).join("found"));
    for folder in [&corpus, &found] {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    say(format_args!("{target}, for {}", spoken(Duration::from_secs(seconds))));
    let mut command = Command::new(program);
    command.env("OFFPRINT_FUZZ_TARGET", target).env("OFFPRINT_FUZZ_CORPUS", &corpus);
    command.arg(format!("-max_total_time={seconds}"));
    // An input that takes ten seconds counts as a finding.
    command.arg("-timeout=10").arg(format!("-artifact_prefix={}/{target}-", found.display())).arg(&corpus);
    let log = in_root("target/logs").join(format!("fuzz-{target}.log"));
    if let Err(error) = run_into(target, &log, &mut command) {
        bail!(
            "{error:#}\nthe input that broke it is in {}; to see it again: \
             OFFPRINT_FUZZ_TARGET={target} cargo run --package fuzz -- FILE",
            shown(&found)
        );
    }
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    say(format_args!("  {}", summary(&text).unwrap_or_default()));
    Ok(())
}

/// Summarises a run from the last line of its log.
fn summary(log: &str) -> Option<String> {
    let line = log.lines().rfind(|line| line.contains("\tDONE "))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = |name: &str| words.iter().position(|word| *word == name).and_then(|index| words.get(index + 1));
    let (runs, inputs) = (line.strip_prefix('#')?.split_whitespace().next()?, after("corp:")?.split('/').next()?);
    Some(format!("{runs} runs, {} branches reached, {inputs} inputs kept, nothing found", after("cov:")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted_by(arguments: &str) -> Result<Wanted> {
        let targets = ["cut", "root"].map(str::to_owned);
        wanted(&arguments.split_whitespace().map(str::to_owned).collect::<Vec<_>>(), &targets)
    }

    #[test]
    fn all_targets_are_wanted_unless_some_are_named() {
        let all = wanted_by("").expect("a wish");
        assert_eq!((all.targets.len(), all.seconds), (2, 600));
        let one = wanted_by("root --seconds 5").expect("a wish");
        assert_eq!((one.targets, one.seconds), (vec!["root".to_owned()], 5));
        for wrong in ["roots", "--seconds", "--seconds 0", "--seconds soon", "--second 5"] {
            assert!(wanted_by(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_target_is_a_file() {
        assert!(targets().expect("a folder").contains(&"edition".to_owned()));
    }

    #[test]
    fn what_came_of_a_run_is_told_in_a_line() {
        let log =
            "#5\tpulse  cov: 1\n#871\tDONE   cov: 696 ft: 1807 corp: 423/150Kb lim: 4096 exec/s: 1 rss: 29Mb\nDone";
        let summary = summary(log).expect("a summary");
        assert_eq!(summary, "871 runs, 696 branches reached, 423 inputs kept, nothing found");
    }
}
