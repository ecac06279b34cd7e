//! Lists the tools that build the app, each with a fixed version, and the ways to install them.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::progress::cargo;

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132";
const WASM_OPT: &str = "0.116.1";
const GECKODRIVER: &str = "0.37.1";
const AXE: &str = "4.14.1";

/// Compiles a tool without optimization, which takes half of the time: the tool waits for others, or has little to do.
const QUICK: &[&str] = &["--debug", "--config", "profile.dev.debug=false"];

/// A tool, and the ways to install it, the quickest first.
pub struct Tool {
    /// The name for messages.
    pub name: String,
    /// The ways to install it.
    pub ways: Vec<Way>,
}

/// One way to install a tool.
pub struct Way {
    /// The folder in the cache, with the version in its name.
    pub folder: String,
    /// The program in that folder.
    pub program: String,
    /// The time that it takes, for messages.
    pub takes: &'static str,
    installer: Installer,
}

enum Installer {
    Cargo { package: &'static str, version: String, options: Vec<&'static str> },
    Npm { package: String },
}

/// Returns all tools; the version of wasm-bindgen is the one in `lock`, the text of Cargo.lock.
pub fn needed(lock: &str) -> Result<Vec<Tool>> {
    // wasm-bindgen refuses programs that were compiled with another version of it.
    let bindgen = locked_version(lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    Ok(vec![
        Tool {
            name: format!("wasm-opt of Binaryen {BINARYEN}"),
            ways: vec![
                Way {
                    folder: format!("binaryen-{BINARYEN}"),
                    program: format!("node_modules/.bin/wasm-opt{}", if cfg!(windows) { ".cmd" } else { "" }),
                    takes: "a few seconds",
                    installer: Installer::Npm { package: format!("binaryen@{BINARYEN}") },
                },
                Way::compiled("wasm-opt", "wasm-opt", WASM_OPT, "about 9 minutes on two cores", &["--locked"]),
            ],
        },
        Tool {
            name: format!("wasm-bindgen {bindgen}"),
            // Without `--locked`, since the published lock file cannot be resolved.
            ways: vec![Way::compiled(
                "wasm-bindgen-cli",
                "wasm-bindgen",
                &bindgen,
                "about 4 minutes on two cores",
                &[],
            )],
        },
        Tool {
            name: format!("Trunk {TRUNK}"),
            ways: vec![Way::compiled(
                "trunk",
                "trunk",
                TRUNK,
                "about 6 minutes on two cores",
                &[&["--locked", "--no-default-features", "--features", "rustls"], QUICK].concat(),
            )],
        },
    ])
}

/// Returns the WebDriver server of Firefox, which only tests need.
pub fn geckodriver() -> Tool {
    let options = [&["--locked"], QUICK].concat();
    Tool {
        name: format!("geckodriver {GECKODRIVER}"),
        ways: vec![Way::compiled("geckodriver", "geckodriver", GECKODRIVER, "about a minute on two cores", &options)],
    }
}

/// Returns the script that finds barriers for readers with disabilities, which only tests need.
pub fn axe() -> Tool {
    let way = Way {
        folder: format!("axe-core-{AXE}"),
        program: "node_modules/axe-core/axe.min.js".to_owned(),
        takes: "a few seconds",
        installer: Installer::Npm { package: format!("axe-core@{AXE}") },
    };
    Tool { name: format!("axe-core {AXE}"), ways: vec![way] }
}

/// Returns whether this machine can install packages of npm.
pub fn has_npm() -> bool {
    npm().arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Returns the version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(version.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

impl Tool {
    /// Returns the folder of the program, if it is installed.
    pub fn installed(&self, folder: &Path) -> Option<PathBuf> {
        let program = self
            .ways
            .iter()
            .map(|way| folder.join(&way.folder).join(&way.program))
            .find(|program| program.is_file())?;
        program.parent().map(Path::to_owned)
    }
}

impl Way {
    /// Returns the way to compile a program of a package that is on crates.io.
    fn compiled(
        package: &'static str,
        program: &'static str,
        version: &str,
        takes: &'static str,
        options: &[&'static str],
    ) -> Self {
        Self {
            folder: format!("{package}-{version}"),
            program: format!("bin/{program}{EXE_SUFFIX}"),
            takes,
            installer: Installer::Cargo { package, version: version.to_owned(), options: options.to_vec() },
        }
    }

    /// Returns whether this machine has the program that installs the tool.
    pub fn is_possible(&self) -> bool {
        match self.installer {
            Installer::Cargo { .. } => true,
            Installer::Npm { .. } => has_npm(),
        }
    }

    /// Returns the command that installs the tool into `partial`, and compiles it in `compiled`.
    pub fn command(&self, partial: &Path, compiled: &Path) -> Command {
        match &self.installer {
            Installer::Cargo { package, version, options } => {
                let mut command = cargo();
                command.args(["install", package, "--version", version]).args(options).arg("--root").arg(partial);
                command.env("CARGO_TARGET_DIR", compiled);
                command
            }
            Installer::Npm { package } => {
                let mut command = npm();
                command.args(["install", package, "--no-audit", "--no-fund", "--prefix"]).arg(partial);
                command
            }
        }
    }
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
        assert_eq!(locked_version("name = \"wasm\"", "wasm"), None);
    }

    #[test]
    fn half_an_installation_is_none() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path();
        let tools = needed("name = \"wasm-bindgen\"\nversion = \"0.2.130\"").unwrap();
        let trunk = tools.last().unwrap();
        fs::create_dir_all(folder.join("trunk-0.21.14")).unwrap();
        fs::create_dir_all(folder.join("trunk-0.21.14.partial/bin")).unwrap();
        fs::write(folder.join(format!("trunk-0.21.14.partial/bin/trunk{EXE_SUFFIX}")), "").unwrap();
        assert_eq!(trunk.installed(folder), None);

        let bin = folder.join("trunk-0.21.14/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join(format!("trunk{EXE_SUFFIX}")), "").unwrap();
        assert_eq!(trunk.installed(folder), Some(bin));
    }
}
