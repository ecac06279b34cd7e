//! `cargo xtask check`: checks the code without running it; every warning is an error.

use anyhow::{Result, bail};

use crate::progress::{cargo, run_shown, say};
use crate::toolchain;

struct Check {
    name: &'static str,
    environment: &'static [(&'static str, &'static str)],
    arguments: &'static str,
}

const CHECKS: &[Check] = &[
    Check { name: "Formatting", environment: &[], arguments: "fmt --all --check" },
    Check { name: "Lints", environment: &[], arguments: "clippy --workspace --all-targets -- -D warnings" },
    Check {
        name: "Lints for the browser",
        environment: &[],
        arguments: "clippy --package reader --target wasm32-unknown-unknown --lib --bin reader -- -D warnings",
    },
    Check {
        name: "Documentation",
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
        arguments: "doc --workspace --no-deps --document-private-items",
    },
];

/// Runs all checks, up to the first that fails.
pub fn run(_: &[String]) -> Result<()> {
    toolchain::components()?;
    toolchain::wasm_target()?;
    for check in CHECKS {
        say(check.name);
        let mut command = cargo();
        command.args(check.arguments.split(' ')).envs(check.environment.iter().copied());
        if run_shown(check.name, &mut command).is_err() {
            bail!("{} failed: fix the errors above, then repeat the check with `{}`", check.name, check.command_line());
        }
    }
    Ok(())
}

impl Check {
    /// Returns the command line of the check.
    fn command_line(&self) -> String {
        let environment: String = self.environment.iter().map(|(name, value)| format!("{name}=\"{value}\" ")).collect();
        format!("{environment}cargo {}", self.arguments)
    }
}
