//! Loads the shell that Trunk and `crates/shrink` built: the app, the scripts and styles of pages, and files to copy.

use std::path::Path;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use edition::routes;
use messages::{LANGUAGES, Messages};
use model::Language;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::Site;

/// The parts of the shell that pages need, and the files that it adds to a site.
#[derive(Debug)]
pub struct Shell {
    /// The style of every page, inlined so that a page is one response.
    pub style: String,
    /// The style of a card.
    pub card_style: String,
    /// The style for portable editions only.
    pub portable_style: String,
    /// The service worker, without the lines that differ from site to site.
    pub service_worker: String,
    /// The script of the element that other sites embed.
    pub embed: String,
    /// The script of the page "not found".
    pub not_found: String,
    /// The script that requests early what the app needs first, inlined in every page with the app.
    pub early: String,
    /// The name of the app's script, at the root of the site.
    pub script: String,
    /// The name of the script that shares articles, at the root of the site.
    pub share: String,
    /// The names of the files of the app's parts. Each is at the root of the site, at [`part`](routes::part) of the script.
    pub parts: Vec<String>,
    /// Those of them that a portable edition needs.
    pub portable_parts: Vec<String>,
    /// The other files, by their path from the root of the site.
    pub files: Site,
}

/// The shell inside this program; empty if it was built without one.
#[derive(rust_embed::RustEmbed)]
#[folder = "$OFFPRINT_SHELL_FOLDER"]
struct Embedded;

/// The file that names the files of the app.
const NAMES: &str = "parts/shell.json";

/// The names of the files of the app, which `crates/shrink` writes.
#[derive(Deserialize)]
struct Names {
    script: String,
    share: String,
    parts: Vec<String>,
    portable_parts: Vec<String>,
}

impl Shell {
    /// Loads the shell from a folder, or else the one inside this program.
    pub fn load(folder: Option<&Path>) -> anyhow::Result<Self> {
        match folder {
            Some(folder) => {
                let files =
                    read_folder(folder).with_context(|| format!("the shell {} cannot be read", folder.display()))?;
                Self::from_files(files).with_context(|| {
                    format!("{} is not a shell: name the folder that `cargo xtask shell` writes", folder.display())
                })
            }
            None => Self::from_files(embedded()?),
        }
    }

    fn from_files(mut files: Site) -> anyhow::Result<Self> {
        let Names { script, share, parts, portable_parts } = serde_json::from_str(&take(&mut files, NAMES)?)
            .with_context(|| format!("{NAMES} was written by another version of Offprint"))?;
        let own = [script.clone(), script.replace(".js", ".wasm"), share.clone()];
        for path in own.into_iter().chain(parts.iter().map(|part| routes::part(&script, part))) {
            if !files.contains_key(&path) {
                bail!("the shell has no {path}");
            }
        }
        let mut part = |name: &str| take(&mut files, &format!("parts/{name}"));
        Ok(Self {
            style: part("page.css")?,
            card_style: part("card.css")?,
            portable_style: part("portable.css")?,
            service_worker: part("service-worker.js")?,
            embed: part("embed.js")?,
            not_found: part("not-found.js")?,
            early: part("early.js")?,
            script,
            share,
            parts,
            portable_parts,
            files,
        })
    }

    /// Returns the files that a site with papers in these languages needs.
    pub fn files_for<'a>(&self, languages: impl Iterator<Item = &'a Language> + Clone) -> Site {
        let mut files = self.files.clone();
        for known in LANGUAGES {
            if !languages.clone().any(|language| Messages::spoken(language) == known) {
                files.remove(&routes::messages_file(&self.script, known));
            }
        }
        files
    }

    /// Returns the source expression that allows the style in a content security policy.
    pub fn style_source(&self) -> String {
        source_of(&self.style)
    }
}

/// Returns the source expression that allows exactly this inline style or script.
pub fn source_of(inline: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(inline)))
}

fn embedded() -> anyhow::Result<Site> {
    let files: Site = Embedded::iter()
        .filter_map(|path| Embedded::get(&path).map(|file| (path.into_owned(), file.data.into_owned())))
        .collect();
    if !files.contains_key(NAMES) {
        bail!(
            "this build of offprint has no shell inside: name one with --shell, or run `cargo xtask dist`, which makes \
             target/dist/offprint with one inside"
        );
    }
    Ok(files)
}

fn read_folder(folder: &Path) -> anyhow::Result<Site> {
    let mut files = Site::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// Removes a file and returns its text.
fn take(files: &mut Site, path: &str) -> anyhow::Result<String> {
    let bytes = files.remove(path).with_context(|| format!("the shell has no {path}"))?;
    String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Returns a shell with all its parts, and with one file to copy.
    pub(crate) fn shell() -> Shell {
        Shell::from_files(files()).expect("a shell")
    }

    fn files() -> Site {
        let files = [
            (
                "parts/shell.json",
                r#"{"script":"offprint-00.js","share":"offprint-01.js","parts":["updates"],"portable_parts":[]}"#,
            ),
            ("parts/page.css", "p{color:red}"),
            ("parts/card.css", "q{color:red}"),
            ("parts/portable.css", "b{color:red}"),
            ("parts/service-worker.js", "install(self.SITE);"),
            ("parts/embed.js", "show();"),
            ("parts/not-found.js", "look();"),
            ("parts/early.js", "ask();"),
            ("icon.png", "picture"),
            ("offprint-00.js", "start();"),
            ("offprint-00.updates.wasm", "\0asm2"),
            ("offprint-00.wasm", "\0asm"),
            ("offprint-00.en.txt", "To the content"),
            ("offprint-00.fa.txt", "رفتن به متن"),
            ("offprint-00.ru.txt", "К содержанию"),
            ("offprint-00.uk.txt", "До змісту"),
            ("offprint-01.js", "share();"),
        ];
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn its_parts_are_no_files_of_a_site() {
        let Shell { style, embed, not_found, script, share, files, .. } = shell();
        assert_eq!([&*style, &*embed, &*not_found], ["p{color:red}", "show();", "look();"]);
        assert_eq!(share, "offprint-01.js");
        let words = ["en", "fa", "ru", "uk"].map(|language| routes::messages_file(&script, language));
        let wasm = script.replace(".js", ".wasm");
        let part = routes::part(&script, "updates");
        let mut expected = vec!["icon.png", &script, &share, &wasm, &part];
        expected.extend(words.iter().map(String::as_str));
        expected.sort_unstable();
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), expected);
        assert_eq!((&files[&script][..], &files[&wasm][..]), (&b"start();"[..], &b"\0asm"[..]));
    }

    #[test]
    fn a_site_has_the_words_of_its_languages() {
        let shell = shell();
        let languages = ["en", "uk-ua", "de"].map(Language::new);
        let files = shell.files_for(languages.iter());
        let words: Vec<&String> = files.keys().filter(|path| path.ends_with(".txt")).collect();
        assert_eq!(words, [&shell.script.replace(".js", ".en.txt"), &shell.script.replace(".js", ".uk.txt")]);
    }

    #[test]
    fn what_is_no_shell_says_why() {
        let reason = |path: &str| {
            let mut files = files();
            files.remove(path);
            format!("{:#}", Shell::from_files(files).expect_err("no shell"))
        };
        for path in [
            "parts/shell.json",
            "parts/page.css",
            "offprint-00.js",
            "offprint-00.wasm",
            "offprint-00.updates.wasm",
            "offprint-01.js",
            "parts/embed.js",
            "parts/early.js",
        ] {
            assert_eq!(reason(path), format!("the shell has no {path}"));
        }
    }

    #[test]
    fn a_policy_names_the_style_by_its_hash() {
        // The example in the specification, Content Security Policy Level 3.
        let expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(source_of("alert('Hello, world.');"), expected);
    }
}
