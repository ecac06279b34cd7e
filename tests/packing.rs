//! Makes portable editions of a site, and takes them apart.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::read::GzDecoder;
use portable::{self, Packed, Request, Selection};
use scraper::{ElementRef, Html, Selector};
use site::Site;
use site::shell::Shell;

/// The options of a portable edition.
#[derive(Clone)]
pub struct Packing<'a> {
    site: &'a Site,
    shell: PathBuf,
    selection: Selection,
    text_only: bool,
    max_size: Option<u64>,
    neutral: bool,
}

impl<'a> Packing<'a> {
    /// Selects the whole edition of a site, with all its pictures and the app of a shell.
    pub fn new(site: &'a Site, shell: PathBuf) -> Self {
        Self { site, shell, selection: Selection::Edition, text_only: false, max_size: None, neutral: false }
    }

    /// Selects a part of the edition.
    pub fn only(self, selection: Selection) -> Self {
        Self { selection, ..self }
    }

    /// Selects one article of the main paper.
    pub fn article(self, slug: &str) -> Self {
        let language = portable::Edition::read(self.site).expect("an edition").main_language();
        self.only(Selection::Articles(vec![(language, slug.to_owned())]))
    }

    /// Leaves out the pictures.
    pub fn text_only(self) -> Self {
        Self { text_only: true, ..self }
    }

    /// Limits the size in bytes.
    pub fn at_most(self, bytes: u64) -> Self {
        Self { max_size: Some(bytes), ..self }
    }

    /// Uses a title that reveals nothing.
    pub fn neutral(self) -> Self {
        Self { neutral: true, ..self }
    }

    /// Makes the file, or returns why that is impossible.
    pub fn attempt(&self) -> Result<Packed, String> {
        let shell = Shell::load(Some(&self.shell)).map_err(|error| format!("{error:#}"))?;
        let request = Request {
            selection: &self.selection,
            text_only: self.text_only,
            max_size: self.max_size,
            neutral: self.neutral,
        };
        portable::html(self.site, &shell, &request).map_err(|error| format!("{error:#}"))
    }

    /// Makes the file.
    pub fn make(&self) -> Packed {
        self.attempt().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Makes the file and returns its HTML.
    pub fn html(&self) -> String {
        self.make().html
    }
}

/// Returns the ranges in a portable edition by name: `edition`, and `picture` with a hash.
pub fn index(html: &str) -> Vec<(String, Range<usize>)> {
    let (_, last) = html.trim_end().rsplit_once("<!--offprint-end ").expect("a last line");
    let start: usize = last.trim_end_matches("-->").parse().expect("a position");
    let lines = html[start..].strip_prefix("<!--offprint-index\n").expect("an index");
    let lines = lines.lines().take_while(|line| *line != "-->").map(|line| {
        let mut parts = line.rsplitn(3, ' ');
        let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok()).expect("a position");
        let (end, start) = (number(), number());
        (parts.next().expect("a name").to_owned(), start..end)
    });
    lines.collect()
}

/// Returns the files that a portable edition carries, by their paths from the root of their site.
pub fn archive(html: &str) -> BTreeMap<String, Vec<u8>> {
    let bytes = inflated(html);
    let mut files = BTreeMap::new();
    let mut rest = bytes.strip_prefix(b"offprint-edition 1\n").expect("an archive of version 1");
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').expect("a line");
        let line = std::str::from_utf8(&rest[..end]).expect("a path");
        let (path, length) = line.rsplit_once(' ').expect("a path and a length");
        let length: usize = length.parse().expect("a length");
        let (file, after) = rest[end + 1..].split_at(length);
        assert!(files.insert(path.to_owned(), file.to_vec()).is_none(), "{path} occurs twice");
        rest = after;
    }
    files
}

/// Returns the archive of all files of a site's edition.
pub fn archive_of(site: &Site) -> Vec<u8> {
    let mut bytes = b"offprint-edition 1\n".to_vec();
    for (path, file) in site.iter().filter(|(path, _)| path.starts_with("edition/") && path.ends_with(".json")) {
        bytes.extend_from_slice(format!("{path} {}\n", file.len()).as_bytes());
        bytes.extend_from_slice(file);
    }
    bytes
}

/// Returns the unpacked archive of a portable edition.
fn inflated(html: &str) -> Vec<u8> {
    let (_, range) = index(html).into_iter().find(|(name, _)| name == "edition").expect("an archive");
    let packed = decode(&html[range]);
    let mut bytes = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut bytes).expect("gzip");
    bytes
}

/// Returns the elements and texts of the first element of a selector, one a line, however the HTML is written.
pub fn outline(html: &str, element: &str) -> String {
    let page = Html::parse_document(html);
    let selector = Selector::parse(element).unwrap_or_else(|error| panic!("{element}: {error}"));
    let first = page.select(&selector).next().unwrap_or_else(|| panic!("no element {element}"));
    let mut lines = String::new();
    push(&mut lines, first);
    lines
}

fn push(lines: &mut String, element: ElementRef<'_>) {
    let attributes: BTreeMap<&str, &str> = element.value().attrs().collect();
    lines.push_str(&format!(
        "\n<{}{}>",
        element.value().name(),
        attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect::<String>()
    ));
    let mut is_text = false;
    for child in element.children() {
        match (ElementRef::wrap(child), child.value().as_text()) {
            (Some(element), _) => push(lines, element),
            (None, Some(text)) => {
                let before = if is_text { "" } else { "\n" };
                lines.push_str(&format!("{before}{}", &**text));
            }
            (None, None) => continue,
        }
        is_text = ElementRef::wrap(child).is_none();
    }
    lines.push_str(&format!("\n</{}>", element.value().name()));
}

/// Decodes base64.
pub fn decode(text: &str) -> Vec<u8> {
    BASE64.decode(text).unwrap_or_else(|error| panic!("{error} in {text:.40}"))
}

/// Encodes base64.
pub fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}
