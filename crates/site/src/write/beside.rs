//! Finishes what older versions left beside a site. They wrote a new folder beside the old one, and exchanged the two.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::unmanaged;

/// The ending of the name of a folder with an unfinished site, before the process number.
const STAGING: &str = ".offprint-staging-";
/// The ending of the name of the file that was locked while a site was being written.
const LOCK: &str = ".offprint-lock";
/// The ending of the name of an old site that was moved aside.
const ASIDE: &str = ".old";

/// Puts back an old site that was moved aside, if nothing is in its place.
pub(super) fn put_back(out: &Path) -> anyhow::Result<()> {
    check_lock(out)?;
    let is_aside = |path: &PathBuf| path.to_string_lossy().ends_with(ASIDE);
    match leftovers(out).into_iter().find(is_aside) {
        Some(aside) if !out.exists() => {
            fs::rename(&aside, out).with_context(|| format!("the old site cannot be put back from {}", aside.display()))
        }
        _ => Ok(()),
    }
}

/// Removes what is left, and moves unmanaged files such as `.git` or `CNAME` to the site.
pub(super) fn clean(out: &Path) -> anyhow::Result<()> {
    leftovers(out).iter().try_for_each(|old| retire(old, out))
}

/// Refuses a site that an older version is writing.
fn check_lock(out: &Path) -> anyhow::Result<()> {
    let path = beside(out, LOCK);
    let Ok(file) = File::open(&path) else { return Ok(()) };
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
        bail!("another build is writing {}: wait until it is done", out.display());
    }
    let _ = fs::remove_file(&path);
    Ok(())
}

/// Returns the folders that killed builds left. Above some mount points there is nothing to be read.
fn leftovers(out: &Path) -> Vec<PathBuf> {
    let prefix = beside(out, STAGING);
    let prefix = prefix.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries = out.parent().and_then(|parent| fs::read_dir(parent).ok()).into_iter().flatten().flatten();
    let is_left = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(&prefix);
    let mut leftovers: Vec<PathBuf> = entries.filter(is_left).map(|entry| entry.path()).collect();
    leftovers.sort();
    leftovers
}

/// Returns a hidden path beside a site.
fn beside(out: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(out.file_name().unwrap_or(OsStr::new("site")));
    name.push(end);
    out.with_file_name(name)
}

fn retire(old: &Path, out: &Path) -> anyhow::Result<()> {
    for path in unmanaged::find(old, out) {
        move_over(&old.join(&path), &out.join(&path), out).with_context(|| {
            format!(
                "Offprint did not write {path}, and cannot move it to {}: move it out of {}",
                out.display(),
                old.display()
            )
        })?;
    }
    // The next build removes what cannot be removed now.
    let _ = fs::remove_dir_all(old);
    Ok(())
}

fn move_over(from: &Path, to: &Path, out: &Path) -> anyhow::Result<()> {
    if to.symlink_metadata().is_ok() {
        bail!("a file or folder of that name is there already");
    }
    if let Some(folder) = to.parent().filter(|folder| *folder != out) {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::rename(from, to)?)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{names, site, write};
    use super::super::{FILE_LIST, SiteFolder};
    use super::*;

    #[test]
    fn what_a_killed_build_left_is_cleaned_and_a_running_one_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("site");
        write(&site(&[]), &out).expect("written");
        let staging = folder.path().join(".site.offprint-staging-1");
        fs::create_dir_all(staging.join("a")).expect("made");
        fs::write(staging.join(FILE_LIST), "a/index.html\n").expect("written");
        fs::write(staging.join("a/index.html"), "").expect("written");
        fs::write(staging.join("CNAME"), "lantern.example").expect("written");
        let lock = File::create(folder.path().join(".site.offprint-lock")).expect("a lock");
        lock.try_lock().expect("locked");
        let error = SiteFolder::lock(&out).err().expect("another build writes");
        assert!(error.to_string().contains("another build"), "{error}");
        drop(lock);
        write(&site(&[]), &out).expect("written");
        assert_eq!(names(folder.path()), ["site"]);
        assert_eq!(fs::read_to_string(out.join("CNAME")).expect("there"), "lantern.example");
    }

    #[test]
    fn an_old_site_that_had_stepped_aside_is_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().canonicalize().expect("a folder").join("site");
        write(&site(&[("a.txt", "old")]), &out).expect("written");
        // Killed between the two renames of an exchange in steps.
        fs::create_dir(folder.path().join(".site.offprint-staging-1")).expect("made");
        fs::rename(&out, folder.path().join(".site.offprint-staging-1.old")).expect("moved");
        let site_folder = SiteFolder::lock(&out).expect("locked");
        assert_eq!(site_folder.previous().map(|head| head.edition), Some(3));
        drop(site_folder);
        assert_eq!(fs::read_to_string(out.join("a.txt")).expect("there"), "old");
        assert_eq!(names(folder.path()), ["site"]);
    }
}
