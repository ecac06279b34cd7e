//! `cargo xtask bench`: measures a reader's visits in a real browser, or builds.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::browser::{self, Browser};
use crate::paths::in_root;
use crate::progress::{Steps, cargo, run_shown};
use crate::shell::Form;
use crate::{bench_build, hugo, sample, setup, shell};

const ARTICLES: usize = 200;
const WORDS: usize = 600;

/// The options of the command.
#[derive(Default)]
struct Options {
    /// The arguments for the benchmark itself: `--details`, `--first-visit`, `--visits N`, `--until EVENT`.
    passed: Vec<String>,
    /// The site of the measured newsroom as another version builds it, to measure beside this one.
    before: Option<PathBuf>,
    /// `true` to measure the same articles as Hugo builds them.
    hugo: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--details" | "--first-visit" => options.passed.push(argument.clone()),
                "--hugo" => options.hugo = true,
                "--before" => options.before = Some(arguments.next().context("--before needs a folder")?.into()),
                "--visits" | "--until" => {
                    let value = arguments.next().with_context(|| format!("{argument} needs a value"))?;
                    options.passed.extend([argument.clone(), value.clone()]);
                }
                unknown => bail!("bench knows no {unknown}: see cargo xtask bench --help"),
            }
        }
        ensure!(!options.hugo || options.before.is_none(), "bench measures one other site: --before or --hugo");
        Ok(options)
    }
}

/// Sets up, writes the newsroom and measures. With `--first-visit`, measures the first visit only, `--visits N` times and each
/// until `EVENT`, such as `painted`; with `--before SITE`, measures the first visit to that site too, or with `--hugo` to the same
/// articles as Hugo builds them; with `--details`, shows every request and time.
pub fn run(arguments: &[String]) -> Result<()> {
    if let Some((_, arguments)) = arguments.split_first().filter(|(first, _)| *first == "build") {
        return bench_build::run(arguments);
    }
    let options = Options::parse(arguments)?;
    let mut steps = Steps::new(4);
    let tools = steps.take("Tools", setup::tools)?;
    let browser = steps.take("Browser", browser::ensure)?;
    steps.take("The app", || shell::ensure(&tools, Form::Parts))?;
    steps.take("Visits (about 4 minutes)", || measure(&browser, &options))
}

fn measure(browser: &Browser, options: &Options) -> Result<()> {
    let newsroom = in_root("target/bench/newsroom");
    sample::write_newsroom(&newsroom, ARTICLES, WORDS, sample::Letters::Latin)?;
    let mut command = cargo();
    // The browser is measured, not this code, so the development profile of the tests is good enough.
    command.args(["bench", "--workspace", "--profile", "dev", "--bench", "offline", "--"]).args(&options.passed);
    let before = match &options.before {
        None if options.hugo => Some(hugo::build(&newsroom, &in_root("target/bench/hugo"))?),
        before => before.clone(),
    };
    if let Some(before) = before {
        let before = before.canonicalize().with_context(|| format!("cannot find the site {}", before.display()))?;
        command.env("OFFPRINT_BENCH_BEFORE", before);
    }
    run_shown("cargo bench", browser.set_environment(command.env("OFFPRINT_BENCH_NEWSROOM", newsroom)))
}
