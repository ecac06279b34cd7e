//! Writes a site to disk, all or nothing: into a folder beside the old one, which is then exchanged as a whole.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::Head;
use rayon::prelude::*;
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use rustix::io::Errno;

use crate::site::Site;

/// What stands in the name of a folder that a site is being written into.
const STAGING: &str = ".offprint-staging-";

/// The head of the edition that a folder holds now. Refuses a folder that a site must not replace.
pub fn previous_head(out: &Path) -> anyhow::Result<Option<Head>> {
    match fs::read(out.join(Head::PATH)) {
        Ok(bytes) => {
            let head = serde_json::from_slice(&bytes);
            Ok(Some(head.with_context(|| {
                format!("{} cannot be read: remove the site or name another folder", out.join(Head::PATH).display())
            })?))
        }
        Err(_) if is_vacant(out)? => Ok(None),
        Err(_) => bail!(
            "{} holds files but no edition, so it is not replaced: name an empty or a new folder with --out",
            out.display()
        ),
    }
}

/// Puts a site into a folder in place of the site that is there. When this fails, that one stays.
pub fn write(site: &Site, out: &Path) -> anyhow::Result<()> {
    previous_head(out)?;
    let out = absolute(out)?;
    clean(&out)?;
    let staging = Staging::new(&out)?;
    fill(site, &out, &staging.path)?;
    swap(&staging.path, &out)?;
    retire(&staging.path, &out);
    Ok(())
}

fn is_vacant(out: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", out.display())),
    }
}

/// Follows symbolic links, so that what is exchanged is the folder and not the link to it.
fn absolute(out: &Path) -> anyhow::Result<PathBuf> {
    if let Ok(path) = out.canonicalize() {
        return Ok(path);
    }
    let path = std::path::absolute(out)?;
    let parent = path.parent().with_context(|| format!("{} has no folder around it: name another", out.display()))?;
    fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
    Ok(parent.canonicalize()?.join(path.file_name().unwrap_or_default()))
}

/// A folder beside the old site. It is locked while it is used and removed when it is no longer needed.
struct Staging {
    path: PathBuf,
    _lock: File,
}

impl Staging {
    fn new(out: &Path) -> anyhow::Result<Self> {
        let path = out.with_file_name(format!("{}{}", prefix(out).to_string_lossy(), std::process::id()));
        let make = || -> anyhow::Result<Self> {
            fs::create_dir(&path)?;
            let lock = File::open(&path)?;
            flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
            Ok(Self { path: path.clone(), _lock: lock })
        };
        make().with_context(|| format!("{} cannot be made: the site is written beside its old version", path.display()))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn prefix(out: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(out.file_name().unwrap_or(OsStr::new("site")));
    prefix.push(STAGING);
    prefix
}

/// Removes what builds left behind that were killed. One that still runs holds the lock on its folder.
fn clean(out: &Path) -> anyhow::Result<()> {
    let prefix = prefix(out).to_string_lossy().into_owned();
    let folder = out.parent().context("a folder is in a folder")?;
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let is_staging = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix));
        if !is_staging {
            continue;
        }
        let Ok(lock) = File::open(&path) else { continue };
        if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
            bail!("another build is writing {}: wait until it is done", out.display());
        }
        retire(&path, out);
    }
    Ok(())
}

/// Writes the files. One that did not change is the old file itself, so that copies and caches see that it did not.
fn fill(site: &Site, old: &Path, new: &Path) -> anyhow::Result<()> {
    let write = |path: &str, bytes: &[u8]| -> anyhow::Result<()> {
        let file = new.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let same = old.join(path);
        let unchanged = fs::read(&same).is_ok_and(|old| old == bytes);
        if !(unchanged && fs::hard_link(&same, &file).is_ok()) {
            fs::write(&file, bytes)?;
        }
        Ok(())
    };
    site.par_iter().try_for_each(|(path, bytes)| {
        write(path, bytes).with_context(|| format!("{path} cannot be written: is there room on the disk?"))
    })
}

/// Puts the new folder in the place of the old one, which ends up where the new one was.
fn swap(new: &Path, out: &Path) -> anyhow::Result<()> {
    let explain =
        || format!("the new site cannot be put in the place of {}: the old one is still there", out.display());
    if !out.exists() {
        return fs::rename(new, out).with_context(explain);
    }
    match renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => swap_in_steps(new, out).with_context(explain),
        Err(error) => Err(error).with_context(explain),
    }
}

/// For file systems that cannot exchange two folders.
fn swap_in_steps(new: &Path, out: &Path) -> anyhow::Result<()> {
    let aside = new.with_extension("old");
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(new, out) {
        fs::rename(&aside, out)?;
        return Err(error.into());
    }
    fs::rename(&aside, new)?;
    Ok(())
}

/// Removes an old site, but for what never was the site's: hidden files at its top, such as `.git` or `.htaccess`.
fn retire(old: &Path, out: &Path) {
    for entry in fs::read_dir(old).into_iter().flatten().flatten() {
        let kept = out.join(entry.file_name());
        if entry.file_name().to_string_lossy().starts_with('.') && out.is_dir() && !kept.exists() {
            let _ = fs::rename(entry.path(), kept);
        }
    }
    // The new site is in place: what cannot be removed now is removed by the next build.
    let _ = fs::remove_dir_all(old);
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let head = (
            Head::PATH,
            r#"{"edition":3,"manifest":{"hash":"0000000000000000000000000000000000000000000000000000000000000000","bytes":1}}"#,
        );
        files.iter().chain([&head]).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_takes_the_place_of_the_old_one_as_a_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("deep/site");
        write(&site(&[("a/b.html", "one"), ("same.txt", "same"), ("gone.txt", "")]), &out).expect("written");
        let before = fs::metadata(out.join("same.txt")).expect("there").ino();
        fs::create_dir(out.join(".git")).expect("made");
        write(&site(&[("a/b.html", "two"), ("same.txt", "same")]), &out).expect("written again");
        assert_eq!(names(&out), [".git", "a", "edition", "same.txt"]);
        assert_eq!(fs::read_to_string(out.join("a/b.html")).expect("there"), "two");
        assert_eq!(fs::metadata(out.join("same.txt")).expect("there").ino(), before, "an unchanged file stays itself");
        assert_eq!(names(&folder.path().join("deep")), ["site"], "nothing else is left");
        assert_eq!(previous_head(&out).expect("a head").map(|head| head.edition), Some(3));
    }

    #[test]
    fn file_systems_without_exchange_are_served_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let (new, out) = (folder.path().join("new"), folder.path().join("out"));
        fs::create_dir(&new).expect("made");
        fs::create_dir(&out).expect("made");
        fs::write(new.join("new.txt"), "").expect("written");
        swap_in_steps(&new, &out).expect("swapped");
        assert_eq!(names(&out), ["new.txt"]);
        assert_eq!(names(folder.path()), ["new", "out"]);
    }

    #[test]
    fn a_folder_of_other_things_is_never_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.txt"), "years of work").expect("written");
        let error = write(&site(&[]), folder.path()).expect_err("refused");
        assert!(error.to_string().contains("no edition"), "{error}");
        assert_eq!(names(folder.path()), ["thesis.txt"]);
    }

    #[test]
    fn a_failed_build_leaves_the_old_site_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("site");
        write(&site(&[("a.txt", "old")]), &out).expect("written");
        // A file cannot be a folder as well.
        let error = write(&site(&[("a.txt", "new"), ("a.txt/b", "")]), &out).expect_err("impossible");
        assert!(format!("{error:#}").contains("cannot be written"), "{error:#}");
        assert_eq!(fs::read_to_string(out.join("a.txt")).expect("there"), "old");
        assert_eq!(names(folder.path()), ["site"]);
    }

    #[test]
    fn what_a_killed_build_left_is_cleaned_and_a_running_one_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().canonicalize().expect("a folder").join("site");
        fs::create_dir(folder.path().join(".site.offprint-staging-1")).expect("made");
        write(&site(&[]), &out).expect("written");
        assert_eq!(names(folder.path()), ["site"]);
        let running = Staging::new(&out).expect("staging");
        let error = write(&site(&[]), &out).expect_err("somebody else writes");
        assert!(error.to_string().contains("another build"), "{error}");
        drop(running);
        assert_eq!(names(folder.path()), ["site"]);
    }
}
