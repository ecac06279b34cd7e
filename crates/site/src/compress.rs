//! Compresses files in advance, for servers that send the copies as they are.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use crate::Site;

/// The extensions of the files to compress: text and wasm. Pictures are compressed already.
pub(crate) const EXTENSIONS: [&str; 11] =
    ["css", "csv", "html", "js", "json", "md", "svg", "txt", "wasm", "webmanifest", "xml"];

/// The bytes of a file in one network packet: 1500, without the headers of the packet and some of the answer's. A copy that saves no
/// packet only takes room.
const PACKET: usize = 1400;

/// The largest file that is no page and gets no `.gz`, in bytes. Browsers ask for Brotli, and hosts without it can compress such a
/// file as they send it.
const SMALL: usize = 16 << 10;

/// The quality of Brotli for the few files that all readers load, such as the app and packs of articles: the best.
const QUALITY: i32 = 11;
/// The quality of Brotli for what each article adds. The next better one, 10, saves 8 to 12 % and takes ten times as long.
const QUICK_QUALITY: i32 = 5;

/// The formats of compressed copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encodings {
    /// `true` for copies in Brotli, with the ending `.br`.
    pub brotli: bool,
    /// `true` for copies in gzip, with the ending `.gz`.
    pub gzip: bool,
}

impl Encodings {
    /// All formats.
    pub const ALL: Self = Self { brotli: true, gzip: true };
    /// No format.
    pub const NONE: Self = Self { brotli: false, gzip: false };
}

/// Adds compressed copies beside the files that they make shorter by a packet at least.
pub fn add(site: &mut Site, encodings: Encodings, progress: &(dyn Fn() + Sync)) {
    let compressed: Vec<(String, Vec<u8>)> = site
        .par_iter()
        .filter(|(path, bytes)| is_compressed(path, bytes))
        .flat_map_iter(|(path, bytes)| {
            let copies = copies(path, bytes, encodings);
            progress();
            copies
        })
        .collect();
    site.extend(compressed);
}

/// Returns the number of files that [`add`] will compress.
pub fn count(site: &Site) -> u64 {
    site.iter().filter(|(path, bytes)| is_compressed(path, bytes)).count() as u64
}

/// Returns the compressed copies of a file, by their paths.
pub fn copies(path: &str, bytes: &[u8], encodings: Encodings) -> Vec<(String, Vec<u8>)> {
    if !is_compressed(path, bytes) {
        return Vec::new();
    }
    let has_gzip = encodings.gzip && (is_page(path) || bytes.len() > SMALL);
    let gzip = has_gzip.then(|| (format!("{path}.gz"), gzip(bytes)));
    let brotli = encodings.brotli.then(|| (format!("{path}.br"), brotli(bytes, quality(path, bytes.len()))));
    let packets = bytes.len().div_ceil(PACKET);
    [gzip, brotli].into_iter().flatten().filter(|(_, copy)| copy.len().div_ceil(PACKET) < packets).collect()
}

fn is_compressed(path: &str, bytes: &[u8]) -> bool {
    is_text(path) && bytes.len() > PACKET
}

/// Returns whether a file may be read by programs that know only gzip: pages and feeds.
fn is_page(path: &str) -> bool {
    !path.starts_with("embed/") && [".html", ".xml"].iter().any(|ending| path.ends_with(ending))
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

fn quality(path: &str, length: usize) -> i32 {
    let is_of_article = path.ends_with(".html") || path.starts_with("edition/b/") && length <= SMALL;
    if is_of_article { QUICK_QUALITY } else { QUALITY }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // No time and no name in the header, so that the same input gives the same bytes.
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    let written = encoder.write_all(bytes);
    written.and_then(|()| encoder.finish()).unwrap_or_else(|_| bytes.to_vec())
}

fn brotli(mut bytes: &[u8], quality: i32) -> Vec<u8> {
    // A window no larger than the file needs less memory.
    let lgwin = i32::try_from(bytes.len().next_power_of_two().ilog2()).unwrap_or(22).clamp(16, 22);
    let parameters = BrotliEncoderParams { quality, lgwin, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    match brotli::BrotliCompress(&mut bytes, &mut compressed, &parameters) {
        Ok(_) => compressed,
        Err(_) => bytes.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn names(copies: &[(String, Vec<u8>)]) -> Vec<&str> {
        copies.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn copies_hold_the_same_bytes_and_are_always_the_same() {
        let text = "All the news that fits. ".repeat(100).into_bytes();
        let made = copies("a.html", &text, Encodings::ALL);
        assert_eq!(made, copies("a.html", &text, Encodings::ALL));
        let [(gz, gzipped), (br, brotli)] = &made[..] else { panic!("two copies, not {:?}", names(&made)) };
        assert_eq!([gz.as_str(), br.as_str()], ["a.html.gz", "a.html.br"]);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&gzipped[..]).read_to_end(&mut back).expect("gzip");
        assert_eq!(back, text);
        back.clear();
        brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut back).expect("brotli");
        assert_eq!(back, text);
    }

    #[test]
    fn a_copy_saves_a_packet_or_is_not_made() {
        let short = "All the news that fits. ".repeat(50).into_bytes();
        assert_eq!(copies("a.html", &short, Encodings::ALL), []);
        // Random letters shrink by a quarter.
        let letters = |count: u32| (0..count).map(|place| b'a' + (place.wrapping_mul(2_654_435_761) >> 27) as u8 % 26);
        let barely: Vec<u8> = letters(1_500).collect();
        assert_eq!(names(&copies("a.html", &barely, Encodings::ALL)).len(), 2, "two packets become one");
        assert_eq!(names(&copies("a.jpg", &barely, Encodings::ALL)), [""; 0], "pictures are compressed already");
    }

    #[test]
    fn gzip_is_for_pages_and_large_files() {
        let text = "All the news that fits. ".repeat(200).into_bytes();
        let large = "All the news that fits. ".repeat(1000).into_bytes();
        for (path, bytes, expected) in [
            ("articles/a/index.html", &text, &["articles/a/index.html.gz", "articles/a/index.html.br"][..]),
            ("feed.xml", &text, &["feed.xml.gz", "feed.xml.br"]),
            ("embed/a/index.html", &text, &["embed/a/index.html.br"]),
            ("edition/b/a.json", &text, &["edition/b/a.json.br"]),
            ("edition/b/a.json", &large, &["edition/b/a.json.gz", "edition/b/a.json.br"]),
        ] {
            assert_eq!(names(&copies(path, bytes, Encodings::ALL)), expected, "{path}");
        }
        let only_gzip = Encodings { brotli: false, gzip: true };
        assert_eq!(names(&copies("feed.xml", &text, only_gzip)), ["feed.xml.gz"]);
        assert_eq!(copies("feed.xml", &text, Encodings::NONE), []);
    }
}
