//! Writes a portable edition: one HTML file that can be read without scripts, contains its edition for the app, and
//! makes no requests.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::Hash;

use embed::template::fill;

use super::index::Index;

/// The beginning of a file. Its policy, which forbids all requests, comes before everything that it holds for.
pub const TOP: &str = include_str!("../../../client/share/templates/top.html");

/// The list of articles in a file with several; `lists` is a [`LIST`] for each paper.
pub const COVER: &str = include_str!("../../../client/share/templates/cover.html");

/// The articles of a paper; `lines` is a [`LINE`] for each.
pub const LIST: &str = include_str!("../../../client/share/templates/list.html");

/// The line of an article in a list.
pub const LINE: &str = include_str!("../../../client/share/templates/line.html");

/// The part after the articles: the archive of the edition, as base64 of gzip.
const EDITION: &str = include_str!("../../../client/share/templates/edition.html");

/// The app: its wasm as base64 of gzip, its parts, each a [`PART`], and its scripts.
const APP: &str = include_str!("../../../client/share/templates/app.html");

/// A file of a part of the app, as base64 of gzip.
const PART: &str = include_str!("../../../client/share/templates/part.html");

/// The end of a file, before the index.
const END: &str = include_str!("../../../client/share/templates/end.html");

/// The app in a portable edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// The script that shares articles and unpacks the archive.
    pub share: String,
    /// The script that starts the app.
    pub script: String,
    /// The wasm of the app, as base64 of gzip.
    pub wasm: String,
    /// The files of its parts by their names, each as base64 of gzip.
    pub parts: Vec<(String, String)>,
}

/// An unfinished portable edition.
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

    /// Adds an article that the components of the reader rendered.
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
        let carried = fill(EDITION, &[("archive", edition)]);
        let start = self.html.len() + carried.find(edition).unwrap_or_default();
        self.index.edition = start as u64..(start + edition.len()) as u64;
        self.push(&carried);
        if let Some(app) = app {
            let part = |(name, wasm): &(String, String)| fill(PART, &[("name", name), ("wasm", wasm)]);
            let parts: String = app.parts.iter().map(part).collect();
            let values: [(&str, &str); 4] =
                [("wasm", &app.wasm), ("parts", &parts), ("share", &app.share), ("script", &app.script)];
            self.push(&fill(APP, &values));
        }
        self.push(&fill(END, &[]));
        let index = self.index.text(self.html.len() as u64);
        self.push(&index);
        self.html
    }
}

/// The beginning of a picture from `article::picture`. No text can contain it, since `<` is escaped there.
const PICTURE: &str = "<img data-hash=\"";

/// Finds the next picture in HTML: its hash, the range of its base64, and the position after it.
fn next_picture(html: &str) -> Option<(Hash, Range<usize>, usize)> {
    const BASE64_MARK: &str = ";base64,";
    let hash = html.find(PICTURE)? + PICTURE.len();
    let start = hash + html[hash..].find(BASE64_MARK)? + BASE64_MARK.len();
    let end = start + html[start..].find('"')?;
    Some((html.get(hash..hash + 64)?.parse().ok()?, start..end, end))
}

/// Encodes bytes as base64.
pub fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

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
