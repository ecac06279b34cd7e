//! `cargo xtask size`: the sizes of the files that a reader loads, beside their budgets.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::paths::{self, in_root};
use crate::progress::Steps;
use crate::sample::Letters;
use crate::shell::Form;
use crate::{offprint, sample, setup, shell};

const KIB: usize = 1024;

/// The maximum size of the app's core: it shows articles and lists, follows links, and reads what the device has.
const CORE_BUDGET: usize = 150 * KIB;

/// The maximum size of each part of the app, with the files that it shares with others, and what the part is for.
const PARTS: [(&str, usize, &str); 4] = [
    ("downloads", 45 * KIB, "bringing editions onto the device, from the site or from a file"),
    ("pages", 21 * KIB, "the archive, topics, places, and the pages about the device and the newspaper's origin"),
    ("share", 16 * KIB, "sharing articles as files"),
    ("updates", 60 * KIB, "finding newer editions, verifying signatures, and what the reader wants to keep"),
];

/// The maximum size of all that the device stores of the app and of the embed script.
const TOTAL_BUDGET: usize = 300 * KIB;

/// The number of crates to list for each part of the app.
const LISTED_CRATES: usize = 8;

/// The maximum size of the verifier's wasm in the embed script.
const VERIFIER_BUDGET: usize = 20 * KIB;

/// The beginning of every wasm, its magic number and version, in hexadecimal digits.
const WASM_DIGITS: &str = "0061736d01000000";

const ARTICLES: usize = 100;
const WORDS: usize = 600;

/// The measured newsrooms, by the letters of their articles.
const NEWSROOMS: [(Letters, &str); 2] =
    [(Letters::Latin, "target/size/newsroom-100"), (Letters::Cyrillic, "target/size/newsroom-100-cyrillic")];

/// A size and its budget, in bytes.
pub struct Measure {
    name: String,
    bytes: usize,
    budget: Option<usize>,
}

/// The file with the last release: its `version`, and the `bytes` of each measure by its name.
const RELEASED: &str = "crates/xtask/released-sizes.json";

/// `cargo xtask size`; `--release VERSION` records the sizes as those of a release.
pub fn run(arguments: &[String]) -> Result<()> {
    let version = match arguments {
        [] => None,
        [option, version] if option == "--release" => Some(version.clone()),
        _ => bail!("size knows only --release VERSION, which records the sizes of a release"),
    };
    let mut steps = Steps::new(3);
    let tools = steps.take("Tools", setup::tools)?;
    steps.take("The app", || shell::ensure(&tools, Form::Parts))?;
    let measures = steps.take("Sizes", measure)?;
    if let Some(version) = version {
        let bytes: BTreeMap<String, usize> =
            measures.into_iter().map(|measure| (measure.name, measure.bytes)).collect();
        let text = serde_json::to_string_pretty(&json!({ "version": version, "bytes": bytes }))? + "\n";
        fs::write(in_root(RELEASED), text).with_context(|| format!("cannot write {RELEASED}"))?;
    }
    Ok(())
}

/// Builds the measured sites and prints the table, with the differences to the last release; fails if a size is over its
/// budget.
pub fn measure() -> Result<Vec<Measure>> {
    let released: Value = serde_json::from_slice(&read(&in_root(RELEASED))?)?;
    let offprint = offprint::compile()?;
    for (letters, newsroom) in NEWSROOMS {
        sample::write_newsroom(&in_root(newsroom), ARTICLES, WORDS, letters)?;
    }
    for (newsroom, site) in [("target/size/newsroom-100", "target/size/site-100"), ("newsroom", "target/size/site")] {
        // A site keeps what earlier editions had.
        paths::remove_folder(&in_root(site))?;
        offprint::build(&offprint, newsroom, site)?;
    }

    let mut measures = measures(&in_root("target/size/site-100"), &in_root("target/size/site"))?;
    for (letters, newsroom) in NEWSROOMS {
        let (article, edition) = pack(&offprint, newsroom)?;
        measures.extend(files(&article, &edition, letters)?);
    }
    println!(
        "{:<58} {:>10} {:<10} ok  since {}",
        "",
        "now",
        "budget",
        released["version"].as_str().unwrap_or_default()
    );
    for measure in &measures {
        println!("{}", measure.row(&released));
    }
    print_contents()?;
    println!("The browser tests check that nothing moves or changes when the app takes over");

    let over: Vec<&str> =
        measures.iter().filter(|measure| measure.is_over()).map(|measure| measure.name.as_str()).collect();
    ensure!(over.is_empty(), "over budget: {}", over.join("; "));
    Ok(measures)
}

fn measures(hundred: &Path, newsroom: &Path) -> Result<Vec<Measure>> {
    let pages = article_pages(hundred)?;
    ensure!(pages.len() == ARTICLES, "{} has {} articles, not {ARTICLES}", hundred.display(), pages.len());
    let edition = edition(hundred)?;
    let mut measures = vec![
        Measure {
            name: format!("largest article page of {WORDS} words, no pictures, gzip"),
            bytes: largest_page(&pages)?,
            budget: Some(14 * KIB),
        },
        Measure {
            name: "the core of the app: wasm and script, brotli".to_owned(),
            bytes: core(newsroom)?,
            budget: Some(CORE_BUDGET),
        },
        Measure {
            name: "the share script, loaded on demand, brotli".to_owned(),
            bytes: share(newsroom)?,
            budget: Some(20 * KIB),
        },
        Measure {
            name: "the messages of the app in their largest language, brotli".to_owned(),
            bytes: messages(newsroom)?,
            budget: None,
        },
        Measure {
            name: format!("an edition of {ARTICLES} articles of {WORDS} words, brotli"),
            bytes: edition.by_article,
            budget: Some(300 * KIB),
        },
        Measure { name: "the same, downloaded as packs".to_owned(), bytes: edition.as_packs, budget: Some(300 * KIB) },
        Measure {
            name: "the service worker, gzip".to_owned(),
            bytes: gzip(&read(&newsroom.join("service-worker.js"))?)?.len(),
            budget: Some(4 * KIB),
        },
        Measure {
            name: "the verifier's wasm in the embed script, brotli".to_owned(),
            bytes: verifier(newsroom)?,
            budget: Some(VERIFIER_BUDGET),
        },
        Measure {
            name: "the embed script with its verifier, brotli".to_owned(),
            bytes: brotli(&read(&newsroom.join("embed.js"))?)?.len(),
            budget: Some(40 * KIB),
        },
        Measure {
            name: "largest article page of the sample newsroom, gzip".to_owned(),
            bytes: largest_page(&article_pages(newsroom)?)?,
            budget: None,
        },
        Measure {
            name: "front page of the sample newsroom, gzip".to_owned(),
            bytes: gzip(&read(&newsroom.join("index.html"))?)?.len(),
            budget: None,
        },
    ];
    let after_core = 2;
    measures.splice(after_core..after_core, parts(newsroom)?);
    Ok(measures)
}

/// Measures the parts of the app, and all that it consists of.
fn parts(site: &Path) -> Result<Vec<Measure>> {
    let (names, script) = (names()?, script(site)?);
    let file = |name: &Value| script.with_extension(format!("{}.wasm", name.as_str().unwrap_or_default()));
    let mut measures = Vec::new();
    for (part, files) in names["files"].as_object().context("the shell does not name the parts of the app")? {
        let (_, budget, purpose) = PARTS.iter().find(|(name, ..)| name == part).with_context(|| {
            format!("the part `{part}` of the app has no budget: add one to `PARTS` in crates/xtask/src/size.rs")
        })?;
        let files: Vec<PathBuf> = files.as_array().into_iter().flatten().map(file).collect();
        let name = format!("its part `{part}`: {purpose}, brotli");
        measures.push(Measure { name, bytes: total_brotli(&files)?, budget: Some(*budget) });
    }
    let mut all: Vec<PathBuf> = names["parts"].as_array().into_iter().flatten().map(file).collect();
    all.extend([script.with_extension("wasm"), script, site.join("embed.js")]);
    measures.push(Measure {
        name: "core and all parts, and the embed script, brotli".to_owned(),
        bytes: total_brotli(&all)?,
        budget: Some(TOTAL_BUDGET),
    });
    Ok(measures)
}

/// Prints what each crate contributes to the core and the files of the parts.
fn print_contents() -> Result<()> {
    let names = names()?;
    println!("\nThe code of each crate, in KiB before compression:");
    for (file, crates) in names["contents"].as_object().context("the shell does not list its contents")? {
        let mut crates: Vec<(&String, u64)> = crates
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, bytes)| (name, bytes.as_u64().unwrap_or_default()))
            .collect();
        crates.sort_by_key(|(name, bytes)| (Reverse(*bytes), *name));
        let listed: Vec<String> = crates
            .iter()
            .take(LISTED_CRATES)
            .map(|(name, bytes)| format!("{name} {:.1}", *bytes as f64 / KIB as f64))
            .collect();
        println!("  {file}: {}", listed.join(", "));
    }
    Ok(())
}

/// Reads the names of the app's files.
fn names() -> Result<Value> {
    Ok(serde_json::from_slice(&read(&paths::shell().join("parts/shell.json"))?)?)
}

/// Packs an article and the edition of a newsroom, and returns the two files.
fn pack(offprint: &PathBuf, newsroom: &str) -> Result<(PathBuf, PathBuf)> {
    let (article, edition) = (format!("{newsroom}-article.html"), format!("{newsroom}.html"));
    offprint::pack(offprint, newsroom, &article, &["--article", "story-001", "--text-only"])?;
    offprint::pack(offprint, newsroom, &edition, &[])?;
    Ok((in_root(&article), in_root(&edition)))
}

/// Measures portable editions, uncompressed as on a disk.
fn files(article: &Path, edition: &Path, letters: Letters) -> Result<[Measure; 2]> {
    let script = match letters {
        Letters::Latin => "",
        Letters::Cyrillic => " in Cyrillic letters",
    };
    Ok([
        Measure {
            name: format!("one article of {WORDS} words{script} as a file"),
            bytes: read(article)?.len(),
            budget: Some(60 * KIB),
        },
        Measure {
            name: format!("an edition of {ARTICLES} articles of {WORDS} words{script} as a file"),
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

/// Measures the core of the app: the script that a page names, and the wasm of the same name.
fn core(site: &Path) -> Result<usize> {
    let script = script(site)?;
    total_brotli([&script.with_extension("wasm"), &script])
}

/// Returns the script that the front page names.
fn script(site: &Path) -> Result<PathBuf> {
    let page = String::from_utf8(read(&site.join("index.html"))?)?;
    Ok(site.join(between(&page, "<script type=\"module\" src=\"", "\"")?))
}

/// Measures the share script.
fn share(site: &Path) -> Result<usize> {
    total_brotli([&site.join(names()?["share"].as_str().context("the shell does not name the share script")?)])
}

/// Measures the verifier's wasm, which the embed script contains in digits.
fn verifier(site: &Path) -> Result<usize> {
    let script = String::from_utf8(read(&site.join("embed.js"))?)?;
    let start = script.find(WASM_DIGITS).context("embed.js contains no wasm")?;
    let digits = script[start..].split(|letter: char| !letter.is_ascii_hexdigit()).next().unwrap_or_default();
    let byte = |pair: &[u8]| Ok(u8::from_str_radix(str::from_utf8(pair)?, 16)?);
    let wasm: Vec<u8> = digits.as_bytes().chunks(2).map(byte).collect::<Result<_>>()?;
    Ok(brotli(&wasm)?.len())
}

/// Returns the text between two others.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.map(|(found, _)| found).with_context(|| format!("found no {before}…{after}"))
}

/// Measures the largest file of messages; a reader loads the file of one language.
fn messages(site: &Path) -> Result<usize> {
    let has_messages = |file: &&PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("offprint-") && name.ends_with(".txt")
    };
    let files = files_under(site)?;
    let sizes = files.iter().filter(has_messages).map(|file| Ok(brotli(&read(file)?)?.len()));
    let largest = sizes.collect::<Result<Vec<_>>>()?.into_iter().max();
    largest.with_context(|| format!("{} has no messages of the app", site.display()))
}

/// The size of an edition: the head, the manifest and the bundles, but not the pictures.
struct Edition {
    /// The size with each article as a file of its own.
    by_article: usize,
    /// The size with the articles in packs.
    as_packs: usize,
}

fn edition(site: &Path) -> Result<Edition> {
    let files = files_under(&site.join("edition"))?;
    let files: Vec<PathBuf> =
        files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect();
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
        let is_in = |file: &&PathBuf| !file.file_stem().is_some_and(|stem| names.contains(&*stem.to_string_lossy()));
        total_brotli(files.iter().filter(is_in))
    };
    Ok(Edition { by_article: without(&packs)?, as_packs: without(&articles)? })
}

/// Returns the hash of a reference, which names a file.
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

/// Compresses bytes as a host does at the highest level.
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

    fn row(&self, released: &Value) -> String {
        let (budget, verdict) = match self.budget {
            Some(budget) => (format!("of {} KiB", budget / KIB), if self.is_over() { "TOO LARGE" } else { "ok" }),
            None => (String::new(), ""),
        };
        let size = format!("{:.1} KiB", self.bytes as f64 / KIB as f64);
        let before = released["bytes"][&self.name].as_f64();
        let since = before.map(|before| format!("{:+.1}", (self.bytes as f64 - before) / KIB as f64));
        let since = since.unwrap_or_default();
        format!("{:<58} {size:>10} {budget:<10} {verdict:<3} {since}", self.name).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_tells_the_verdict() {
        let released = json!({ "bytes": { "a file": 13 * KIB } });
        let row = |bytes, budget| Measure { name: "a page".to_owned(), bytes, budget }.row(&released);
        assert!(row(14 * KIB, Some(14 * KIB)).ends_with("14.0 KiB of 14 KiB  ok"));
        assert!(row(14 * KIB + 1, Some(14 * KIB)).ends_with("TOO LARGE"));
        assert!(row(14 * KIB, None).ends_with("14.0 KiB"));
        let file = Measure { name: "a file".to_owned(), bytes: 12 * KIB + KIB / 2, budget: None };
        assert!(file.row(&released).ends_with("-0.5"), "{}", file.row(&released));
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
