//! Paths that must not leave the newsroom.

use std::path::{Component, Path, PathBuf};

use crate::config::table::Table;

/// Returns the path without `.` and `..`, relative to the newsroom, or `None` if it leads out, even by a symbolic link.
pub(super) fn inside(root: &Path, path: &Path) -> Option<PathBuf> {
    let path = path.strip_prefix(root).unwrap_or(path);
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => normal.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    match root.join(&normal).canonicalize() {
        Ok(real) if !real.starts_with(root) => None,
        // A missing file cannot lead out; opening it reports the error.
        Ok(_) | Err(_) => Some(normal),
    }
}

/// Returns the path relative to the newsroom, or reports that it leads out.
pub(super) fn check_inside(table: &mut Table<'_, '_, '_>, root: &Path, file: &str, offset: usize) -> Option<PathBuf> {
    let inside = inside(root, Path::new(file));
    if inside.is_none() {
        table.error(offset, format!("`{file}` is outside the newsroom"), "name a path inside the newsroom's folder");
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("articles")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", root.join("out")).unwrap();
        for (path, expected) in [
            ("articles", Some("articles")),
            ("./articles/../articles/a.md", Some("articles/a.md")),
            ("../elsewhere", None),
            ("articles/../../elsewhere", None),
            ("/etc/passwd", None),
            #[cfg(unix)]
            ("out/etc", None),
        ] {
            assert_eq!(inside(&root, Path::new(path)).as_deref(), expected.map(Path::new), "{path}");
        }
    }
}
