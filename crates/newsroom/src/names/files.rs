//! Finds the files of a newsroom by names as people mean them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::key;

/// The names in the folders that were searched so far, since many references name files of one folder.
#[derive(Clone, Debug, Default)]
pub struct FileNames(Arc<Mutex<BTreeMap<PathBuf, Arc<Names>>>>);

/// The names in a folder by their keys, each in its order.
type Names = BTreeMap<String, Vec<String>>;

/// A file that a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Its path.
    pub path: PathBuf,
    /// Another path that the reference names as well as this one.
    pub other: Option<PathBuf>,
}

impl FileNames {
    /// Finds the file below `root` that a relative path without `..` names. A name that is exactly there is preferred.
    pub fn find(&self, root: &Path, path: &Path) -> Option<NamedFile> {
        let mut found = PathBuf::new();
        let mut other: Option<PathBuf> = None;
        for component in path.components() {
            let Component::Normal(name) = component else { return None };
            let exact = found.join(name);
            if root.join(&exact).exists() {
                other = other.map(|other| other.join(name));
                found = exact;
                continue;
            }
            let names = self.names(root, &found);
            let matching = names.get(&key(&name.to_string_lossy()))?;
            let [first, more @ ..] = matching.as_slice() else { return None };
            other = match (other, more.first()) {
                (None, Some(second)) => Some(found.join(second)),
                (other, _) => other.map(|other| other.join(first)),
            };
            found.push(first);
        }
        let is_file = |path: &PathBuf| root.join(path).is_file();
        is_file(&found).then(|| NamedFile { path: found, other: other.filter(is_file) })
    }

    fn names(&self, root: &Path, folder: &Path) -> Arc<Names> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(folder.to_owned()).or_insert_with(|| Arc::new(list(&root.join(folder)))))
    }
}

fn list(folder: &Path) -> Names {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut names = Names::new();
    for name in entries.filter_map(|entry| entry.file_name().into_string().ok()) {
        names.entry(key(&name)).or_default().push(name);
    }
    names.values_mut().for_each(|names| names.sort());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_any_spelling() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["Bilder/Мост 1.JPG", "Bilder/cafe\u{301}.png", "Bilder/a b.png", "Bilder/A_B.png"] {
            fs::create_dir_all(folder.path().join("Bilder")).expect("a folder");
            fs::write(folder.path().join(path), "x").expect("a file");
        }
        let names = FileNames::default();
        let find = |path: &str| names.find(folder.path(), Path::new(path));
        let path = |path: &str| find(path).map(|found| found.path.to_string_lossy().into_owned());
        assert_eq!(path("Bilder/Мост 1.JPG").as_deref(), Some("Bilder/Мост 1.JPG"));
        assert_eq!(path("bilder/мост_1.jpg").as_deref(), Some("Bilder/Мост 1.JPG"));
        assert_eq!(path("Bilder/café.png").as_deref(), Some("Bilder/cafe\u{301}.png"));
        assert_eq!(path("Bilder/none.png"), None);
        assert_eq!(find("Bilder/a b.png").expect("a file").other, None, "an exact match is not ambiguous");
        let both = find("Bilder/a-b.png").expect("a file");
        assert_eq!(both.path, Path::new("Bilder/A_B.png"));
        assert_eq!(both.other.as_deref(), Some(Path::new("Bilder/a b.png")));
    }
}
