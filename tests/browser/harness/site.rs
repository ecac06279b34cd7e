//! Builds the sites that the browser reads, each once.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use model::{Head, Manifest, Month, MonthIndex};
use serde_json::Value;
use tests::packing::Packing;
use tests::{Fixture, numbered, shell};

/// The files of a site, by their path from its root.
pub use site::Site;

const NOTICES: u32 = 45;

static TOWN: LazyLock<Arc<Site>> = LazyLock::new(|| Arc::new(build(&newsroom())));

static NEWER: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let newsroom = newsroom();
    let notice = "---\ntitle: Notice 23\ndate: 2025-05-12\nsection: notices\n---\nThis has been corrected.\n";
    newsroom.write("articles/notice-23.md", notice);
    newsroom.write("articles/extra.md", "---\ntitle: Extra\ndate: 2026-11-13\nsection: news\n---\nThe quay is dry.\n");
    Arc::new(numbered(build(&newsroom), 2))
});

/// Returns the site of the newsroom in `fixtures/town`.
pub fn town() -> Arc<Site> {
    Arc::clone(&TOWN)
}

/// Returns its next edition: notice 23 is corrected, and the article `extra` is new.
pub fn newer_site() -> Arc<Site> {
    Arc::clone(&NEWER)
}

/// Returns another edition after [`town`], with an article of eight megabytes.
pub fn huge_site() -> Arc<Site> {
    let newsroom = newsroom();
    // Browsers compress what they store, so the text must not repeat itself.
    let mut state = 1_u64;
    let mut stone = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("Stone {:016x}.\n\n", state.rotate_left(17))
    };
    let text: String = (0..300_000).map(|_| stone()).collect();
    newsroom.write("articles/stones.md", format!("---\ntitle: Stones\ndate: 2026-11-14\nsection: news\n---\n{text}"));
    Arc::new(numbered(build(&newsroom), 2))
}

/// Returns the town's site with another article, of a hundred kilobytes.
pub fn long_article() -> Arc<Site> {
    let newsroom = newsroom();
    let text = "The quay is long.\n\n".repeat(6000);
    newsroom.write("articles/long.md", format!("---\ntitle: Long\ndate: 2026-11-14\nsection: news\n---\n{text}"));
    Arc::new(build(&newsroom))
}

/// Returns the path of that article's bundle.
pub fn long_bundle() -> String {
    let site = long_article();
    let is_long = |(path, bytes): &(&String, &Vec<u8>)| path.starts_with("edition/b/") && bytes.len() > 64 << 10;
    // The pack with the article is longer.
    site.iter().filter(is_long).min_by_key(|(_, bytes)| bytes.len()).expect("a bundle").0.clone()
}

/// Returns the edition after [`newer_site`]: the article `extra` is withdrawn.
pub fn withdrawn_site() -> Arc<Site> {
    Arc::new(numbered(Site::clone(&TOWN), 3))
}

/// The prefix of the files of [`newer_app`].
pub const NEWER_APP: &str = "offprint-00000000000000ee";

/// Returns the same edition with another app, as after an update of Offprint. Its script sets `window.app`.
pub fn newer_app() -> Arc<Site> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = std::fs::read(shell().join("parts/shell.json")).expect("the names of a shell");
    let names: Value = serde_json::from_slice(&names).expect("JSON");
    let script = names["script"].as_str().expect("the name of the app's script");
    let name = script.trim_end_matches(".js");
    for entry in walkdir::WalkDir::new(shell()) {
        let entry = entry.expect("a shell");
        let path = entry.path().strip_prefix(shell()).expect("a file of the shell").to_string_lossy().into_owned();
        // Different bytes have a different name.
        let to = folder.path().join(path.replace(name, NEWER_APP));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).expect("a folder");
            continue;
        }
        let mut bytes = std::fs::read(entry.path()).expect("a file of the shell");
        if path == script {
            bytes = [b"window.app = 'newer';\n", &bytes[..]].concat();
        } else if path.ends_with("shell.json") {
            bytes = String::from_utf8_lossy(&bytes).replace(name, NEWER_APP).into_bytes();
        }
        std::fs::write(to, bytes).expect("a file");
    }
    Arc::new(build_with(&newsroom(), folder.path().to_owned()))
}

/// Returns the town with this at the end of its configuration.
pub fn town_with(sections: &str) -> Arc<Site> {
    configured(|town| format!("{town}\n{sections}\n"))
}

/// Returns the town with the address of its site in the configuration.
pub fn town_at(address: &str) -> Arc<Site> {
    configured(|town| format!("address = \"{address}\"\n{town}"))
}

fn configured(change: impl FnOnce(&str) -> String) -> Arc<Site> {
    let newsroom = newsroom();
    let town = std::fs::read_to_string(newsroom.folder().join("offprint.toml")).expect("a configuration");
    newsroom.write("offprint.toml", change(&town));
    Arc::new(build(&newsroom))
}

/// Returns a site with a changed manifest and correct hashes.
pub fn with_manifest(site: &Site, change: impl FnOnce(&str) -> String) -> Arc<Site> {
    let mut site = site.clone();
    let head: Head = read(&site, Head::PATH);
    let manifest = site.remove(&head.manifest.manifest_path()).expect("a manifest");
    let manifest = change(std::str::from_utf8(&manifest).expect("text")).into_bytes();
    let reference = trust::reference(&manifest).expect("short");
    site.insert(reference.manifest_path(), manifest);
    let head = Head { manifest: reference, ..head };
    site.insert(Head::PATH.to_owned(), serde_json::to_vec(&head).expect("a head is JSON"));
    Arc::new(site)
}

/// Returns all files of a site in a zip, as another program writes it.
pub fn zipped(site: &Site) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in site {
        zip.start_file(path.as_str(), zip::write::SimpleFileOptions::default()).expect("a file of the zip");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.set_comment("Packed by hand").expect("a comment");
    zip.finish().expect("a zip").into_inner()
}

/// Packs a portable edition of a site, with its app.
pub fn packing(site: &Site) -> Packing<'_> {
    Packing::new(site, shell())
}

/// Returns the site of the newsroom in `fixtures/every-block`.
pub fn every_block() -> Arc<Site> {
    fixture("every-block")
}

/// Returns the site of the newsroom in `fixtures/<name>`, even if some of its articles have errors.
pub fn fixture(name: &str) -> Arc<Site> {
    Arc::new(Fixture::named(name).build(shell()).site.expect("a site"))
}

/// Returns the site of a newsroom of random articles.
pub fn generated(articles: u64) -> Arc<Site> {
    Arc::new(build(&tests::generated::newsroom(articles)))
}

/// Returns the site of the sample newsroom.
pub fn sample() -> Arc<Site> {
    Arc::new(build(&Fixture::sample()))
}

/// Returns the path of the index of a month of the main language in [`town`].
pub fn town_index(name: &str) -> String {
    let months = town_months();
    let month = months.iter().find(|month| month.month == name).unwrap_or_else(|| panic!("no month {name}"));
    month.bundle.path()
}

/// Returns the path of the manifest in [`town`].
pub fn town_manifest() -> String {
    read::<Head>(&town(), Head::PATH).manifest.manifest_path()
}

fn town_months() -> Vec<Month> {
    let mut manifest: Manifest = read(&town(), &town_manifest());
    manifest.papers.remove(0).months
}

/// Returns the path of the bundle of an article of the main language in [`town`].
pub fn town_bundle(slug: &str) -> String {
    let (site, months) = (town(), town_months());
    let months = months.iter();
    let entries = months.flat_map(|month| read::<MonthIndex>(&site, &month.bundle.path()).entries);
    let entry = entries.into_iter().find(|entry| entry.slug == slug).unwrap_or_else(|| panic!("no article {slug}"));
    entry.bundle.path()
}

/// Returns the path of the messages of a language in [`town`].
pub fn town_words(language: &str) -> String {
    let (site, ending) = (town(), format!(".{language}.txt"));
    site.keys().find(|path| path.ends_with(&ending)).unwrap_or_else(|| panic!("no words in {language}")).clone()
}

/// Returns the path of the pack with the five notices of May 2025 in [`town`].
pub fn town_pack() -> String {
    let index: MonthIndex = read(&town(), &town_index("2025-05"));
    index.packs[0].path()
}

fn newsroom() -> Fixture {
    let newsroom = Fixture::named("town");
    newsroom.write_notices(NOTICES);
    newsroom
}

fn build(newsroom: &Fixture) -> Site {
    build_with(newsroom, shell())
}

fn build_with(newsroom: &Fixture, shell: PathBuf) -> Site {
    let built = newsroom.build(shell);
    let problems: Vec<String> = built.problems.iter().map(ToString::to_string).collect();
    let errors = built.counts().0;
    assert_eq!(errors, 0, "{problems:#?}");
    built.site.expect("a site")
}

fn read<T: serde::de::DeserializeOwned>(site: &Site, path: &str) -> T {
    serde_json::from_slice(&site[path]).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the path of the main file of a part of the app.
pub fn part(site: &Site, name: &str) -> String {
    let ending = format!(".{name}.wasm");
    site.keys().find(|path| path.ends_with(&ending)).expect("the part").clone()
}

/// Returns the path of the core.
pub fn core(site: &Site) -> String {
    let is_core = |path: &&String| path.ends_with(".wasm") && path.matches('.').count() == 1;
    site.keys().find(is_core).expect("the core").clone()
}
