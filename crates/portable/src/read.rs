//! Reads the files in a portable edition, which [`super::archive`] and [`super::index`] write.

use std::collections::BTreeMap;
use std::io::Read;

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::read::GzDecoder;

use super::{archive, index};

/// The most bytes that an archive may unpack to, since a hostile one could unpack without end.
const MAX_UNPACKED: u64 = 1 << 30;

/// Returns the files in a portable edition by their paths from the root of the site, without checking them.
pub fn read(html: &str) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let index = index::Index::read(html).context("its index, the last lines, is missing")?;
    let decode = |range: &std::ops::Range<u64>| {
        let (start, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
        BASE64.decode(html.get(start..end)?.as_bytes()).ok()
    };
    let packed = decode(&index.edition).context("its archive is damaged")?;
    let mut bytes = Vec::new();
    let mut unpacking = GzDecoder::new(&packed[..]).take(MAX_UNPACKED + 1);
    unpacking.read_to_end(&mut bytes).context("its archive is damaged")?;
    ensure!(bytes.len() as u64 <= MAX_UNPACKED, "it unpacks to more than 1 GiB");
    let mut files = archive::read(&bytes).context("its archive is damaged")?;
    // Each byte of the file is in at most one picture: lines that name the same bytes again could unpack without end.
    let mut remaining = html.len() as u64;
    for (hash, range) in &index.pictures {
        remaining = remaining.checked_sub(range.end.saturating_sub(range.start)).context("its pictures are damaged")?;
        let picture = decode(range).with_context(|| format!("the picture {hash} is damaged"))?;
        files.insert(format!("edition/media/{hash}."), picture);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// Returns a file with several pictures, each of which is the same part of it.
    fn file(pictures: u64, part: std::ops::Range<u64>) -> String {
        let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packing.write_all(archive::Archive::new().bytes()).expect("memory");
        let edition = BASE64.encode(packing.finish().expect("memory"));
        let html = format!("{edition}{}", "AAAA".repeat(100));
        let pictures = (0..pictures).map(|number| (trust::hash(&number.to_le_bytes()), part.clone())).collect();
        let index = index::Index { edition: 0..edition.len() as u64, pictures };
        format!("{html}{}", index.text(html.len() as u64))
    }

    #[test]
    fn pictures_unpack_to_no_more_than_the_file_has() {
        assert_eq!(read(&file(1, 100..400)).expect("a picture").len(), 1);
        assert!(read(&file(2, 100..400)).is_ok());
        // Otherwise a file of a few megabytes could fill the memory.
        assert!(read(&file(1000, 100..400)).is_err());
        for (start, end) in [(400, 100), (100, u64::MAX), (u64::MAX, 100)] {
            assert!(read(&file(1, start..end)).is_err());
        }
    }
}
