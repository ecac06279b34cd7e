//! The record of files that stay for readers of earlier editions: articles, manifests and pictures, named by their hashes.
//!
//! It is text: a line `edition <number>` for each earlier edition, the newest first, followed by the paths of the files that
//! only this edition and older ones have. If it is damaged, what it does not name any more stays as long as
//! the newest of them.

use std::collections::BTreeSet;
use std::fmt::Write;

use model::Hash;

use super::plan::Entries;
use crate::endings::PAGES;

/// The number of earlier editions that stay unless the newsroom sets another one. With an edition every few hours, readers have
/// the rest of the day to finish one.
pub const DEFAULT_KEPT_EDITIONS: usize = 3;

/// The maximum size of the record, enough for some three hundred thousand files. The oldest editions are left out.
const MAX_BYTES: usize = 32 << 20;

const EDITION: &str = "edition ";

/// The files that stay of earlier editions, by edition, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Editions(Vec<Earlier>);

/// The files that stay of one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Earlier {
    edition: u64,
    paths: BTreeSet<String>,
}

impl Editions {
    /// Reads a record. Lines that make no sense are left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut editions = Vec::new();
        for line in text.lines() {
            if let Some(edition) = line.strip_prefix(EDITION).and_then(|number| number.parse().ok()) {
                editions.push(Earlier { edition, paths: BTreeSet::new() });
            } else if let Some(earlier) = editions.last_mut().filter(|_| can_stay(line)) {
                earlier.paths.insert(line.to_owned());
            }
        }
        Self(editions)
    }

    /// Returns the text of the record; empty if nothing stays.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(Earlier::text).collect()
    }

    /// Returns whether a file stays for an earlier edition.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.iter().any(|earlier| earlier.paths.contains(path))
    }

    /// Decides what stays when a new edition takes the place of the edition `previous`: the files in the folder that `count`
    /// editions before the new one had.
    pub(super) fn next(mut self, previous: u64, in_folder: &BTreeSet<String>, new: &Entries, count: usize) -> Self {
        for earlier in &mut self.0 {
            earlier.paths.retain(|path| in_folder.contains(path) && !new.contains_key(path));
        }
        let gone = |path: &String| can_stay(path) && !new.contains_key(path) && !self.contains(path);
        let gone: BTreeSet<String> = in_folder.iter().filter(|path| gone(path)).cloned().collect();
        match self.0.first_mut() {
            // The same edition was written again.
            Some(first) if first.edition == previous => first.paths.extend(gone),
            _ => self.0.insert(0, Earlier { edition: previous, paths: gone }),
        }
        self.0.retain(|earlier| !earlier.paths.is_empty());
        self.0.truncate(count);
        while self.0.iter().map(|earlier| earlier.text().len()).sum::<usize>() > MAX_BYTES {
            self.0.pop();
        }
        self
    }
}

impl Earlier {
    fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = writeln!(text, "{EDITION}{}", self.edition);
        text.extend(self.paths.iter().flat_map(|path| [path.as_str(), "\n"]));
        text
    }
}

/// Returns the hash in the name of a file that may stay after its edition; `None` if it may not stay.
///
/// An app that has the edition asks for such a file by its hash, and browsers do not show it as a page. Compressed copies go, since
/// servers send the file itself then.
pub fn hash_of_earlier(path: &str) -> Option<Hash> {
    let (folder, name) = path.rsplit_once('/')?;
    let (stem, extension) = name.split_once('.')?;
    let can_stay = match folder {
        "edition/b" | "edition/m" => extension == "json",
        "edition/media" => !extension.contains('.') && !PAGES.contains(&extension),
        _ => false,
    };
    stem.parse().ok().filter(|_| can_stay)
}

fn can_stay(path: &str) -> bool {
    hash_of_earlier(path).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::plan::Entry;
    use super::*;

    fn bundle(digit: char) -> String {
        format!("edition/b/{}.json", digit.to_string().repeat(64))
    }

    fn bundles(digits: &str) -> BTreeSet<String> {
        digits.chars().map(bundle).collect()
    }

    fn entries(digits: &str) -> Entries {
        bundles(digits).into_iter().map(|path| (path, Entry::InPlace)).collect()
    }

    #[test]
    fn files_stay_for_as_many_editions_as_asked_for() {
        let mut editions = Editions::default();
        // Edition 1 has the bundles 1 and a, edition 2 has 2 and a, and so on.
        for edition in 1..=4_u64 {
            let (old, new) = (format!("{edition}a"), format!("{}a", edition + 1));
            let mut in_folder = bundles(&old);
            in_folder.extend(bundles("123").into_iter().filter(|path| editions.contains(path)));
            editions = editions.next(edition, &in_folder, &entries(&new), 2);
        }
        assert_eq!(editions.text(), format!("edition 4\n{}\nedition 3\n{}\n", bundle('4'), bundle('3')));
        assert_eq!(Editions::parse(&editions.text()), editions);
        // A bundle comes back, and another one was removed by hand.
        let back = editions.clone().next(5, &bundles("45"), &entries("46"), 2);
        assert_eq!(back.text(), format!("edition 5\n{}\n", bundle('5')));
        // The same edition is written once more.
        let again = editions.clone().next(4, &bundles("345"), &entries("6"), 2);
        assert_eq!(again.text(), format!("edition 4\n{}\n{}\nedition 3\n{}\n", bundle('4'), bundle('5'), bundle('3')));
        assert_eq!(editions.next(5, &bundles("345"), &entries("6"), 0), Editions::default());
    }

    #[test]
    fn a_damaged_record_names_only_what_may_stay() {
        let text =
            format!("{}\nedition x\nedition 7\nthesis.txt\n../{}\n{}\ned", bundle('1'), bundle('2'), bundle('3'));
        assert_eq!(Editions::parse(&text).text(), format!("edition 7\n{}\n", bundle('3')));
    }

    #[test]
    fn only_what_is_named_by_its_bytes_and_not_shown_may_stay() {
        let hash = "0a".repeat(32);
        for path in ["b/HASH.json", "m/HASH.json", "media/HASH.jpg", "media/HASH.mp4"] {
            assert!(can_stay(&format!("edition/{}", path.replace("HASH", &hash))), "{path}");
        }
        for path in [
            "b/HASH.json.br",
            "b/HASH.html",
            "b/0a.json",
            "b/x/HASH.json",
            "media/HASH.svg",
            "media/HASH.jpg.php",
            "files/HASH.pdf",
            "f/HASH.txt",
            "head.json",
        ] {
            assert!(!can_stay(&format!("edition/{}", path.replace("HASH", &hash))), "{path}");
        }
    }
}
