//! Decides in which order the files of a new edition take the places of the old ones.
//!
//! At any moment, a reader finds all that a page, a list or the head refers to: what is referred to comes first and goes last.

use std::collections::{BTreeMap, BTreeSet};

use edition::routes::ARTICLES;
use model::Head;

use crate::hosting::is_fixed;
use crate::original_of;

/// The files of a new edition, by their paths.
pub(super) type Entries = BTreeMap<String, Entry>;

/// Where a file of a new edition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// In its place already.
    InPlace,
    /// In the staging area, with this number as its name.
    Staged(u32),
}

/// The steps that put a staged edition in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The files to be moved, in this order.
    pub moves: Vec<Move>,
    /// The files to be removed after that, in this order.
    pub removals: Vec<String>,
}

/// A staged file that takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    /// The number of the staged file.
    pub number: u32,
    /// The path in the site.
    pub path: String,
    /// The old files that are in the way, and must go directly before.
    pub obstacles: Vec<String>,
}

impl Plan {
    pub(super) fn is_empty(&self) -> bool {
        self.moves.is_empty() && self.removals.is_empty()
    }
}

/// Plans the way from the files of an old site to a new edition.
///
/// `old` are the files of the old site that do not stay. `renamed` has those among them that the file system takes for a
/// file of the new edition, by the path of that file.
pub(super) fn plan(old: &BTreeSet<String>, new: &Entries, renamed: &BTreeMap<String, String>) -> Plan {
    let gone = |path: &str| old.contains(path) && !new.contains_key(path);
    let mut cleared = BTreeSet::new();
    let mut moves: Vec<Move> = new
        .iter()
        .filter_map(|(path, entry)| match entry {
            Entry::Staged(number) => Some(Move { number: *number, path: path.clone(), obstacles: Vec::new() }),
            Entry::InPlace => None,
        })
        .collect();
    moves.sort_by(|a, b| (rank(&a.path), &a.path).cmp(&(rank(&b.path), &b.path)));
    for step in &mut moves {
        let above = step.path.match_indices('/').map(|(end, _)| &step.path[..end]).filter(|path| gone(path));
        let folder = format!("{}/", step.path);
        let below = old.range(folder.clone()..).take_while(|path| path.starts_with(&folder)).map(String::as_str);
        let same = renamed.get(&step.path).map(String::as_str);
        let obstacles: Vec<String> = above.chain(below).chain(same).map(str::to_owned).collect();
        step.obstacles = obstacles.into_iter().filter(|path| cleared.insert(path.clone())).collect();
    }
    let mut removals: Vec<String> = old.iter().filter(|path| gone(path) && !cleared.contains(*path)).cloned().collect();
    // A copy of a file that has changed shows the old one, so it goes before all to which the old one refers.
    let is_stale = |path: &str| original_of(path).is_some_and(|original| new.contains_key(original));
    removals.sort_by_cached_key(|path| (!is_stale(path), std::cmp::Reverse(rank(path)), path.clone()));
    Plan { moves, removals }
}

/// Returns the first two paths of which one would be a file and a folder.
pub(super) fn file_and_folder(new: &Entries) -> Option<(&str, &str)> {
    new.keys().find_map(|path| {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        folders.find(|folder| new.contains_key(*folder)).map(|folder| (folder, path.as_str()))
    })
}

/// Returns the place of a file in the order of moves.
fn rank(path: &str) -> u8 {
    let original = original_of(path).unwrap_or(path);
    if original == Head::PATH {
        // A server prefers the copies, so the head itself comes after them.
        return if path == original { 5 } else { 4 };
    }
    if original.starts_with("edition/") || is_fixed(original) {
        return 0;
    }
    let is_article = || original.split('/').take(2).any(|name| name == ARTICLES);
    match original.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" if is_article() => 2,
        "html" | "js" | "json" | "txt" | "webmanifest" | "xml" => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(files: &[(&str, bool)]) -> Entries {
        let entry = |(number, (path, is_new)): (usize, &(&str, bool))| {
            ((*path).to_owned(), if *is_new { Entry::Staged(number as u32) } else { Entry::InPlace })
        };
        files.iter().enumerate().map(entry).collect()
    }

    fn set(paths: &[&str]) -> BTreeSet<String> {
        paths.iter().map(|path| (*path).to_owned()).collect()
    }

    fn paths(plan: &Plan) -> Vec<&str> {
        plan.moves.iter().map(|step| step.path.as_str()).collect()
    }

    #[test]
    fn what_is_referred_to_comes_first_and_goes_last() {
        let new = entries(&[
            ("edition/head.json", true),
            ("edition/head.json.br", true),
            ("index.html", true),
            ("ru/articles/a/index.html", true),
            ("ru/articles/a/index.html.gz", true),
            ("articles/same/index.html", false),
            ("feed.xml", true),
            ("edition/b/0a.json", true),
            ("edition/roots/2.txt", true),
            ("offprint-0a.js", true),
            ("icons/icon.png", true),
        ]);
        let old = set(&[
            "edition/b/0b.json",
            "offprint-0b.js",
            "icons/old.png",
            "articles/b/index.html",
            "articles/same/index.html",
            "articles/same/index.html.gz",
            "sections/b/index.html",
            "edition/head.json",
            "edition/head.json.gz",
        ]);
        let plan = plan(&old, &new, &BTreeMap::new());
        assert_eq!(
            paths(&plan),
            [
                "edition/b/0a.json",
                "edition/roots/2.txt",
                "offprint-0a.js",
                "icons/icon.png",
                "ru/articles/a/index.html",
                "ru/articles/a/index.html.gz",
                "feed.xml",
                "index.html",
                "edition/head.json.br",
                "edition/head.json",
            ]
        );
        assert_eq!(
            plan.removals,
            [
                "edition/head.json.gz",
                "articles/same/index.html.gz",
                "sections/b/index.html",
                "articles/b/index.html",
                "icons/old.png",
                "edition/b/0b.json",
                "offprint-0b.js",
            ]
        );
        assert!(super::plan(&old, &entries(&[]), &BTreeMap::new()).moves.is_empty());
    }

    #[test]
    fn what_is_in_the_way_goes_directly_before() {
        let new = entries(&[("a/b/index.html", true), ("a/b/more.html", true), ("c", true), ("d.png", true)]);
        let old = set(&["a/b", "c/x.html", "c/y.html", "cc", "D.png"]);
        let renamed = BTreeMap::from([("d.png".to_owned(), "D.png".to_owned())]);
        let plan = plan(&old, &new, &renamed);
        let obstacles: Vec<_> = plan.moves.iter().map(|step| (step.path.as_str(), step.obstacles.join(" "))).collect();
        let expected =
            [("c", "c/x.html c/y.html"), ("d.png", "D.png"), ("a/b/index.html", "a/b"), ("a/b/more.html", "")];
        assert_eq!(obstacles, expected.map(|(path, obstacles)| (path, obstacles.to_owned())));
        assert_eq!(plan.removals, ["cc"]);
    }

    #[test]
    fn no_path_is_a_file_and_a_folder() {
        assert_eq!(file_and_folder(&entries(&[("a", true), ("a.txt", true), ("b/a", false)])), None);
        assert_eq!(file_and_folder(&entries(&[("a/b", true), ("a-b", true), ("a", false)])), Some(("a", "a/b")));
    }
}
