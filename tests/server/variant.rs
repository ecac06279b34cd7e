//! Chooses the bytes of a file: its compressed copy if the site has one, or none if the browser has them already.

use std::hash::{DefaultHasher, Hash, Hasher};

use hyper::HeaderMap;
use hyper::header::{ACCEPT_ENCODING, IF_NONE_MATCH};

use super::Site;

/// A file as it is sent.
pub(super) struct Variant<'a> {
    /// The bytes.
    pub(super) bytes: &'a [u8],
    /// The compression.
    pub(super) encoding: Option<&'static str>,
    /// `true` if another browser might get other bytes.
    pub(super) varies: bool,
}

/// Returns the smallest copy of a file that these request headers accept.
pub(super) fn choose<'a>(site: &'a Site, name: &str, headers: &HeaderMap) -> Option<Variant<'a>> {
    let plain = site.get(name)?;
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let copies = [("br", "br"), ("gzip", "gz")].map(|(encoding, extension)| {
        let copy = site.get(&format!("{name}.{extension}"))?;
        Some((encoding, copy))
    });
    let varies = copies.iter().any(Option::is_some);
    let accepts = |encoding: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(encoding));
    let copy = copies.into_iter().flatten().find(|(encoding, _)| accepts(encoding));
    Some(match copy {
        Some((encoding, bytes)) => Variant { bytes, encoding: Some(encoding), varies },
        None => Variant { bytes: plain, encoding: None, varies },
    })
}

/// Returns the tag by which a browser asks whether its copy is still current.
pub(super) fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

/// Returns whether the browser has the bytes of this tag.
pub(super) fn is_known(tag: &str, headers: &HeaderMap) -> bool {
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|part| part.trim().trim_start_matches("W/") == tag)
}
