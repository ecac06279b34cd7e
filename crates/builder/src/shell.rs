//! The shell that Trunk built: the app's script and wasm, its styles, and the files that are copied as they are.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use messages::{LANGUAGES, Messages};
use model::Language;
use reader::routes;
use regex::Regex;
use sha2::{Digest, Sha256};

use crate::site::{Site, short_hash};

/// What the pages need of the shell, and the files it adds to a site.
#[derive(Debug)]
pub struct Shell {
    /// All styles in one, minified: it stands in every page, so that a page is one response.
    pub style: String,
    /// The name of the app's script, at the root of the site.
    pub script: String,
    /// What judges signed editions in the script for pages of others.
    pub verifier: Verifier,
    /// The files, by their path from the root of the site.
    pub files: Site,
}

/// The wasm that judges signed editions, and the module through which scripts call it.
#[derive(Debug)]
pub struct Verifier {
    /// What wasm-bindgen writes, as a module that exports `initSync` and the classes.
    pub module: String,
    /// The wasm.
    pub wasm: Vec<u8>,
}

/// The scripts that stand beside the app, which loads them when they are wanted.
pub struct AppScripts {
    /// What the app's own script says of them.
    pub code: String,
    /// The files.
    pub files: Site,
}

/// The shell that this program was built with; empty when it was built without one.
#[derive(rust_embed::RustEmbed)]
#[folder = "$OFFPRINT_SHELL_FOLDER"]
struct Embedded;

const INDEX: &str = "index.html";
const WASM: &str = "_bg.wasm";
const VERIFIER: [&str; 2] = ["verifier.js", "verifier.wasm"];

impl Shell {
    /// Loads the shell in a folder, or the one inside this program. `scripts` are what stands beside the app.
    pub fn load(folder: Option<&Path>, scripts: AppScripts) -> anyhow::Result<Self> {
        match folder {
            Some(folder) => {
                let files =
                    read_folder(folder).with_context(|| format!("the shell {} cannot be read", folder.display()))?;
                Self::from_files(files, scripts).with_context(|| {
                    format!("{} is no shell: name the folder that `cargo xtask shell` writes", folder.display())
                })
            }
            None => Self::from_files(embedded()?, scripts),
        }
    }

    fn from_files(mut files: Site, scripts: AppScripts) -> anyhow::Result<Self> {
        let index = files.remove(INDEX).context("it has no index.html")?;
        let style = take_style(&String::from_utf8(index).context("its index.html is not UTF-8")?, &mut files)?;
        let mut take = |name| files.remove(name).with_context(|| format!("it has no {name}"));
        let (module, wasm) = (take(VERIFIER[0])?, take(VERIFIER[1])?);
        let module = String::from_utf8(module).with_context(|| format!("{} is not UTF-8", VERIFIER[0]))?;
        let script = take_app(&mut files, &scripts.code)?;
        files.extend(scripts.files);
        Ok(Self { style, script, verifier: Verifier { module, wasm }, files })
    }

    /// The files that a site with papers in these languages needs.
    pub fn files_for<'a>(&self, languages: impl Iterator<Item = &'a Language> + Clone) -> Site {
        let mut files = self.files.clone();
        for known in LANGUAGES {
            if !languages.clone().any(|language| Messages::spoken(language) == known) {
                files.remove(&routes::words(&self.script, known));
            }
        }
        files
    }

    /// The source expression that allows the style in a content security policy.
    pub fn style_source(&self) -> String {
        source_of(&self.style)
    }
}

/// The source expression that allows exactly this inline style or script.
pub fn source_of(inline: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(inline)))
}

fn embedded() -> anyhow::Result<Site> {
    let files: Site = Embedded::iter()
        .filter_map(|path| Embedded::get(&path).map(|file| (path.into_owned(), file.data.into_owned())))
        .collect();
    if !files.contains_key(INDEX) {
        bail!(
            "this build of offprint has no shell inside: name one with --shell, or build one with `cargo xtask dist`, \
             which makes target/dist/offprint"
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

/// Takes the style sheets that the page frame names, in their order.
fn take_style(index: &str, files: &mut Site) -> anyhow::Result<String> {
    let mut css = String::new();
    for href in style_sheets(index) {
        let path = href.trim_start_matches("./").trim_start_matches('/').to_owned();
        let bytes = files.remove(&path).with_context(|| format!("its index.html names {href}, which is not there"))?;
        css.push_str(&String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?);
        css.push('\n');
    }
    minified(&css)
}

/// A style sheet as small as it gets, for browsers of 2020.
pub(crate) fn minified(css: &str) -> anyhow::Result<String> {
    // What a phone of 2020 has: Chrome 80, Firefox 78, Safari 13.1.
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    let browsers = Browsers {
        android: version(80, 0),
        chrome: version(80, 0),
        edge: version(80, 0),
        firefox: version(78, 0),
        ios_saf: version(13, 4),
        safari: version(13, 1),
        ..Browsers::default()
    };
    minified_for(css, browsers)
}

/// A style sheet as small as it gets, for browsers from these on.
pub(crate) fn minified_for(css: &str, browsers: Browsers) -> anyhow::Result<String> {
    let targets = Targets::from(browsers);
    let wrong = |error: String| anyhow::anyhow!("its styles cannot be read: {error}");
    let mut sheet = StyleSheet::parse(css, ParserOptions::default()).map_err(|error| wrong(error.to_string()))?;
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| wrong(error.to_string()))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() });
    let code = printed.map_err(|error| wrong(error.to_string()))?.code;
    // It stands inside a <style> element, which nothing in it may end.
    Ok(code.replace("</", "<\\/"))
}

/// Takes the script and the wasm, adds the words, names all by their bytes, and makes the script start the app. `code` comes
/// before that.
fn take_app(files: &mut Site, code: &str) -> anyhow::Result<String> {
    let mut wasms = files.keys().filter(|path| path.ends_with(WASM)).cloned();
    let wasm_path = wasms.next().context("it has no wasm")?;
    if let Some(other) = wasms.next() {
        bail!("it has two apps, {wasm_path} and {other}: empty the folder and build it again");
    }
    drop(wasms);
    let script_path = format!("{}.js", wasm_path.strip_suffix(WASM).unwrap_or(&wasm_path));
    let script = files.remove(&script_path).with_context(|| format!("it has no {script_path}"))?;
    let script = String::from_utf8(script).with_context(|| format!("{script_path} is not UTF-8"))?;
    let wasm = files.remove(&wasm_path).unwrap_or_default();

    let start = Regex::new(r"([\w$]+) as default")?;
    let start = start.captures(&script).with_context(|| format!("{script_path} is not what wasm-bindgen writes"))?;
    let words = LANGUAGES.map(|language| (language, Messages::file(language)));
    // What the script says of the others is a part of it.
    let parts = [script.as_bytes(), &wasm, code.as_bytes()];
    let hash = short_hash(parts.into_iter().chain(words.iter().map(|(_, file)| file.as_bytes())));
    let wasm_name = format!("offprint-{hash}.wasm");
    let script_name = format!("offprint-{hash}.js");
    let call = format!("{}({{module_or_path:new URL('./{wasm_name}',import.meta.url)}});\n", &start[1]);
    files.insert(script_name.clone(), format!("{}\n{code}\n{call}", script.trim_end()).into_bytes());
    files.insert(wasm_name, wasm);
    files.extend(words.map(|(language, file)| (routes::words(&script_name, language), file.into_bytes())));
    Ok(script_name)
}

/// The addresses of the style sheets that a page names, in their order.
fn style_sheets(html: &str) -> Vec<String> {
    let sink = StyleSheets::default();
    let tokenizer = Tokenizer::new(sink, html5ever::tokenizer::TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.hrefs.into_inner()
}

#[derive(Default)]
struct StyleSheets {
    hrefs: std::cell::RefCell<Vec<String>>,
}

impl TokenSink for StyleSheets {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let raw = match &token {
            // What stands in a script is not markup.
            Token::TagToken(tag) if tag.kind == TagKind::StartTag && &*tag.name == "script" => {
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            _ => TokenSinkResult::Continue,
        };
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
            && &*tag.name == "link"
        {
            let attributes = attributes(&tag);
            let is_style =
                attributes.get("rel").is_some_and(|rel| rel.split_whitespace().any(|rel| rel == "stylesheet"));
            self.hrefs.borrow_mut().extend(attributes.get("href").filter(|_| is_style).cloned());
        }
        raw
    }
}

fn attributes(tag: &Tag) -> BTreeMap<String, String> {
    tag.attrs.iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string())).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A shell as Trunk writes one, with a file that is copied.
    pub(crate) fn shell() -> Shell {
        Shell::from_files(files(), scripts()).expect("a shell")
    }

    fn scripts() -> AppScripts {
        AppScripts {
            code: "window.offprint={};".to_owned(),
            files: Site::from([("offprint-beside.js".to_owned(), Vec::new())]),
        }
    }

    fn files() -> Site {
        let files = [
            (
                "index.html",
                "<!doctype html><html><head><script>var trap = '<link rel=\"stylesheet\" href=\"no.css\">'</script>\
                 <link rel=\"stylesheet\" href=\"./b-1.css\" integrity=\"x\"/><link rel=stylesheet href=a-2.css>\
                 <link rel=\"icon\" href=\"icon.png\"></head><body></body></html>",
            ),
            ("b-1.css", "p { color: rgb(255, 0, 0); & a { color: blue } }"),
            ("a-2.css", "q { margin: 0px }"),
            ("icon.png", "picture"),
            ("reader-abc.js", "async function __wbg_init(x) {}\nexport { initSync, __wbg_init as default };\n"),
            ("reader-abc_bg.wasm", "\0asm"),
            ("verifier.js", "export{a as default};"),
            ("verifier.wasm", "\0asm too"),
        ];
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn styles_are_one_and_old_browsers_read_them() {
        assert_eq!(shell().style, "p{color:red}p a{color:#00f}q{margin:0}");
    }

    #[test]
    fn the_app_is_named_by_its_bytes_and_starts_itself() {
        let Shell { script, verifier, files, .. } = shell();
        assert_eq!((&*verifier.module, &*verifier.wasm), ("export{a as default};", &b"\0asm too"[..]));
        let [wasm, english, persian, russian, ukrainian] =
            [".wasm", ".en.txt", ".fa.txt", ".ru.txt", ".uk.txt"].map(|ending| script.replace(".js", ending));
        let beside = "offprint-beside.js";
        let mut expected = ["icon.png", &english, &persian, &script, &russian, &ukrainian, &wasm, beside];
        expected.sort_unstable();
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), expected);
        assert!(String::from_utf8_lossy(&files[&russian]).contains("\nК содержанию\n"));
        let text = String::from_utf8_lossy(&files[&script]).into_owned();
        assert!(text.ends_with(&format!(
            "window.offprint={{}};\n__wbg_init({{module_or_path:new URL('./{wasm}',import.meta.url)}});\n"
        )));
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
            format!("{:#}", Shell::from_files(files, scripts()).expect_err("no shell"))
        };
        assert_eq!(reason("index.html"), "it has no index.html");
        assert_eq!(reason("a-2.css"), "its index.html names a-2.css, which is not there");
        assert_eq!(reason("reader-abc_bg.wasm"), "it has no wasm");
        assert_eq!(reason("reader-abc.js"), "it has no reader-abc.js");
        assert_eq!(reason("verifier.js"), "it has no verifier.js");
        assert_eq!(reason("verifier.wasm"), "it has no verifier.wasm");
    }

    #[test]
    fn a_policy_names_the_style_by_its_hash() {
        // The example of the specification of content security policies.
        let expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(source_of("alert('Hello, world.');"), expected);
    }
}
