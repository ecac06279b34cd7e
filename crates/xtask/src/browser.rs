//! Finds the browsers for tests and benchmarks, or installs them with apt.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::{self, find_program, in_root};
use crate::progress::{run_logged, say};
use crate::setup;

/// The browsers, the programs that drive them, and what runs in them.
pub struct Browser {
    /// Chromium.
    pub chromium: PathBuf,
    /// The WebDriver server of Chromium.
    pub chromedriver: PathBuf,
    /// Firefox and its WebDriver server, which only a few tests need.
    pub firefox: Option<(PathBuf, PathBuf)>,
    /// WebKitGTK, which only a few tests need.
    pub webkit: Option<WebKit>,
    /// The script axe-core, which one suite runs in the pages.
    pub axe: Option<PathBuf>,
}

/// WebKitGTK, and the programs that drive it.
pub struct WebKit {
    /// The WebDriver server.
    pub driver: PathBuf,
    /// The browser.
    pub browser: PathBuf,
    /// The X server without a screen.
    pub screen: PathBuf,
}

impl Browser {
    /// Puts the paths of the browsers into the environment of a command.
    pub fn set_environment<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some((firefox, geckodriver)) = &self.firefox {
            command.env("OFFPRINT_FIREFOX", firefox).env("OFFPRINT_GECKODRIVER", geckodriver);
        }
        if let Some(WebKit { driver, browser, screen }) = &self.webkit {
            let command = command.env("OFFPRINT_WEBKIT", browser).env("OFFPRINT_WEBKIT_DRIVER", driver);
            command.env("OFFPRINT_XVFB", screen);
        }
        if let Some(axe) = &self.axe {
            command.env("OFFPRINT_AXE", axe);
        }
        command.env("OFFPRINT_CHROMIUM", &self.chromium).env("OFFPRINT_CHROMEDRIVER", &self.chromedriver)
    }

    /// Says which tests are skipped, and how to run them.
    pub fn report_skipped_tests(&self) {
        if self.firefox.is_none() {
            say("No Firefox: its tests are skipped. Install firefox (Debian: firefox-esr), or set OFFPRINT_FIREFOX");
        }
        if self.axe.is_none() {
            say("No axe-core: the tests of accessibility are skipped. Install npm");
        }
        if self.webkit.is_none() {
            say(
                "No WebKitGTK: its tests are skipped. Install WebKitWebDriver, MiniBrowser and Xvfb (Debian: webkit2gtk-driver \
                 and xvfb), or set OFFPRINT_WEBKIT_DRIVER, OFFPRINT_WEBKIT and OFFPRINT_XVFB",
            );
        }
    }
}

/// Finds all browsers, and installs those that it can; explains how to install Chromium. The others are optional.
pub fn ensure_all() -> Result<Browser> {
    let mut browser = ensure()?;
    let firefox = find_firefox()?;
    let mut packages = Vec::new();
    if firefox.is_none() {
        packages.extend(FIREFOX_PACKAGES);
    }
    if browser.webkit.is_none() {
        packages.extend(WEBKIT_PACKAGES);
    }
    if is_debian()
        && !packages.is_empty()
        && let Some(administrator) = administrator()
        && let Err(error) = install(administrator, &packages)
    {
        say(format_args!("{error:#}"));
    }
    browser.webkit = find_webkit()?;
    if let Some(firefox) = find_firefox()? {
        let geckodriver = match program("OFFPRINT_GECKODRIVER", &["geckodriver"], &[])? {
            Some(geckodriver) => geckodriver,
            None => setup::geckodriver()?,
        };
        browser.firefox = Some((firefox, geckodriver));
    }
    browser.axe = setup::axe()?;
    Ok(browser)
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
    let (firefox, webkit, axe) = (None, find_webkit()?, None);
    let programs = chromium.zip(chromedriver);
    Ok(programs.map(|(chromium, chromedriver)| Browser { chromium, chromedriver, firefox, webkit, axe }))
}

fn find_firefox() -> Result<Option<PathBuf>> {
    let places = ["/Applications/Firefox.app/Contents/MacOS/firefox"];
    program("OFFPRINT_FIREFOX", &["firefox", "firefox-esr"], &places)
}

fn find_webkit() -> Result<Option<WebKit>> {
    let driver = program("OFFPRINT_WEBKIT_DRIVER", &["WebKitWebDriver"], &[])?;
    let architecture = format!("{}-linux-gnu", env::consts::ARCH);
    let places = ["4.1", "4.0"].map(|version| format!("/usr/lib/{architecture}/webkit2gtk-{version}/MiniBrowser"));
    let browser = program("OFFPRINT_WEBKIT", &["MiniBrowser"], &places.each_ref().map(String::as_str))?;
    let screen = program("OFFPRINT_XVFB", &["Xvfb"], &[])?;
    let (Some(driver), Some(browser), Some(screen)) = (driver, browser, screen) else { return Ok(None) };
    Ok(Some(WebKit { driver, browser, screen }))
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

/// The packages of Debian with Firefox, and with WebKitGTK.
const FIREFOX_PACKAGES: [&str; 1] = ["firefox-esr"];
const WEBKIT_PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];

/// Returns whether this is Debian: Ubuntu's Firefox is a snap, which needs more than apt.
fn is_debian() -> bool {
    has_identifier("debian")
}

fn has_identifier(system: &str) -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line.strip_prefix("ID=") == Some(system))
}

/// Returns the names of the packages for apt; the fonts have Arabic and Cyrillic letters.
fn apt_packages() -> Option<&'static [&'static str]> {
    find_program(&["apt-get"])?;
    if has_identifier("ubuntu") {
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
