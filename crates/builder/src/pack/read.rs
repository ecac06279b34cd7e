//! Taking a portable edition apart: the other direction of [`super::archive`] and [`super::index`].

use std::collections::BTreeMap;
use std::io::Read;

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::read::GzDecoder;

use super::{archive, index};

/// The most that an archive may unpack to, in bytes: one made to hurt would unpack without end.
const MOST_UNPACKED: u64 = 1 << 30;

/// The files that a portable edition carries, by their paths from the root of their site. Nothing is checked.
pub fn read(html: &str) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let places = index::Index::read(html).context("its end, which says where things lie in it, is not there")?;
    let at = |range: &std::ops::Range<u64>| {
        let (start, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
        BASE64.decode(html.get(start..end)?.as_bytes()).ok()
    };
    let packed = at(&places.edition).context("its archive is damaged")?;
    let mut bytes = Vec::new();
    let mut unpacking = GzDecoder::new(&packed[..]).take(MOST_UNPACKED + 1);
    unpacking.read_to_end(&mut bytes).context("its archive is damaged")?;
    ensure!(bytes.len() as u64 <= MOST_UNPACKED, "it unpacks to more than any edition has");
    let mut files = archive::read(&bytes).context("its archive is damaged")?;
    for (hash, range) in &places.pictures {
        let picture = at(range).with_context(|| format!("the picture {hash} is damaged"))?;
        files.insert(format!("edition/media/{hash}."), picture);
    }
    Ok(files)
}
