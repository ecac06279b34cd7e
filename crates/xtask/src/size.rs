//! `cargo xtask size`: what a reader has to load, beside what it may be.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::paths::{self, in_root};
use crate::progress::Steps;
use crate::sample::Letters;
use crate::{offprint, sample, setup, shell};

const KIB: usize = 1024;
/// What a visit loads before a button works: the core of the app, which shows pages.
const CORE_BUDGET: usize = 166 * KIB;

/// What each part of the app may weigh, which is loaded once the page is ready. `updates` keeps editions on the device and proves
/// signatures; 60 KiB are aimed at, by parts of their own for opening files and for counting what is stored.
const PART_BUDGETS: [(&str, usize); 1] = [("updates", 74 * KIB)];

/// What the wasm that judges signed editions may weigh in the embed script.
const VERIFIER_BUDGET: usize = 22 * KIB;

/// How every wasm begins: with its magic number and its version, in hexadecimal digits.
const WASM_DIGITS: &str = "0061736d01000000";

const ARTICLES: usize = 100;
const WORDS: usize = 600;

/// Newsrooms to measure with, by the letters of their articles.
const NEWSROOMS: [(Letters, &str); 2] =
    [(Letters::Latin, "target/size/newsroom-100"), (Letters::Cyrillic, "target/size/newsroom-100-cyrillic")];

struct Measure {
    what: String,
    bytes: usize,
    budget: Option<usize>,
}

/// `cargo xtask size`.
pub fn run(_: &[String]) -> Result<()> {
    let mut steps = Steps::new(3);
    let tools = steps.take("Tools", setup::tools)?;
    steps.take("The app", || shell::ensure(&tools))?;
    steps.take("Sizes", measure)
}

/// Builds the sites that are measured and prints the table; an error when something is over its budget.
pub fn measure() -> Result<()> {
    let offprint = offprint::compile()?;
    for (letters, newsroom) in NEWSROOMS {
        sample::write_newsroom(&in_root(newsroom), ARTICLES, WORDS, letters)?;
    }
    offprint::build(&offprint, "target/size/newsroom-100", "target/size/site-100")?;
    offprint::build(&offprint, "newsroom", "target/size/site")?;

    let mut measures = measures(&in_root("target/size/site-100"), &in_root("target/size/site"))?;
    for (letters, newsroom) in NEWSROOMS {
        let (article, edition) = pack(&offprint, newsroom)?;
        measures.extend(files(&article, &edition, letters)?);
    }
    for measure in &measures {
        println!("{}", measure.row());
    }
    println!("That nothing moves or changes when the app takes over is measured by the browser tests");

    let over: Vec<&str> = measures.iter().filter(|it| it.is_over()).map(|it| it.what.as_str()).collect();
    ensure!(over.is_empty(), "over budget: {}", over.join("; "));
    Ok(())
}

fn measures(hundred: &Path, newsroom: &Path) -> Result<Vec<Measure>> {
    let pages = article_pages(hundred)?;
    ensure!(pages.len() == ARTICLES, "{} has {} articles, not {ARTICLES}", hundred.display(), pages.len());
    let edition = edition(hundred)?;
    let mut measures = vec![
        Measure {
            what: format!("largest article page of {WORDS} words, no pictures, gzip"),
            bytes: largest_page(&pages)?,
            budget: Some(14 * KIB),
        },
        Measure {
            what: "the core of the app: wasm and script, brotli".to_owned(),
            bytes: core(newsroom)?,
            budget: Some(CORE_BUDGET),
        },
        Measure {
            what: "the share script, loaded when it is wanted, brotli".to_owned(),
            bytes: share(newsroom)?,
            budget: Some(20 * KIB),
        },
        Measure {
            what: "its words in the longest of its languages, brotli".to_owned(),
            bytes: words(newsroom)?,
            budget: None,
        },
        Measure {
            what: format!("an edition of {ARTICLES} articles of {WORDS} words, brotli"),
            bytes: edition.by_article,
            budget: Some(300 * KIB),
        },
        Measure { what: "the same, taken as packs".to_owned(), bytes: edition.as_packs, budget: Some(300 * KIB) },
        Measure {
            what: "the service worker, gzip".to_owned(),
            bytes: gzip(&read(&newsroom.join("service-worker.js"))?)?.len(),
            budget: Some(4 * KIB),
        },
        Measure {
            what: "the wasm in it that judges signed editions, brotli".to_owned(),
            bytes: verifier(newsroom)?,
            budget: Some(VERIFIER_BUDGET),
        },
        Measure {
            what: "the script with which others embed, with its verifier, brotli".to_owned(),
            bytes: brotli(&read(&newsroom.join("embed.js"))?)?.len(),
            budget: Some(40 * KIB),
        },
        Measure {
            what: "largest article page of the sample newsroom, gzip".to_owned(),
            bytes: largest_page(&article_pages(newsroom)?)?,
            budget: None,
        },
        Measure {
            what: "front page of the sample newsroom, gzip".to_owned(),
            bytes: gzip(&read(&newsroom.join("index.html"))?)?.len(),
            budget: None,
        },
    ];
    let after_core = 2;
    measures.splice(after_core..after_core, parts(newsroom)?);
    Ok(measures)
}

/// The parts of the app.
fn parts(site: &Path) -> Result<Vec<Measure>> {
    let (names, script) = (names()?, script(site)?);
    let names = names["parts"].as_array().context("the shell does not name the parts of the app")?;
    let measure = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        let (_, budget) = PART_BUDGETS.iter().find(|(part, _)| *part == name).with_context(|| {
            format!("the part `{name}` of the app has no budget: add one to `PART_BUDGETS` in crates/xtask/src/size.rs")
        })?;
        Ok(Measure {
            what: format!("its part `{name}`, loaded once the page is ready, brotli"),
            bytes: total_brotli([&script.with_extension(format!("{name}.wasm"))])?,
            budget: Some(*budget),
        })
    };
    names.iter().map(measure).collect()
}

/// How the files of the app are called.
fn names() -> Result<Value> {
    Ok(serde_json::from_slice(&read(&paths::shell().join("parts/shell.json"))?)?)
}

/// Packs an article and the edition of a newsroom; gives the files.
fn pack(offprint: &PathBuf, newsroom: &str) -> Result<(PathBuf, PathBuf)> {
    let (article, edition) = (format!("{newsroom}-article.html"), format!("{newsroom}.html"));
    offprint::pack(offprint, newsroom, &article, &["--article", "story-001", "--text-only"])?;
    offprint::pack(offprint, newsroom, &edition, &[])?;
    Ok((in_root(&article), in_root(&edition)))
}

/// What portable editions weigh, as they lie on a disk.
fn files(article: &Path, edition: &Path, letters: Letters) -> Result<[Measure; 2]> {
    let script = match letters {
        Letters::Latin => "",
        Letters::Cyrillic => " in Cyrillic letters",
    };
    Ok([
        Measure {
            what: format!("one article of {WORDS} words{script} as a file"),
            bytes: read(article)?.len(),
            budget: Some(60 * KIB),
        },
        Measure {
            what: format!("an edition of {ARTICLES} articles of {WORDS} words{script} as a file"),
            bytes: read(edition)?.len(),
            budget: Some(1_500_000),
        },
    ])
}

fn article_pages(site: &Path) -> Result<Vec<PathBuf>> {
    let articles = files_under(&site.join("articles"))?;
    Ok(articles.into_iter().filter(|file| file.ends_with("index.html")).collect())
}

fn largest_page(pages: &[PathBuf]) -> Result<usize> {
    let mut largest = 0;
    for page in pages {
        largest = largest.max(gzip(&read(page)?)?.len());
    }
    Ok(largest)
}

/// What a page loads to become the app: the script that it names, and the wasm of the same name.
fn core(site: &Path) -> Result<usize> {
    let script = script(site)?;
    total_brotli([&script.with_extension("wasm"), &script])
}

/// The script that the front page names.
fn script(site: &Path) -> Result<PathBuf> {
    let page = String::from_utf8(read(&site.join("index.html"))?)?;
    Ok(site.join(between(&page, "<script type=\"module\" src=\"", "\"")?))
}

/// The script that hands articles over.
fn share(site: &Path) -> Result<usize> {
    total_brotli([&site.join(names()?["share"].as_str().context("the shell does not name the share script")?)])
}

/// The wasm that judges signed editions, which the script for pages of others carries in digits.
fn verifier(site: &Path) -> Result<usize> {
    let script = String::from_utf8(read(&site.join("embed.js"))?)?;
    let start = script.find(WASM_DIGITS).context("embed.js carries no wasm")?;
    let digits = script[start..].split(|letter: char| !letter.is_ascii_hexdigit()).next().unwrap_or_default();
    let byte = |pair: &[u8]| Ok(u8::from_str_radix(str::from_utf8(pair)?, 16)?);
    let wasm: Vec<u8> = digits.as_bytes().chunks(2).map(byte).collect::<Result<_>>()?;
    Ok(brotli(&wasm)?.len())
}

/// The text between two others.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.map(|(found, _)| found).with_context(|| format!("there is no {before}…{after}"))
}

/// The largest file of words, of which a reader loads that of their language.
fn words(site: &Path) -> Result<usize> {
    let is_words = |file: &&PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("offprint-") && name.ends_with(".txt")
    };
    let files = files_under(site)?;
    let sizes = files.iter().filter(is_words).map(|file| Ok(brotli(&read(file)?)?.len()));
    let largest = sizes.collect::<Result<Vec<_>>>()?.into_iter().max();
    largest.with_context(|| format!("{} has no words of the app", site.display()))
}

/// What an edition weighs: the head, the manifest and the bundles; not the pictures.
struct Edition {
    /// With each article by itself.
    by_article: usize,
    /// With the articles in packs.
    as_packs: usize,
}

fn edition(site: &Path) -> Result<Edition> {
    let files = files_under(&site.join("edition"))?;
    let files: Vec<PathBuf> =
        files.into_iter().filter(|file| file.extension().is_some_and(|it| it == "json")).collect();
    let (mut packs, mut articles) = (BTreeSet::new(), BTreeSet::new());
    for file in &files {
        let bundle: Value = serde_json::from_slice(&read(file)?)?;
        // Only month indexes have packs.
        if let Some(own) = bundle["packs"].as_array() {
            packs.extend(own.iter().filter_map(name));
            articles
                .extend(bundle["entries"].as_array().into_iter().flatten().filter_map(|entry| name(&entry["bundle"])));
        }
    }
    if packs.is_empty() || articles.len() < ARTICLES {
        bail!("{} has {} packs of {} articles", site.display(), packs.len(), articles.len());
    }
    let without = |names: &BTreeSet<String>| {
        let is_in = |file: &&PathBuf| !file.file_stem().is_some_and(|it| names.contains(&*it.to_string_lossy()));
        total_brotli(files.iter().filter(is_in))
    };
    Ok(Edition { by_article: without(&packs)?, as_packs: without(&articles)? })
}

/// The name of the file that a reference leads to.
fn name(reference: &Value) -> Option<String> {
    reference["hash"].as_str().map(str::to_owned)
}

fn total_brotli<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Result<usize> {
    files.into_iter().map(|file| Ok(brotli(&read(file)?)?.len())).sum()
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?.path();
        if entry.is_dir() {
            files.extend(files_under(&entry)?);
        } else {
            files.push(entry);
        }
    }
    Ok(files)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// These bytes as a host sends them that compresses with all its might.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(packed)
}

impl Measure {
    fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.bytes > budget)
    }

    fn row(&self) -> String {
        let (budget, verdict) = match self.budget {
            Some(budget) => (format!("of {} KiB", budget / KIB), if self.is_over() { "TOO LARGE" } else { "ok" }),
            None => (String::new(), ""),
        };
        let size = format!("{:.1} KiB", self.bytes as f64 / KIB as f64);
        format!("{:<58} {size:>10} {budget:<10} {verdict}", self.what).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_tells_the_verdict() {
        let row = |bytes, budget| Measure { what: "a page".to_owned(), bytes, budget }.row();
        assert!(row(14 * KIB, Some(14 * KIB)).ends_with("14.0 KiB of 14 KiB  ok"));
        assert!(row(14 * KIB + 1, Some(14 * KIB)).ends_with("TOO LARGE"));
        assert!(row(14 * KIB, None).ends_with("14.0 KiB"));
    }

    #[test]
    fn files_have_budgets() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: usize| {
            let path = folder.path().join(name);
            fs::write(&path, vec![b'a'; bytes]).unwrap();
            path
        };
        let (article, edition) = (file("article", 60 * KIB), file("edition", 1_500_000));
        assert!(files(&article, &edition, Letters::Latin).unwrap().iter().all(|measure| !measure.is_over()));
        let (article, edition) = (file("article", 60 * KIB + 1), file("edition", 1_500_001));
        assert!(files(&article, &edition, Letters::Latin).unwrap().iter().all(Measure::is_over));
    }
}
