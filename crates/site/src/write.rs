//! Writes a site to disk, all or nothing: into a folder beside the old one, which then replaces the old one as a whole.

mod destination;
mod part;
mod read;
mod unmanaged;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::Head;
use rayon::prelude::*;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

pub use self::destination::{Purpose, ReadPlace, check, real, without_parents};
pub use self::part::{Group, clean_groups, clean_parts, is_vacant, replace};
pub use self::unmanaged::FILE_LIST;
use crate::compress::Encodings;
use crate::{Site, compress, original_of};

/// The ending of the name of a folder with an unfinished site, before the process number.
const STAGING: &str = ".offprint-staging-";
/// The ending of the name of the file that is locked while a site is being written.
const LOCK: &str = ".offprint-lock";
/// The ending of the name of an old site that was moved aside.
const ASIDE: &str = ".old";

/// A folder for a site, locked against other builds.
pub struct SiteFolder {
    named: PathBuf,
    out: PathBuf,
    previous: Option<Head>,
    _lock: Lock,
}

impl SiteFolder {
    /// Locks a folder, and removes the leftovers of killed commands.
    pub fn lock(out: &Path) -> anyhow::Result<Self> {
        let (named, out) = (out.to_owned(), real(out)?);
        let parent =
            out.parent().with_context(|| format!("{} is not inside a folder: name another one", out.display()))?;
        fs::create_dir_all(parent).with_context(|| format!("{} cannot be created", parent.display()))?;
        let lock = Lock::new(&out)?;
        clean(&out)?;
        let previous = destination::previous_head(&out)?;
        Ok(Self { named, out, previous, _lock: lock })
    }

    /// Returns the folder as the caller of [`Self::lock`] named it.
    pub fn folder(&self) -> &Path {
        &self.named
    }

    /// Returns the head of the edition that the folder held when it was locked.
    pub fn previous(&self) -> Option<Head> {
        self.previous.clone()
    }

    /// Replaces the site in the folder; on an error the old one stays.
    ///
    /// Returns the paths of unmanaged files, which stay in the folder.
    pub fn write(&self, site: &Site) -> anyhow::Result<Vec<String>> {
        let out = &self.out;
        if let Some(path) = unmanaged::conflict(&unmanaged::find(out, out), site) {
            bail!(
                "Offprint did not write {}, and a file of the new site belongs there: move it elsewhere",
                out.join(path).display()
            );
        }
        let staging = Staging::new(out)?;
        fill(site, out, &staging.path)?;
        swap(&staging.path, out)?;
        retire(&staging.path, out)
    }
}

impl SiteFolder {
    /// Changes single files of the site, each atomically, and the head last: until then readers see the old edition.
    ///
    /// `before` is the result of [`Self::read`]. If files had compressed copies, changed files get new ones.
    pub fn change(&self, before: &Site, mut site: Site) -> anyhow::Result<()> {
        let is_changed = |path: &String, bytes: &Vec<u8>| before.get(path) != Some(bytes);
        let mut changed: Site = site
            .iter()
            .filter(|(path, bytes)| is_changed(path, bytes))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        let has = |ending: &str| before.keys().any(|path| path.ends_with(ending));
        compress::add(&mut changed, Encodings { brotli: has(".br"), gzip: has(".gz") }, &|| {});
        // A server would send the copy of the old file in place of the new file.
        let is_stale = |path: &str| {
            original_of(path).is_some_and(|original| changed.contains_key(original)) && !changed.contains_key(path)
        };
        site.retain(|path, _| !is_stale(path));
        site.extend(changed.clone());
        let (heads, others): (Vec<_>, Vec<_>) = changed.iter().partition(|(path, _)| path.starts_with(Head::PATH));
        // The head itself comes after its compressed copies.
        for (path, bytes) in others.into_iter().chain(heads.into_iter().rev()) {
            replace(&self.out.join(path), bytes)
                .with_context(|| format!("{path} cannot be written: is there room on the disk?"))?;
        }
        for path in before.keys().filter(|path| !site.contains_key(*path)) {
            // A file that cannot be removed does no harm, since the list no longer names it.
            let _ = fs::remove_file(self.out.join(path));
        }
        Ok(())
    }
}

/// A locked file beside the site, removed when the lock ends.
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    fn new(out: &Path) -> anyhow::Result<Self> {
        let path = beside(out, LOCK);
        loop {
            let explain = || destination::not_created(&path, out);
            let file = File::create(&path).with_context(explain)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    bail!("another build is writing {}: wait until it is done", out.display())
                }
                Err(TryLockError::Error(error)) => return Err(error).with_context(explain),
            }
            // The previous owner may have removed the file in the meantime, and another build may have locked a new
            // one.
            let inode = file.metadata()?.ino();
            if fs::metadata(&path).is_ok_and(|current| current.ino() == inode) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A folder beside the old site, removed if the new site cannot be written.
struct Staging {
    path: PathBuf,
}

impl Staging {
    fn new(out: &Path) -> anyhow::Result<Self> {
        let path = beside(out, &format!("{STAGING}{}", std::process::id()));
        fs::create_dir(&path).with_context(|| destination::not_created(&path, out))?;
        Ok(Self { path })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Unmanaged files that could not be moved must not be removed.
        if unmanaged::find(&self.path, &self.path).is_empty() {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Returns a hidden path beside a site.
fn beside(out: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(out.file_name().unwrap_or(OsStr::new("site")));
    name.push(end);
    out.with_file_name(name)
}

fn aside(new: &Path) -> PathBuf {
    let mut name = new.as_os_str().to_owned();
    name.push(ASIDE);
    PathBuf::from(name)
}

/// Cleans up after builds that were killed, and puts back an old site that was moved aside.
fn clean(out: &Path) -> anyhow::Result<()> {
    let prefix = beside(out, STAGING);
    let prefix = prefix.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = out.parent().context("a site is inside a folder")?;
    let mut leftovers = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            leftovers.push(entry.path());
        }
    }
    leftovers.sort();
    for path in leftovers {
        if path.to_string_lossy().ends_with(ASIDE) && !out.exists() {
            fs::rename(&path, out)
                .with_context(|| format!("the old site cannot be put back from {}", path.display()))?;
        } else {
            retire(&path, out)?;
        }
    }
    Ok(())
}

/// Writes the files. One that did not change becomes a hard link to the old file, so that its modification time stays.
fn fill(site: &Site, old: &Path, new: &Path) -> anyhow::Result<()> {
    let write = |path: &str, bytes: &[u8]| -> anyhow::Result<()> {
        let file = new.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let old_file = old.join(path);
        let unchanged = fs::read(&old_file).is_ok_and(|old| old == bytes);
        if !(unchanged && fs::hard_link(&old_file, &file).is_ok()) {
            fs::write(&file, bytes)?;
        }
        Ok(())
    };
    let explain = |path: &str| format!("{path} cannot be written: is there room on the disk?");
    // The list comes first, so that `clean` recognises the files of a site that was never finished.
    let list = unmanaged::list(site);
    write(unmanaged::FILE_LIST, list.as_bytes()).with_context(|| explain(unmanaged::FILE_LIST))?;
    site.par_iter().try_for_each(|(path, bytes)| write(path, bytes).with_context(|| explain(path)))
}

/// Exchanges the new folder and the old one.
fn swap(new: &Path, out: &Path) -> anyhow::Result<()> {
    let explain = |error: std::io::Error| {
        let message = destination::not_replaced(out, error.kind());
        anyhow::Error::new(error).context(message)
    };
    if !out.exists() {
        return fs::rename(new, out).map_err(explain);
    }
    match renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => swap_in_steps(new, out).map_err(explain),
        Err(error) => Err(explain(error.into())),
    }
}

/// Exchanges two folders on file systems that cannot do it at once.
fn swap_in_steps(new: &Path, out: &Path) -> std::io::Result<()> {
    let aside = aside(new);
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(new, out) {
        fs::rename(&aside, out)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}

/// Removes an old site, and moves unmanaged files such as `.git` or `CNAME` to the new one.
fn retire(old: &Path, out: &Path) -> anyhow::Result<Vec<String>> {
    let kept = unmanaged::find(old, out);
    for path in &kept {
        move_over(&old.join(path), &out.join(path), out).with_context(|| {
            format!(
                "Offprint did not write {path}, and cannot move it to {}: move it out of {}",
                out.display(),
                old.display()
            )
        })?;
    }
    // The new site is in place. The next build removes what cannot be removed now.
    let _ = fs::remove_dir_all(old);
    Ok(kept)
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
mod tests;
