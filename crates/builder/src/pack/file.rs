//! Writing a portable edition: one HTML file that reads without scripts, carries its edition for the app and for other
//! readers, and asks nobody for anything.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::Hash;

use super::index::Index;
use crate::script::compact_style;

/// The style that no other page has.
pub fn style() -> String {
    compact_style(include_str!("carried.css"))
}

/// How a file begins. What stands in braces is filled in by [`fill`], here and by `share/file.js`.
///
/// The policy comes before all that it is to hold for: nothing may be asked for from anywhere.
pub const TOP: &str = "\
    <!DOCTYPE html><html lang=\"{language}\" dir=\"{direction}\" data-file=\"{first}\"{neutral}><head><meta charset=\"utf-8\">\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src {styles};img-src data:;\
    {scripts}base-uri 'none';form-action 'none'\">\
    <meta name=\"referrer\" content=\"no-referrer\">\
    <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
    <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"generator\" content=\"Offprint\">\
    <title>{title}</title><style id=\"offprint-style\">{style}</style><style>{own}</style></head><body><div id=\"offprint\"><main>";

/// The list of the articles of a file that has several; `{lists}` is one [`LIST`] for each paper.
pub const COVER: &str = "\
    <section class=\"carried carried-cover\" id=\"/{first}\"><h1 class=\"page-title\">{paper}</h1>\
    <p class=\"page-intro\">{carried}</p><p class=\"meta\">{newest}</p>{lists}</section>";

/// The articles of a paper; `{lines}` is a [`LINE`] for each.
pub const LIST: &str = "\
    <section lang=\"{language}\" dir=\"{direction}\"><h2 class=\"small-title\">{paper}</h2>\
    <ul class=\"carried-list\">{lines}</ul></section>";

/// An article in a list.
pub const LINE: &str = "<li><a href=\"#/{path}\">{headline}</a> <span class=\"meta\">{date}</span></li>";

/// A date.
pub const DATE: &str = "<time datetime=\"{iso}\">{text}</time>";

/// What comes after the articles: the archive of the edition, as base64 of gzip.
pub const CARRIED: &str =
    "</main></div><script type=\"application/octet-stream\" id=\"offprint-edition\">{edition}</script>";

/// The app: its wasm as base64 of gzip, and its script.
pub const APP: &str = "\
    <script type=\"application/octet-stream\" id=\"offprint-wasm\">{wasm}</script>\
    <script type=\"module\" id=\"offprint-script\">{script}</script>";

/// How a file ends; the index comes after it.
pub const END: &str = "</body></html>\n";

/// A template with what stands in it for each name. What is filled in is taken as it is.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The app that a portable edition carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its script, which starts it.
    pub script: String,
    /// Its wasm, as base64 of gzip.
    pub wasm: String,
}

/// A portable edition as it is being written.
#[derive(Default)]
pub struct Writer {
    html: String,
    index: Index,
}

impl Writer {
    /// Adds HTML.
    pub fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Adds an article as the reader's own components rendered it.
    pub fn article(&mut self, html: &str) {
        let mut rest = html;
        while let Some((hash, address, after)) = next_picture(rest) {
            let start = (self.html.len() + html.len() - rest.len() + address.start) as u64;
            if !self.index.pictures.iter().any(|(known, _)| *known == hash) {
                self.index.pictures.push((hash, start..start + address.len() as u64));
            }
            rest = &rest[after..];
        }
        self.push(html);
    }

    /// Ends the file; `edition` is the archive, as base64 of gzip.
    pub fn finish(mut self, edition: &str, app: Option<&App>) -> String {
        let start = self.html.len() + CARRIED.find('{').unwrap_or_default();
        self.index.edition = start as u64..(start + edition.len()) as u64;
        self.push(&fill(CARRIED, &[("edition", edition)]));
        if let Some(app) = app {
            self.push(&fill(APP, &[("wasm", &app.wasm), ("script", &app.script)]));
        }
        self.push(END);
        let index = self.index.text(self.html.len() as u64);
        self.push(&index);
        self.html
    }
}

/// A picture as `article::picture` writes it, by the mark that nothing else can have: `<` in a text is escaped.
const PICTURE: &str = "<img data-hash=\"";

/// The next picture of some HTML: its hash, where its bytes lie as base64, and where to look for the one after it.
fn next_picture(html: &str) -> Option<(Hash, Range<usize>, usize)> {
    const BASE64_MARK: &str = ";base64,";
    let hash = html.find(PICTURE)? + PICTURE.len();
    let start = hash + html[hash..].find(BASE64_MARK)? + BASE64_MARK.len();
    let end = start + html[start..].find('"')?;
    Some((html.get(hash..hash + 64)?.parse().ok()?, start..end, end))
}

/// Bytes as text for a file.
pub fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_once_and_by_name() {
        assert_eq!(fill("<a>{one}{two}{three}</a>", &[("two", "{one}"), ("one", "1")]), "<a>1{one}</a>");
    }

    #[test]
    fn the_index_says_where_pictures_and_edition_lie() {
        let hash = trust::hash(b"picture");
        let mut writer = Writer::default();
        writer.push("<main>");
        let text = "data-hash=&quot; &lt;img data-hash=\"";
        writer.article(&format!("<p>{text}</p><img data-hash=\"{hash}\" src=\"data:image/png;base64,QUJD\" alt=\"\">"));
        let html = writer.finish("RURJVElPTg==", None);
        let line = |name: &str| {
            let line = html.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
            let numbers: Vec<usize> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
            html[numbers[0]..numbers[1]].to_owned()
        };
        assert_eq!(line(&format!("picture {hash} ")), "QUJD");
        assert_eq!(line("edition "), "RURJVElPTg==");
    }
}
