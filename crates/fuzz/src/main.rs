//! Looks for bytes that break what is promised of whatever arrives: `cargo xtask fuzz` builds and runs it.
//!
//! One program has all targets, so that it is compiled once; the environment says which one runs, and where the inputs lie
//! that it starts from and adds to. A target does more than survive: it fails when a promise is broken.

#![cfg_attr(fuzzing, no_main)]

mod site;
mod targets;

use std::path::Path;

use targets::{TARGETS, Target};

/// Names the target that runs.
const NAME: &str = "OFFPRINT_FUZZ_TARGET";
/// Names the folder of its inputs.
const CORPUS: &str = "OFFPRINT_FUZZ_CORPUS";

/// The target that the environment names.
fn chosen() -> &'static Target {
    let name = std::env::var(NAME).unwrap_or_default();
    let names = || TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("{NAME} is none of {}", names()))
}

/// Writes the inputs from which a target starts, each under the hash of its bytes.
fn write_seeds(target: &Target, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for seed in (target.seeds)() {
        std::fs::write(folder.join(trust::hash(&seed).to_string()), seed)?;
    }
    Ok(())
}

#[cfg(fuzzing)]
mod fuzzing {
    use std::sync::LazyLock;

    static RUN: LazyLock<fn(&[u8])> = LazyLock::new(|| super::chosen().run);

    fn begin() {
        if let Some(folder) = std::env::var_os(super::CORPUS) {
            super::write_seeds(super::chosen(), folder.as_ref()).expect("a folder that can be written");
        }
    }

    libfuzzer_sys::fuzz_target!(init: begin(), |bytes: &[u8]| RUN(bytes));
}

/// Without the fuzzer the targets can still be asked about the bytes of files, such as those that it has found.
#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    let target = chosen();
    if let Some(folder) = std::env::var_os(CORPUS) {
        write_seeds(target, folder.as_ref())?;
    }
    std::env::args_os().skip(1).try_for_each(|file| {
        (target.run)(&std::fs::read(file)?);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_holds_for_what_it_starts_from_and_for_what_is_left_of_it() {
        for target in TARGETS {
            for seed in (target.seeds)() {
                for end in (0..seed.len()).rev().step_by(seed.len() / 50 + 1) {
                    let mut altered = seed.clone();
                    altered[end] ^= 1;
                    (target.run)(&altered);
                    (target.run)(&seed[..end]);
                }
                (target.run)(&seed);
            }
        }
    }
}
