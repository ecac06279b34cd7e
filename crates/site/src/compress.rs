//! Compresses files in advance, for servers that send the copies as they are.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use crate::Site;

/// The extensions of the files to compress: text and wasm. Pictures are compressed already.
pub(crate) const EXTENSIONS: [&str; 11] =
    ["css", "csv", "html", "js", "json", "md", "svg", "txt", "wasm", "webmanifest", "xml"];

/// The smallest size to compress, in bytes: smaller files fit into one network packet anyway.
const MIN_BYTES: usize = 512;

/// The best quality of Brotli.
const BEST_QUALITY: i32 = 11;
/// The quality for pages: the best would make a page 3 % smaller, but take four times as long.
const PAGE_QUALITY: i32 = 10;

/// Adds a `.gz` and a `.br` beside every file, if they are smaller than it.
pub fn add(site: &mut Site, progress: &(dyn Fn() + Sync)) {
    let compressed: Vec<(String, Vec<u8>)> = site
        .par_iter()
        .filter(|(path, bytes)| is_text(path) && bytes.len() >= MIN_BYTES)
        .flat_map_iter(|(path, bytes)| {
            let copies = [(format!("{path}.gz"), gzip(bytes)), (format!("{path}.br"), brotli(bytes, quality(path)))];
            progress();
            copies.into_iter().filter(|(_, copy)| copy.len() < bytes.len())
        })
        .collect();
    site.extend(compressed);
}

/// Returns the number of files that [`add`] will compress.
pub fn count(site: &Site) -> u64 {
    site.iter().filter(|(path, bytes)| is_text(path) && bytes.len() >= MIN_BYTES).count() as u64
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

fn quality(path: &str) -> i32 {
    if path.ends_with(".html") { PAGE_QUALITY } else { BEST_QUALITY }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // No time and no name in the header, so that the same input gives the same bytes.
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
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

    #[test]
    fn only_what_shrinks_is_copied_and_always_the_same_way() {
        let text = "All the news that fits. ".repeat(100).into_bytes();
        let make = || {
            let mut site = Site::new();
            site.insert("a.html".to_owned(), text.clone());
            site.insert("b.html".to_owned(), b"short".to_vec());
            site.insert("c.jpg".to_owned(), text.clone());
            add(&mut site, &|| {});
            site
        };
        let site = make();
        assert_eq!(site.keys().collect::<Vec<_>>(), ["a.html", "a.html.br", "a.html.gz", "b.html", "c.jpg"]);
        assert_eq!(make(), site);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&site["a.html.gz"][..]).read_to_end(&mut back).expect("gzip");
        assert_eq!(back, text);
        back.clear();
        brotli::Decompressor::new(&site["a.html.br"][..], 4096).read_to_end(&mut back).expect("brotli");
        assert_eq!(back, text);
    }
}
