//! Fuzzes every parser of untrusted bytes: `cargo xtask fuzz` builds and runs it.
//!
//! One program has all targets, so that it is compiled once. The environment names the target and the folder of its
//! inputs. A target does more than survive: it fails if an invariant is broken.

#![cfg_attr(fuzzing, no_main)]

mod site;
mod targets;

use std::path::Path;

use targets::{TARGETS, Target};

/// The environment variable with the name of the target.
const NAME: &str = "OFFPRINT_FUZZ_TARGET";
/// The environment variable with the folder of its inputs.
const CORPUS: &str = "OFFPRINT_FUZZ_CORPUS";

/// Returns the target that the environment names.
fn chosen() -> &'static Target {
    let name = std::env::var(NAME).unwrap_or_default();
    let names = || TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("{NAME} must be one of {}", names()))
}

/// Writes the seeds of a target, each under the hash of its bytes.
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

/// Runs a target without the fuzzer, on the bytes of files, such as those that the fuzzer found.
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
