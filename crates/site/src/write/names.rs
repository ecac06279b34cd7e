//! Finds names that a file system does not tell apart, since they differ only by case or Unicode form.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::disk::Disk;

/// A name, and the spellings of it that some file systems take for the same.
const SPELLINGS: [&str; 3] = ["Case-\u{e9}", "case-\u{e9}", "Case-e\u{301}"];

/// Asks a file system whether it takes some names for the same, in a folder of Offprint's own.
pub(super) fn are_folded(disk: &dyn Disk, folder: &Path) -> io::Result<bool> {
    let [name, others @ ..] = SPELLINGS.map(|name| folder.join(name));
    disk.write(&name, b"")?;
    let is_folded = others.iter().any(|other| disk.exists(other));
    disk.remove_file(&name)?;
    Ok(is_folded)
}

/// Returns the key that all spellings of a path share.
pub(super) fn key(path: &str) -> String {
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    let folded = CaseMapper::new().fold_string(&normalizer.normalize(path)).into_owned();
    normalizer.normalize(&folded).into_owned()
}

/// Returns the paths by their keys, or the first two of one key.
pub(super) fn by_key<'a>(
    paths: impl Iterator<Item = &'a String>,
) -> Result<BTreeMap<String, &'a str>, (&'a str, &'a str)> {
    let mut keys = BTreeMap::new();
    for path in paths {
        if let Some(other) = keys.insert(key(path), path.as_str()) {
            return Err((other, path));
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_share_a_key() {
        let [name, others @ ..] = SPELLINGS.map(key);
        assert!(others.iter().all(|other| *other == name));
        assert_ne!(key("a/b.html"), key("a/c.html"));
        assert_eq!(key("Stra\u{df}e/X"), key("STRASSE/x"));
        let paths = ["a/Logo.png", "a/logo.png", "b"].map(str::to_owned);
        assert_eq!(by_key(paths.iter()), Err(("a/Logo.png", "a/logo.png")));
        assert_eq!(by_key(paths[1..].iter()).map(|keys| keys.len()), Ok(2));
    }
}
