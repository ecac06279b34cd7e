//! Writes a site to disk, all or nothing: into a folder beside the old one, which is then exchanged as a whole.

mod destination;
mod read;
mod unmanaged;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use model::Head;
use rayon::prelude::*;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

pub use self::destination::check;
pub use self::destination::{real, without_parents};
pub use self::unmanaged::FILE_LIST;
use crate::Site;
use crate::compress;

/// What stands in the name of a folder that a site is being written into.
const STAGING: &str = ".offprint-staging-";
/// How the name of the file ends that is locked while a site is being written.
const LOCK: &str = ".offprint-lock";
/// How the name of an old site ends that steps aside.
const ASIDE: &str = ".old";

/// A folder for a site, in which no other build writes as long as this lives.
pub struct SiteFolder {
    named: PathBuf,
    out: PathBuf,
    previous: Option<Head>,
    _lock: Lock,
}

impl SiteFolder {
    /// Takes a folder, and cleans up what builds left there that were killed.
    pub fn take(out: &Path) -> anyhow::Result<Self> {
        let (named, out) = (out.to_owned(), real(out)?);
        let parent =
            out.parent().with_context(|| format!("{} has no folder around it: name another", out.display()))?;
        fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
        let lock = Lock::new(&out)?;
        clean(&out)?;
        let previous = destination::previous_head(&out)?;
        Ok(Self { named, out, previous, _lock: lock })
    }

    /// The folder, as whoever took it calls it.
    pub fn folder(&self) -> &Path {
        &self.named
    }

    /// The head of the edition that the folder holds now.
    pub fn previous(&self) -> Option<Head> {
        self.previous.clone()
    }

    /// Puts a site in place of the one that is there; when this fails, that one stays.
    ///
    /// Gives what stands in the folder without being the site's, and stays there.
    pub fn write(&self, site: &Site) -> anyhow::Result<Vec<String>> {
        let out = &self.out;
        if let Some(path) = unmanaged::conflict(&unmanaged::find(out, out), site) {
            bail!(
                "{} is not the site's, and stands where the new site has a file: move it away",
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
    /// Changes single files of the site that is there, each at once, the head last: until then the site is the old one.
    ///
    /// `before` is what [`Self::read`] gave. Files that have compressed copies get new ones.
    pub fn change(&self, before: &Site, mut site: Site) -> anyhow::Result<()> {
        let is_changed = |path: &String, bytes: &Vec<u8>| before.get(path) != Some(bytes);
        let mut changed: Site = site
            .iter()
            .filter(|(path, bytes)| is_changed(path, bytes))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        if before.keys().any(|path| path.ends_with(".gz")) {
            compress::add(&mut changed, &|| {});
        }
        // A copy of what it was before would be sent in its place.
        let is_stale = |path: &str| {
            let of = path.strip_suffix(".gz").or_else(|| path.strip_suffix(".br"));
            of.is_some_and(|of| changed.contains_key(of)) && !changed.contains_key(path)
        };
        site.retain(|path, _| !is_stale(path));
        site.extend(changed.clone());
        let (heads, others): (Vec<_>, Vec<_>) = changed.iter().partition(|(path, _)| path.starts_with(Head::PATH));
        // The head itself comes after its copies.
        for (path, bytes) in others.into_iter().chain(heads.into_iter().rev()) {
            replace(&self.out.join(path), bytes)
                .with_context(|| format!("{path} cannot be written: is there room on the disk?"))?;
        }
        for path in before.keys().filter(|path| !site.contains_key(*path)) {
            // What is left lying there is not listed any more, and harms nobody.
            let _ = fs::remove_file(self.out.join(path));
        }
        Ok(())
    }
}

/// Puts a file in the place of another one, or of none: whole or not at all.
pub fn replace(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = file.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    // As other files, for a server to read.
    part.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    part.persist(file)?;
    Ok(())
}

/// A file beside the site, locked while it is written and removed after that.
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    fn new(out: &Path) -> anyhow::Result<Self> {
        let path = beside(out, LOCK);
        loop {
            let explain = || format!("{} cannot be made: the site is written beside its old version", path.display());
            let file = File::create(&path).with_context(explain)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    bail!("another build is writing {}: wait until it is done", out.display())
                }
                Err(TryLockError::Error(error)) => return Err(error).with_context(explain),
            }
            // Whoever held it before may have removed it in the meantime: then another may hold the file that is there.
            let own = file.metadata()?.ino();
            if fs::metadata(&path).is_ok_and(|there| there.ino() == own) {
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

/// A folder beside the old site, removed when the site could not be written.
struct Staging {
    path: PathBuf,
}

impl Staging {
    fn new(out: &Path) -> anyhow::Result<Self> {
        let path = beside(out, &format!("{STAGING}{}", std::process::id()));
        fs::create_dir(&path).with_context(|| {
            format!("{} cannot be made: the site is written beside its old version", path.display())
        })?;
        Ok(Self { path })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What is not the site's and could not be moved is not removed either.
        if unmanaged::find(&self.path, &self.path).is_empty() {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// A hidden path beside a site.
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

/// Removes what builds left behind that were killed, and puts back an old site that had stepped aside.
fn clean(out: &Path) -> anyhow::Result<()> {
    let prefix = beside(out, STAGING);
    let prefix = prefix.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = out.parent().context("a folder is in a folder")?;
    let mut left = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            left.push(entry.path());
        }
    }
    left.sort();
    for path in left {
        if path.to_string_lossy().ends_with(ASIDE) && !out.exists() {
            fs::rename(&path, out)
                .with_context(|| format!("the old site cannot be put back from {}", path.display()))?;
        } else {
            retire(&path, out)?;
        }
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
    let explain = |path: &str| format!("{path} cannot be written: is there room on the disk?");
    // The list is there first: whatever else lies in this folder is the site's, also when it is never finished.
    let list = unmanaged::list(site);
    write(unmanaged::FILE_LIST, list.as_bytes()).with_context(|| explain(unmanaged::FILE_LIST))?;
    site.par_iter().try_for_each(|(path, bytes)| write(path, bytes).with_context(|| explain(path)))
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
    let aside = aside(new);
    fs::rename(out, &aside)?;
    if let Err(error) = fs::rename(new, out) {
        fs::rename(&aside, out)?;
        return Err(error.into());
    }
    fs::rename(&aside, new)?;
    Ok(())
}

/// Removes an old site, and moves over to the new one what never was the site's, such as `.git` or `CNAME`.
fn retire(old: &Path, out: &Path) -> anyhow::Result<Vec<String>> {
    let kept = unmanaged::find(old, out);
    for path in &kept {
        move_over(&old.join(path), &out.join(path), out).with_context(|| {
            format!(
                "{path} is not the site's, and cannot be moved to {}: take it out of {}",
                out.display(),
                old.display()
            )
        })?;
    }
    // The new site is in place: what cannot be removed now is removed by the next build.
    let _ = fs::remove_dir_all(old);
    Ok(kept)
}

fn move_over(from: &Path, to: &Path, out: &Path) -> anyhow::Result<()> {
    if to.symlink_metadata().is_ok() {
        bail!("something of that name is there");
    }
    if let Some(folder) = to.parent().filter(|folder| *folder != out) {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::rename(from, to)?)
}

#[cfg(test)]
mod tests;
