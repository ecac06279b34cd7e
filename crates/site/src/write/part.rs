//! Replaces each file completely or not at all, and removes the leftovers of killed commands.
//!
//! A file is written beside the old one under the name of a part, which then takes its place. The part stays locked until
//! then, so that no other command removes it.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use tempfile::NamedTempFile;

/// The start of the name of a part.
const PART: &str = ".offprint-part-";

/// The age from which a part is left over where files cannot be locked.
const MAX_AGE: Duration = Duration::from_secs(24 * 3600);

/// Writes or replaces a file, completely or not at all.
pub fn replace(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = file.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    let mut part = new_part(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    // Temporary files are private, but a server must be able to read this one.
    part.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    part.persist(file)?;
    Ok(())
}

/// Creates a locked part.
pub(super) fn new_part(folder: &Path) -> anyhow::Result<NamedTempFile> {
    loop {
        let part = tempfile::Builder::new().prefix(PART).tempfile_in(folder)?;
        if lock(part.as_file(), part.path())? {
            return Ok(part);
        }
    }
}

/// Locks a new part. Returns `false` if another command took it for a leftover before it was locked.
fn lock(part: &File, path: &Path) -> anyhow::Result<bool> {
    match part.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(false),
        // This file system has no locks: `is_left` judges by the age.
        Err(TryLockError::Error(_)) => return Ok(true),
    }
    let inode = part.metadata()?.ino();
    Ok(fs::symlink_metadata(path).is_ok_and(|current| current.ino() == inode))
}

/// Returns whether a name is that of a part.
pub(super) fn is_part(name: &str) -> bool {
    name.starts_with(PART)
}

/// Returns the parts in a folder that killed commands left.
fn left_parts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let parts = entries.filter(|entry| is_part(&entry.file_name().to_string_lossy())).map(|entry| entry.path());
    parts.filter(|path| is_left(path)).collect()
}

/// Removes the parts of files that killed commands left in a folder.
pub fn clean_parts(folder: &Path) {
    for part in left_parts(folder) {
        // The next command tries again. A part that is a folder belongs to the command that made it.
        let _ = fs::remove_file(part);
    }
}

/// Returns whether no running command uses a part.
pub(super) fn is_left(part: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(part) else { return false };
    if !metadata.is_file() && !metadata.is_dir() {
        return false;
    }
    match File::open(part).map(|file| file.try_lock()) {
        Ok(Ok(())) => true,
        Ok(Err(TryLockError::WouldBlock)) | Err(_) => false,
        Ok(Err(TryLockError::Error(_))) => {
            metadata.modified().is_ok_and(|time| time.elapsed().is_ok_and(|age| age > MAX_AGE))
        }
    }
}

/// A folder of files that appear in another folder together, once all of them are written.
///
/// It lies in that folder, and has the name of a part. Its file `CONTENTS` names the files to be, so that the next
/// command can remove those of an unfinished group.
pub struct Group {
    path: PathBuf,
    folder: PathBuf,
    names: Vec<String>,
    _lock: File,
    is_whole: bool,
}

/// The file of a group with the names of its files, a line each. The last of them completes the group.
const CONTENTS: &str = "contents";

impl Group {
    /// Starts a group of files with these names. The last one completes it.
    pub fn new(folder: &Path, names: Vec<String>) -> anyhow::Result<Self> {
        loop {
            let path = tempfile::Builder::new().prefix(PART).tempdir_in(folder)?.keep();
            let handle = File::open(&path)?;
            if lock(&handle, &path)? {
                let group = Self { path, folder: folder.to_owned(), names, _lock: handle, is_whole: false };
                write_new(&group.path.join(CONTENTS), group.names.join("\n").as_bytes(), 0o600)?;
                return Ok(group);
            }
        }
    }

    /// Writes a file of the group, with its final mode from the start so that no other user can read it first.
    pub fn write(&self, name: &str, bytes: &[u8], mode: u32) -> anyhow::Result<()> {
        write_new(&self.path.join(name), bytes, mode)
            .with_context(|| format!("{} cannot be written", self.folder.join(name).display()))
    }

    /// Moves the files to their folder. If one is there already, nothing is moved.
    pub fn finish(mut self) -> anyhow::Result<()> {
        for name in &self.names {
            let to = self.folder.join(name);
            ensure!(to.symlink_metadata().is_err(), "{} is there already: move it elsewhere", to.display());
        }
        for name in &self.names {
            let to = self.folder.join(name);
            fs::rename(self.path.join(name), &to).with_context(|| format!("{} cannot be written", to.display()))?;
        }
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.is_whole {
            remove_moved(&self.path, &self.folder);
        }
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes the groups that killed commands left in a folder, and the files of unfinished ones.
pub fn clean_groups(folder: &Path) {
    for group in left_groups(folder) {
        remove_moved(&group, folder);
        let _ = fs::remove_dir_all(group);
    }
}

/// Returns whether a folder holds nothing but leftovers of killed commands.
pub fn is_vacant(folder: &Path) -> std::io::Result<bool> {
    let mut left = left_parts(folder);
    left.extend(left_groups(folder).flat_map(|group| moved(&group, folder)));
    for entry in fs::read_dir(folder)? {
        if !left.contains(&entry?.path()) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn left_groups(folder: &Path) -> impl Iterator<Item = PathBuf> {
    left_parts(folder).into_iter().filter(|part| part.is_dir())
}

/// Removes the files of an unfinished group that were moved already.
fn remove_moved(group: &Path, folder: &Path) {
    for file in moved(group, folder) {
        let _ = fs::remove_file(file);
    }
}

/// Returns the files of an unfinished group that were moved already.
fn moved(group: &Path, folder: &Path) -> Vec<PathBuf> {
    let contents = fs::read_to_string(group.join(CONTENTS)).unwrap_or_default();
    let names: Vec<&str> = contents.lines().collect();
    // A file that was not moved yet is still in the group: a file of its name in the folder is another one.
    let is_moved = |name: &str| group.join(name).symlink_metadata().is_err();
    match names.split_last() {
        Some((last, others)) if !is_moved(last) => {
            let others = others.iter().filter(|name| !name.contains('/') && is_moved(name));
            others.map(|name| folder.join(name)).collect()
        }
        _ => Vec::new(),
    }
}

fn write_new(path: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn group(folder: &Path) -> Group {
        let group =
            Group::new(folder, vec!["a.key".to_owned(), "b.key".to_owned(), "root.1.txt".to_owned()]).expect("a group");
        group.write("a.key", b"a", 0o600).expect("written");
        group.write("b.key", b"b", 0o600).expect("written");
        group
    }

    #[test]
    fn what_killed_commands_left_is_removed_and_what_runs_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let running = new_part(folder.path()).expect("a part");
        let name = running.path().file_name().expect("a name").to_string_lossy().into_owned();
        fs::write(folder.path().join(".offprint-part-Ab12Cd"), "{").expect("written");
        // Other programs use the second name.
        for own in [".tmp", ".tmpAb12Cd", "desk-1.key"] {
            fs::write(folder.path().join(own), "").expect("written");
        }
        clean_parts(folder.path());
        let expected: std::collections::BTreeSet<String> =
            [".tmp", ".tmpAb12Cd", "desk-1.key", &name].map(str::to_owned).into();
        assert_eq!(names(folder.path()), expected.into_iter().collect::<Vec<_>>());
        drop(running);
        replace(&folder.path().join("last.json"), b"{}").expect("written");
        assert!(!names(folder.path()).contains(&name), "a part that was not finished is removed");
    }

    #[test]
    fn a_group_appears_as_a_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        // Its command fails before the last file.
        drop(group(folder.path()));
        assert!(names(folder.path()).is_empty());
        let whole = group(folder.path());
        whole.write("root.1.txt", b"root", 0o644).expect("written");
        whole.finish().expect("moved");
        assert_eq!(names(folder.path()), ["a.key", "b.key", "root.1.txt"]);
        // Nothing replaces a file.
        let again = group(folder.path());
        again.write("root.1.txt", b"root", 0o644).expect("written");
        assert!(again.finish().is_err());
        assert_eq!(names(folder.path()), ["a.key", "b.key", "root.1.txt"]);
    }

    #[test]
    fn a_group_whose_command_was_killed_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("c.key"), "another key").expect("written");
        for moved in [&["a.key"][..], &["a.key", "b.key"], &[]] {
            let killed = group(folder.path());
            killed.write("root.1.txt", b"root", 0o644).expect("written");
            moved.iter().for_each(|name| fs::rename(killed.path.join(name), folder.path().join(name)).expect("moved"));
            clean_groups(folder.path());
            assert!(killed.path.exists(), "its command still runs");
            // A killed process drops nothing, but its locks end.
            killed._lock.unlock().expect("unlocked");
            std::mem::forget(killed);
            assert!(!is_vacant(folder.path()).expect("read"), "another key is there");
            clean_groups(folder.path());
            assert_eq!(names(folder.path()), ["c.key"], "{moved:?}");
        }
    }

    #[test]
    fn a_folder_of_leftovers_is_vacant() {
        let folder = tempfile::tempdir().expect("a folder");
        let killed = group(folder.path());
        killed.write("root.1.txt", b"root", 0o644).expect("written");
        fs::rename(killed.path.join("a.key"), folder.path().join("a.key")).expect("moved");
        assert!(!is_vacant(folder.path()).expect("read"), "its command still runs");
        killed._lock.unlock().expect("unlocked");
        std::mem::forget(killed);
        assert!(is_vacant(folder.path()).expect("read"));
        fs::create_dir(folder.path().join(".tmpAb12Cd")).expect("made");
        assert!(!is_vacant(folder.path()).expect("read"), "a folder of another program is there");
    }

    #[test]
    fn a_group_that_was_killed_when_it_was_whole_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let killed = group(folder.path());
        killed.write("root.1.txt", b"root", 0o644).expect("written");
        killed
            .names
            .iter()
            .for_each(|name| fs::rename(killed.path.join(name), folder.path().join(name)).expect("moved"));
        killed._lock.unlock().expect("unlocked");
        std::mem::forget(killed);
        clean_groups(folder.path());
        assert_eq!(names(folder.path()), ["a.key", "b.key", "root.1.txt"]);
    }
}
