//! Finds the place where a picture or a recording was taken in the bytes of its file.

use std::sync::LazyLock;

use regex::bytes::Regex;

/// The reference from Exif to the place, in both orders of bytes, wherever the file holds it; the place in recordings of
/// phones; and the place in XMP.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?s-u)\x25\x88[\x04\x0d]\x00\x01\x00\x00\x00|\x88\x25\x00[\x04\x0d]\x00\x00\x00\x01",
        r"|\xa9xyz|loci\x00\x00\x00\x00|com\.apple\.quicktime\.location|exif:GPSL",
    ))
    .expect("the pattern is a constant that tests compile")
});

/// Returns whether a file names the place where it, or a picture in it, was taken.
pub(super) fn names_place(bytes: &[u8]) -> bool {
    PLACE.is_match(bytes)
}
