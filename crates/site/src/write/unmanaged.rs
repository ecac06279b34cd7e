//! Finds unmanaged files in a site's folder, those that Offprint did not write. They stay when the site is replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::part::{is_left, is_part};
use super::{HIDDEN, LOST_AND_FOUND};
use crate::original_of;

/// The file that lists the other files of the site; no page links to it.
pub const FILE_LIST: &str = ".offprint-files";

/// What a site's folder holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Survey {
    /// The files that Offprint wrote.
    pub managed: BTreeSet<String>,
    /// The other paths; a folder without any file of the site counts as one.
    pub unmanaged: Vec<String>,
}

/// Lists the files of a site, one a line, without the folder `edition`, which is all the site's, and compressed copies.
pub(super) fn list<V>(site: &BTreeMap<String, V>) -> String {
    let is_copy = |path: &str| original_of(path).is_some_and(|original| site.contains_key(original));
    let site_files = site.keys().filter(|path| !path.starts_with(EDITION) && !is_copy(path));
    site_files.flat_map(|path| [path.as_str(), "\n"]).collect()
}

/// Returns the unmanaged paths in an old site. `out` holds the site that replaced it.
pub(super) fn find(old: &Path, out: &Path) -> Vec<String> {
    match read_list(out) {
        Some(successor) => survey(old, Some(&|name| has(&successor, name))).unmanaged,
        None => survey(old, None).unmanaged,
    }
}

/// Finds out what a site's folder holds. In a site without a list, only the top level is judged: `is_new` returns whether the
/// site that replaces it has a file or folder of that name there.
pub(super) fn survey(folder: &Path, is_new: Option<&dyn Fn(&str) -> bool>) -> Survey {
    let mut survey = Survey::default();
    match read_list(folder) {
        Some(files) => survey.search(folder, "", &files),
        None => {
            for (name, _) in names(folder, "") {
                if is_unknown(&name, is_new) {
                    survey.unmanaged.push(name);
                } else {
                    survey.add_all(folder, &name);
                }
            }
        }
    }
    survey
}

/// Returns the first path that a file of the site needs.
pub(super) fn conflict<'a, V>(found: &'a [String], site: &BTreeMap<String, V>) -> Option<&'a String> {
    let is_file_or_folder = |path: &String| {
        let mut next = site.range(path.clone()..).map(|(key, _)| key);
        let inside = format!("{path}/");
        next.next().is_some_and(|key| key == path)
            || site.range(inside.clone()..).next().is_some_and(|(key, _)| key.starts_with(&inside))
    };
    let below_a_file = |path: &String| path.match_indices('/').any(|(end, _)| site.contains_key(&path[..end]));
    found.iter().find(|path| is_file_or_folder(path) || below_a_file(path))
}

const EDITION: &str = "edition/";

/// The start of the names that network shares give to removed files while a server has them open.
const STILL_OPEN: &str = ".nfs";

/// Returns whether a name is that of a file that was removed, and that a network share holds for a server.
pub(super) fn is_removed(name: &str) -> bool {
    name.starts_with(STILL_OPEN)
}

fn without_copy(path: &str) -> &str {
    original_of(path).unwrap_or(path)
}

fn read_list(folder: &Path) -> Option<BTreeSet<String>> {
    let text = fs::read_to_string(folder.join(FILE_LIST)).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// Returns whether a list has a file of this name, or a folder.
fn has(files: &BTreeSet<String>, name: &str) -> bool {
    files.contains(without_copy(name)) || has_folder(files, &format!("{name}/"))
}

fn has_folder(files: &BTreeSet<String>, folder: &str) -> bool {
    files.range(folder.to_owned()..).next().is_some_and(|file| file.starts_with(folder))
}

/// Returns the names in a folder of a site and whether they are folders, without what belongs neither to the site nor to others.
fn names(root: &Path, inside: &str) -> Vec<(String, bool)> {
    let entries = fs::read_dir(root.join(inside)).into_iter().flatten().flatten();
    let named = |entry: fs::DirEntry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        (entry.file_name().to_string_lossy().into_owned(), is_folder)
    };
    let is_nobodys = |name: &str| inside.is_empty() && matches!(name, HIDDEN | LOST_AND_FOUND) || is_removed(name);
    let mut names: Vec<_> = entries.map(named).filter(|(name, _)| !is_nobodys(name)).collect();
    names.sort();
    names
}

impl Survey {
    fn search(&mut self, root: &Path, inside: &str, files: &BTreeSet<String>) {
        for (name, is_folder) in names(root, inside) {
            let path = format!("{inside}{name}");
            let folder = format!("{path}/");
            let is_listed = || path == FILE_LIST || files.contains(&path) || files.contains(without_copy(&path));
            if is_part(&name) {
                self.add_part(root, path);
            } else if folder == EDITION {
                self.add_all(root, &path);
            } else if !is_folder && is_listed() {
                self.managed.insert(path);
            } else if is_folder && has_folder(files, &folder) {
                self.search(root, &folder, files);
            } else {
                self.unmanaged.push(path);
            }
        }
    }

    /// Adds a file, or all files of a folder.
    fn add_all(&mut self, root: &Path, path: &str) {
        let entries = WalkDir::new(root.join(path)).into_iter().flatten();
        for entry in entries.filter(|entry| !entry.file_type().is_dir()) {
            let name = entry.file_name().to_string_lossy();
            let Ok(path) = entry.path().strip_prefix(root) else { continue };
            let path = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            if is_part(&name) {
                self.add_part(root, path);
            } else if !is_removed(&name) {
                self.managed.insert(path);
            }
        }
    }

    /// Adds the part of a file if a killed command left it.
    fn add_part(&mut self, root: &Path, path: String) {
        let part = root.join(&path);
        if !part.is_dir() && is_left(&part) {
            self.managed.insert(path);
        }
    }
}

/// Returns whether a name at the top of a site without a list seems unmanaged, judging by the site that replaced it.
fn is_unknown(name: &str, is_new: Option<&dyn Fn(&str) -> bool>) -> bool {
    if name == FILE_LIST || name.starts_with("offprint-") || format!("{name}/") == EDITION {
        return false;
    }
    match is_new {
        Some(is_new) => !is_part(name) && !is_new(name),
        None => name.starts_with('.') && !is_part(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Site;

    fn site(paths: &[&str]) -> Site {
        paths.iter().map(|path| ((*path).to_owned(), Vec::new())).collect()
    }

    fn folder(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for path in paths {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, "").expect("written");
        }
        folder
    }

    #[test]
    fn what_the_list_does_not_name_is_unmanaged() {
        let site_files = ["index.html", "index.html.gz", "articles/a/index.html", "edition/head.json", "offprint-1.js"];
        let unmanaged = [".git/HEAD", "CNAME", "articles/a/notes.txt", "articles/a/.tmpnotes1", "notes/deep/one.txt"];
        let left = [".offprint-part-Ab12Cd", "articles/a/.offprint-part-Ab12Cd"];
        let nobodys = [".offprint/editions", "lost+found/1", "edition/b/.nfs000000000a8", "articles/a/.nfs000000000a9"];
        let old = folder(&[&site_files[..], &unmanaged[..], &left[..], &nobodys[..]].concat());
        let found = [".git", "CNAME", "articles/a/.tmpnotes1", "articles/a/notes.txt", "notes"];
        fs::write(old.path().join(FILE_LIST), list(&site(&site_files))).expect("written");
        assert_eq!(find(old.path(), Path::new("none")), found);
        let managed = survey(old.path(), None).managed;
        let expected = [&site_files[..], &left[..], &[FILE_LIST]].concat();
        assert_eq!(managed, expected.into_iter().map(str::to_owned).collect());
        // A site that has no list: only its top level is judged, by the site that replaced it.
        fs::remove_file(old.path().join(FILE_LIST)).expect("removed");
        let out = folder(&[]);
        assert_eq!(find(old.path(), out.path()), [".git"]);
        fs::write(out.path().join(FILE_LIST), list(&site(&["index.html", "articles/b/index.html"]))).expect("written");
        assert_eq!(find(old.path(), out.path()), [".git", "CNAME", "notes"]);
    }

    /// `public` may hold `data.csv.gz` and no `data.csv`.
    #[test]
    fn a_compressed_file_without_its_original_is_listed() {
        assert_eq!(list(&site(&["a.html", "a.html.gz", "data.csv.gz"])), "a.html\ndata.csv.gz\n");
    }

    #[test]
    fn an_unmanaged_file_in_the_way_of_the_site_is_named() {
        let site = site(&["CNAME-x", "old/a/index.html", "robots.txt"]);
        for (path, expected) in [
            ("CNAME", false),
            ("robots.txt", true),
            ("old", true),
            ("old/a", true),
            ("robots.txt/x", true),
            ("o", false),
        ] {
            assert_eq!(conflict(&[path.to_owned()], &site).is_some(), expected, "{path}");
        }
    }
}
