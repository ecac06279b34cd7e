//! `cargo xtask bench`: measures the costs of offline reading in a real browser.

use anyhow::{Result, bail};

use crate::browser::{self, Browser};
use crate::paths::in_root;
use crate::progress::{Steps, cargo, run_shown};
use crate::{sample, setup, shell};

const ARTICLES: usize = 200;
const WORDS: usize = 600;

/// Sets up, writes the newsroom and measures; with `--details`, shows every request and time.
pub fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|argument| *argument != "--details") {
        bail!("bench knows no {unknown}, only --details");
    }
    let mut steps = Steps::new(4);
    let tools = steps.take("Tools", setup::tools)?;
    let browser = steps.take("Browser", browser::ensure)?;
    steps.take("The app", || shell::ensure(&tools))?;
    steps.take("Offline reading (about 2 minutes)", || measure(&browser, arguments))
}

fn measure(browser: &Browser, arguments: &[String]) -> Result<()> {
    let newsroom = in_root("target/bench/newsroom");
    sample::write_newsroom(&newsroom, ARTICLES, WORDS, sample::Letters::Latin)?;
    let mut command = cargo();
    // The browser is measured, not this code, so the development profile of the tests is good enough.
    command.args(["bench", "--workspace", "--profile", "dev", "--bench", "offline", "--"]).args(arguments);
    run_shown("cargo bench", browser.set_environment(command.env("OFFPRINT_BENCH_NEWSROOM", newsroom)))
}
