//! Portable editions: the index and the archive stay within the file, and unpack to no more than it has.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;

// Included as source, because compiling the whole crate for this would take a quarter of an hour.
#[path = "../../../portable/src/archive.rs"]
mod archive;
#[path = "../../../portable/src/index.rs"]
mod index;
#[path = "../../../portable/src/read.rs"]
mod read;

use archive::Archive;
use index::Index;

/// The mark of an archive, which is put into a file.
const ARCHIVE: u8 = b'a';
/// The mark of the lines of an index, which are put into a file with an archive.
const INDEX: u8 = b'i';
/// The mark of a whole file.
const FILE: u8 = b'f';

pub fn run(bytes: &[u8]) {
    match bytes.split_first() {
        Some((&ARCHIVE, archive)) => run_archive(archive),
        Some((&INDEX, lines)) => str::from_utf8(lines).map(|lines| run_file(&indexed(lines))).unwrap_or_default(),
        Some((_, html)) => str::from_utf8(html).map(run_file).unwrap_or_default(),
        None => {}
    }
}

fn run_archive(bytes: &[u8]) {
    let files = archive::read(bytes);
    assert_eq!(read::read(&file(bytes)).ok(), files, "the file and its archive have the same content");
    let Some(files) = files else { return };
    let mut again = Archive::new();
    files.iter().for_each(|(path, file)| again.add(path, file));
    assert!(files.values().map(Vec::len).sum::<usize>() <= bytes.len());
    assert_eq!(archive::read(again.bytes()), Some(files));
}

fn run_file(html: &str) {
    let Some(index) = Index::read(html) else { return };
    let again = format!("{html}{}", index.text(html.len() as u64));
    assert_eq!(Index::read(&again).as_ref(), Some(&index));
    if let Ok(files) = read::read(html) {
        let length = |range: &std::ops::Range<u64>| range.end - range.start;
        let named: u64 = index.pictures.iter().map(|(_, range)| length(range)).sum();
        assert!(named <= html.len() as u64, "pictures of more bytes than the file has");
        assert!(index.pictures.iter().all(|(hash, _)| files.contains_key(&format!("edition/media/{hash}."))));
        assert!(index.edition.end <= html.len() as u64);
    }
}

/// Returns an archive as files carry it.
fn packed(archive: &[u8]) -> String {
    let mut packing = GzEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(archive).expect("memory");
    BASE64.encode(packing.finish().expect("memory"))
}

/// Returns a file with this archive and no picture.
fn file(archive: &[u8]) -> String {
    let edition = packed(archive);
    let end = edition.len() as u64;
    let index = Index { edition: 0..end, pictures: Vec::new() };
    format!("{edition}{}", index.text(end))
}

/// Returns a file with an empty archive and some pictures, whose index has these lines.
fn indexed(lines: &str) -> String {
    let html = packed(Archive::new().bytes()) + &"AAAA".repeat(1000);
    format!("{html}<!--offprint-index\n{lines}-->\n<!--offprint-end {}-->\n", html.len())
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut archive = Archive::new();
    archive.add("edition/head.json", b"{\n}");
    archive.add("edition/b/1.json", b"[1]");
    let edition = file(archive.bytes());
    let at = edition.len() as u64;
    let pictures = vec![(trust::hash(b"a"), at..at + 4), (trust::hash(b"b"), at + 4..at + 8)];
    let index = Index::read(&edition).expect("the index at its end");
    let end = packed(Archive::new().bytes()).len();
    // Two pictures that name the same bytes: together hardly fewer than the file has.
    let picture = |name: &str| format!("picture {} {end} {}\n", trust::hash(name.as_bytes()), end + 2000);
    let lines = format!("edition 0 {end}\n{}{}", picture("a"), picture("b"));
    assert_eq!(read::read(&indexed(&lines)).map(|files| files.len()).ok(), Some(2));
    let file = format!("{edition}AAAABBBB{}", Index { pictures, ..index }.text(at + 8));
    vec![
        [&[ARCHIVE], archive.bytes()].concat(),
        [&[INDEX], lines.as_bytes()].concat(),
        [&[FILE], edition.as_bytes()].concat(),
        [&[FILE], file.as_bytes()].concat(),
    ]
}
