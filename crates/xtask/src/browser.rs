//! Finds the browser for tests and benchmarks, or installs it with apt.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::{self, find_program, in_root};
use crate::progress::{run_logged, say};

/// The browsers, and the programs that drive them.
pub struct Browser {
    /// Chromium.
    pub chromium: PathBuf,
    /// The WebDriver server of Chromium.
    pub chromedriver: PathBuf,
    /// Firefox and its WebDriver server, which only a few tests need.
    pub firefox: Option<(PathBuf, PathBuf)>,
}

impl Browser {
    /// Puts the paths of the browsers and of the shell into the environment of a command.
    pub fn set_environment<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some((firefox, geckodriver)) = &self.firefox {
            command.env("OFFPRINT_FIREFOX", firefox).env("OFFPRINT_GECKODRIVER", geckodriver);
        }
        command
            .env("OFFPRINT_SHELL", paths::shell())
            .env("OFFPRINT_CHROMIUM", &self.chromium)
            .env("OFFPRINT_CHROMEDRIVER", &self.chromedriver)
    }

    /// Says which tests are skipped without Firefox.
    pub fn report_skipped_tests(&self) {
        if self.firefox.is_none() {
            say(
                "No Firefox: its tests are skipped. Install firefox (Debian: firefox-esr) and `cargo install geckodriver`, \
                 or set OFFPRINT_FIREFOX and OFFPRINT_GECKODRIVER",
            );
        }
    }
}

/// Finds the browser, or installs it, or explains how to.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    if let Some(packages) = apt_packages()
        && let Some(administrator) = administrator()
    {
        install(administrator, packages)?;
        if let Some(browser) = find()? {
            return Ok(browser);
        }
    }
    bail!(
        "the browser tests need Chromium and ChromeDriver. Install them:\n  \
         Debian: sudo apt-get install chromium chromium-driver fonts-noto-core\n  \
         Ubuntu: sudo apt-get install chromium-browser chromium-chromedriver fonts-noto-core\n  \
         Fedora: sudo dnf install chromium chromedriver google-noto-sans-arabic-fonts\n  \
         Arch:   sudo pacman -S chromium noto-fonts\n  \
         macOS:  brew install --cask chromium chromedriver\n\
         or set OFFPRINT_CHROMIUM and OFFPRINT_CHROMEDRIVER to the paths of these programs"
    )
}

fn find() -> Result<Option<Browser>> {
    let chromium = program(
        "OFFPRINT_CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
        &[
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ],
    )?;
    let chromedriver = program("OFFPRINT_CHROMEDRIVER", &["chromedriver"], &["/usr/lib/chromium/chromedriver"])?;
    let firefox = program(
        "OFFPRINT_FIREFOX",
        &["firefox", "firefox-esr"],
        &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    )?
    .zip(program("OFFPRINT_GECKODRIVER", &["geckodriver"], &[])?);
    Ok(chromium.zip(chromedriver).map(|(chromium, chromedriver)| Browser { chromium, chromedriver, firefox }))
}

fn program(variable: &str, names: &[&str], places: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(chosen) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let chosen = std::path::absolute(chosen)?;
        return if chosen.is_file() {
            Ok(Some(chosen))
        } else {
            bail!("{variable} names {}, which does not exist", chosen.display())
        };
    }
    Ok(find_program(names).or_else(|| places.iter().map(PathBuf::from).find(|place| place.is_file())))
}

/// Returns the names of the packages for apt; the fonts have Arabic and Cyrillic letters.
fn apt_packages() -> Option<&'static [&'static str]> {
    find_program(&["apt-get"])?;
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if system.lines().any(|line| line == "ID=ubuntu") {
        Some(&["chromium-browser", "chromium-chromedriver", "fonts-noto-core"])
    } else {
        Some(&["chromium", "chromium-driver", "fonts-noto-core"])
    }
}

/// Returns the command that runs a program as root without asking for a password.
fn administrator() -> Option<&'static [&'static str]> {
    let output = Command::new("id").arg("-u").output().ok()?;
    if output.stdout.trim_ascii() == b"0" {
        return Some(&["env"]);
    }
    let silent = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status();
    silent.is_ok_and(|status| status.success()).then_some(&["sudo", "-n", "env"])
}

fn install(administrator: &[&str], packages: &[&str]) -> Result<()> {
    say(format_args!("Installing {} (about a minute) ...", packages.join(", ")));
    let apt = |name: &str, arguments: &[&str]| {
        let (first, rest) = administrator.split_first().context("no program to start")?;
        let mut command = Command::new(first);
        command.args(rest).args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(arguments);
        run_logged(name, &in_root("target/logs/apt.log"), command.current_dir(paths::root()))
    };
    apt("apt-get update", &["update"])?;
    let install = [&["install", "-y", "--no-install-recommends"], packages].concat();
    apt("apt-get install", &install)
}
