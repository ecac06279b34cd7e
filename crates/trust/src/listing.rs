//! Lists the files of a site that no bundle names: the app, pages that list articles, feeds, cards to embed.
//!
//! Each file has a line, `<hash> <bytes> <path>`, sorted by path. Standard tools check it:
//! `sed 's/ [0-9]* /  /' | sha256sum -c`.

use std::fmt::Write;

use model::BundleReference;

use crate::{TrustError, lines};

/// The maximum size of a list in bytes, enough for some three hundred thousand files.
pub const MAX_BYTES: u32 = 64 << 20;

/// A file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The path from the root of the site.
    pub path: &'a str,
    /// The reference to the bytes.
    pub file: BundleReference,
}

/// Returns the path of a list, from the root of the site.
pub fn path(list: &BundleReference) -> String {
    format!("edition/f/{}.txt", list.hash)
}

/// Writes a list. The paths must be valid, and no two the same.
pub fn write<'a>(files: impl IntoIterator<Item = (&'a str, BundleReference)>) -> String {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_by_key(|(path, _)| *path);
    let mut text = String::new();
    for (path, file) in files {
        // Writing into a string does not fail.
        let _ = writeln!(text, "{} {} {path}", file.hash, file.bytes);
    }
    text
}

/// Reads a list.
pub fn read(text: &str) -> Result<Vec<Listed<'_>>, TrustError> {
    let mut files: Vec<Listed<'_>> = Vec::new();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        rest = after;
        let mut values = line.splitn(3, ' ');
        let mut next = || values.next().ok_or(TrustError::Malformed);
        let hash = next()?.parse().map_err(|_| TrustError::Malformed)?;
        let bytes = lines::number(next()?).and_then(|bytes| u32::try_from(bytes).ok()).ok_or(TrustError::Malformed)?;
        let path = next()?;
        if !is_path(path) || files.last().is_some_and(|last| last.path >= path) {
            return Err(TrustError::Malformed);
        }
        files.push(Listed { path, file: BundleReference { hash, bytes } });
    }
    if rest.is_empty() { Ok(files) } else { Err(TrustError::Malformed) }
}

/// Returns whether a path leads to a file below the root of a site on every system.
pub fn is_path(path: &str) -> bool {
    let is_name = |name: &str| !matches!(name, "" | "." | "..");
    let is_odd = |letter: char| letter.is_control() || turns_text(letter) || matches!(letter, '\\' | ':');
    path.split('/').all(is_name) && !path.contains(is_odd)
}

/// Returns whether a letter changes the direction of the text after it (Unicode's `Bidi_Control`), so that a name can
/// look like another one.
pub fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
