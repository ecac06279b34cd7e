//! Compressed copies beside the files that shrink, for servers that send them as they are.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use crate::Site;

/// What is text, by extension, and the wasm. Pictures are compressed already.
const EXTENSIONS: [&str; 10] = ["css", "html", "js", "json", "md", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Smaller files fit into one network packet as they are.
const SMALLEST: usize = 512;

/// How hard Brotli tries. The best makes a page 3 % smaller still and takes four times as long.
const BEST: i32 = 11;
const GOOD: i32 = 10;

/// Adds `.gz` and `.br` beside every file that they make smaller.
pub fn add(site: &mut Site, progress: &(dyn Fn() + Sync)) {
    let compressed: Vec<(String, Vec<u8>)> = site
        .par_iter()
        .filter(|(path, bytes)| is_text(path) && bytes.len() >= SMALLEST)
        .flat_map_iter(|(path, bytes)| {
            let copies = [(format!("{path}.gz"), gzip(bytes)), (format!("{path}.br"), brotli(bytes, quality(path)))];
            progress();
            copies.into_iter().filter(|(_, copy)| copy.len() < bytes.len())
        })
        .collect();
    site.extend(compressed);
}

/// How many files [`add`] will compress.
pub fn count(site: &Site) -> u64 {
    site.iter().filter(|(path, bytes)| is_text(path) && bytes.len() >= SMALLEST).count() as u64
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

fn quality(path: &str) -> i32 {
    if path.ends_with(".html") { GOOD } else { BEST }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Neither a time nor a name in it: the same input is the same bytes.
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes);
    written.and_then(|()| encoder.finish()).unwrap_or_else(|_| bytes.to_vec())
}

fn brotli(mut bytes: &[u8], quality: i32) -> Vec<u8> {
    // A window that is no larger than the file takes less memory to set up.
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
