//! `cargo xtask bench build`: measures how long the command takes to build a large newsroom's site, and Hugo for the same articles.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value, json};

use crate::paths::{self, in_root};
use crate::progress::{Steps, say};
use crate::shell::Form;
use crate::{hugo, offprint, sample, setup, shell};

const ARTICLES: usize = 1000;
const WORDS: usize = 600;

/// The size of a block on the disk for [`MetadataExt::blocks`], in bytes.
const BLOCK: u64 = 512;

/// What a run used.
#[derive(Clone, Copy)]
struct Usage {
    /// The time of the processor in all threads, in seconds.
    cpu: f64,
    /// The time on the clock, in seconds.
    clock: f64,
    /// The most memory, in bytes.
    memory: u64,
}

/// The files of a folder: what tells a new file from an old one.
type Files = BTreeMap<PathBuf, (SystemTime, u64)>;

/// Measures builds of a newsroom of `--articles N`; see the help of `cargo xtask bench`.
pub fn run(arguments: &[String]) -> Result<()> {
    let articles = match arguments {
        [] => ARTICLES,
        [name, number] if name == "--articles" => number.parse().context("--articles needs a number")?,
        _ => bail!("bench build knows only --articles N"),
    };
    ensure!(articles > 0, "a newsroom has at least one article");
    let mut steps = Steps::new(4);
    let tools = steps.take("Tools", setup::tools)?;
    steps.take("The app", || shell::ensure(&tools, Form::Parts))?;
    let command = steps.take("The offprint command", offprint::compile_for_release)?;
    steps.take("Builds", || measure(&command, articles))
}

/// Runs a command and prints what it used as JSON: another process, because the system reports the most memory of all children.
pub fn run_measured(arguments: &[String]) -> Result<()> {
    let (program, arguments) = arguments.split_first().context("no command to measure")?;
    let started = Instant::now();
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start {program}"))?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program} failed ({}): {error}", output.status);
    let clock = started.elapsed().as_secs_f64();
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = [used.user_time(), used.system_time()].map(|time| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6);
    // The system counts memory in kibibytes.
    let memory = u64::try_from(used.max_rss())? * 1024;
    println!("{}", json!({ "cpu": seconds.iter().sum::<f64>(), "clock": clock, "memory": memory }));
    Ok(())
}

fn measure(offprint: &Path, articles: usize) -> Result<()> {
    let folder = in_root("target/bench/build");
    let [newsroom, site] = ["newsroom", "site"].map(|name| folder.join(name));
    sample::write_newsroom(&newsroom, articles, WORDS, sample::Letters::Latin)?;
    let config = newsroom.join("offprint.toml");
    let settings = fs::read_to_string(&config)?;
    let build = || offprint_build(offprint, &newsroom, &site);
    let hugo = match hugo::prepare(&newsroom, &folder.join("hugo")) {
        Ok(hugo) => Some(usage(&mut hugo::command(&hugo))?),
        Err(error) => {
            say(format!("Hugo is not measured: {error:#}"));
            None
        }
    };
    say(format!("{articles} articles of {WORDS} words: seconds of the processor, on the clock; memory; files written"));
    if let Some(usage) = &hugo {
        report("Hugo from nothing", usage, None, hugo.as_ref());
    }
    paths::remove_folder(&site)?;
    fs::write(&config, format!("{settings}\n[output]\ncompressed_copies = []\n"))?;
    report("from nothing, no compressed copies", &build()?, Some(files(&site)?.len()), hugo.as_ref());
    let room = Room::of(&site)?;
    say(format!("      {}", room.shown(articles)));
    paths::remove_folder(&site)?;
    fs::write(&config, &settings)?;
    report("from nothing, with compressed copies", &build()?, Some(files(&site)?.len()), hugo.as_ref());
    say(format!("      {}", Room::of(&site)?.shown(articles)));
    for (name, change) in [("nothing changed", false), ("one article changed", true)] {
        let before = files(&site)?;
        if change {
            change_an_article(&newsroom)?;
        }
        let usage = build()?;
        let after = files(&site)?;
        let written = after.iter().filter(|(path, file)| before.get(*path) != Some(file)).count();
        report(name, &usage, Some(written), hugo.as_ref());
    }
    Ok(())
}

fn offprint_build(offprint: &Path, newsroom: &Path, site: &Path) -> Result<Usage> {
    let mut command = Command::new(offprint);
    usage(command.arg("build").arg(newsroom).arg("--out").arg(site))
}

/// Runs a command and returns what it used.
fn usage(command: &mut Command) -> Result<Usage> {
    let mut measured = Command::new(std::env::current_exe()?);
    measured.arg("measured").arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        measured.current_dir(folder);
    }
    let output = measured.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "a measured command failed: see its output above");
    let used: Value = serde_json::from_slice(&output.stdout)?;
    let number = |name: &str| used[name].as_f64().with_context(|| format!("no {name} in {used}"));
    Ok(Usage { cpu: number("cpu")?, clock: number("clock")?, memory: number("memory")? as u64 })
}

fn report(name: &str, usage: &Usage, written: Option<usize>, hugo: Option<&Usage>) {
    let Usage { cpu, clock, memory } = usage;
    let ratio = hugo.map_or(String::new(), |hugo| format!(", Hugo × {:.2}", cpu / hugo.cpu));
    let written = written.map_or(String::new(), |written| format!("; {written} files"));
    say(format!("{name}: {cpu:.2} s, {clock:.2} s{ratio}; {} MB{written}", memory / 1_000_000));
}

/// The room that a site takes.
struct Room {
    files: usize,
    /// The lengths of the files, in bytes.
    bytes: u64,
    /// The blocks of the disk that hold them, in bytes.
    on_disk: u64,
}

impl Room {
    fn of(site: &Path) -> Result<Self> {
        let mut room = Self { files: 0, bytes: 0, on_disk: 0 };
        for path in files(site)?.into_keys() {
            let metadata = fs::metadata(path)?;
            room.files += 1;
            room.bytes += metadata.len();
            room.on_disk += metadata.blocks() * BLOCK;
        }
        Ok(room)
    }

    fn shown(&self, articles: usize) -> String {
        let each = |number: u64| number as f64 / articles as f64;
        format!(
            "for each article {:.1} files, {:.1} KB, {:.1} KB on the disk",
            self.files as f64 / articles as f64,
            each(self.bytes) / 1000.0,
            each(self.on_disk) / 1000.0
        )
    }
}

fn files(folder: &Path) -> Result<Files> {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                folders.push(entry.path());
            } else {
                found.insert(entry.path(), (metadata.modified()?, metadata.ino()));
            }
        }
    }
    Ok(found)
}

/// Adds a sentence to an article in the middle of the list.
fn change_an_article(newsroom: &Path) -> Result<()> {
    let mut articles: Vec<PathBuf> = files(&newsroom.join("articles"))?.into_keys().collect();
    articles.sort();
    let path = articles.get(articles.len() / 2).context("the newsroom has articles")?;
    let text = fs::read_to_string(path)?;
    Ok(fs::write(path, format!("{text}\nOne more sentence.\n"))?)
}
