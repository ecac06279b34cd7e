//! Finds unmanaged files in a site's folder, those that Offprint did not write. They stay when the site is replaced.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::part::is_part;
use crate::{Site, original_of};

/// The file that lists the other files of the site; no page links to it.
pub const FILE_LIST: &str = ".offprint-files";

/// Lists the files of a site, one a line, without the folder `edition`, which is all the site's, and compressed copies.
pub(super) fn list(site: &Site) -> String {
    let site_files = site.keys().filter(|path| !path.starts_with(EDITION) && without_copy(path) == path.as_str());
    site_files.flat_map(|path| [path.as_str(), "\n"]).collect()
}

/// Returns the unmanaged paths in an old site; a folder without any file of the site counts as one path. `out` holds
/// the site that replaced it.
pub(super) fn find(old: &Path, out: &Path) -> Vec<String> {
    let mut found = Vec::new();
    match read_list(old) {
        Some(files) => search(old, "", &files, &mut found),
        None => found.extend(names(old).into_iter().filter(|name| is_unknown(name, read_list(out).as_ref()))),
    }
    found
}

/// Returns the first path that a file of the site needs.
pub(super) fn conflict<'a>(found: &'a [String], site: &Site) -> Option<&'a str> {
    let is_file_or_folder = |path: &str| {
        let mut next = site.range(path.to_owned()..).map(|(key, _)| key);
        let inside = format!("{path}/");
        next.next().is_some_and(|key| key == path)
            || site.range(inside.clone()..).next().is_some_and(|(key, _)| key.starts_with(&inside))
    };
    let below_a_file = |path: &str| path.match_indices('/').any(|(end, _)| site.contains_key(&path[..end]));
    found.iter().map(String::as_str).find(|path| is_file_or_folder(path) || below_a_file(path))
}

const EDITION: &str = "edition/";

fn without_copy(path: &str) -> &str {
    original_of(path).unwrap_or(path)
}

fn read_list(folder: &Path) -> Option<BTreeSet<String>> {
    let text = fs::read_to_string(folder.join(FILE_LIST)).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// Returns the names in a folder, without the parts that a killed command left.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !is_part(name)).collect();
    names.sort();
    names
}

fn search(root: &Path, inside: &str, files: &BTreeSet<String>, found: &mut Vec<String>) {
    for name in names(&root.join(inside)) {
        let path = format!("{inside}{name}");
        let folder = format!("{path}/");
        if path == FILE_LIST || folder == EDITION || files.contains(without_copy(&path)) {
            continue;
        }
        let holds_own = files.range(folder.clone()..).next().is_some_and(|file| file.starts_with(&folder));
        let is_folder = root.join(&path).symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
        if holds_own && is_folder {
            search(root, &folder, files, found);
        } else {
            found.push(path);
        }
    }
}

/// Returns whether a name at the top of a site without a list seems unmanaged, judging by the site that replaced it.
fn is_unknown(name: &str, successor: Option<&BTreeSet<String>>) -> bool {
    if name == FILE_LIST || name.starts_with("offprint-") || format!("{name}/") == EDITION {
        return false;
    }
    match successor {
        Some(files) => {
            let original = without_copy(name);
            let folder = format!("{name}/");
            !files.contains(original)
                && !files.range(folder.clone()..).next().is_some_and(|file| file.starts_with(&folder))
        }
        None => name.starts_with('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let old = folder(&[&site_files[..], &unmanaged[..], &left[..]].concat());
        let found = [".git", "CNAME", "articles/a/.tmpnotes1", "articles/a/notes.txt", "notes"];
        fs::write(old.path().join(FILE_LIST), list(&site(&site_files))).expect("written");
        assert_eq!(find(old.path(), Path::new("none")), found);
        // A site that has no list: only its top level is judged, by the site that replaced it.
        fs::remove_file(old.path().join(FILE_LIST)).expect("removed");
        let out = folder(&[]);
        assert_eq!(find(old.path(), out.path()), [".git"]);
        fs::write(out.path().join(FILE_LIST), list(&site(&["index.html", "articles/b/index.html"]))).expect("written");
        assert_eq!(find(old.path(), out.path()), [".git", "CNAME", "notes"]);
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
