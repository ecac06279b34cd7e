//! Writes a site to disk in place, all or nothing.
//!
//! New files are first staged whole in a hidden folder inside the site's, so that a full disk changes nothing. Then they are
//! moved to their places, in an order in which a reader at any moment has one whole edition: what is named by hash, pages,
//! lists, the head last. What is gone goes last of all. A journal says what is left to do, so that the next command finishes what
//! a killed one began.

mod beside;
mod destination;
mod disk;
mod editions;
mod journal;
mod lock;
mod names;
mod part;
mod plan;
mod read;
mod unmanaged;
mod writer;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use edition::routes::ARTICLES;
use model::Head;
use rayon::prelude::*;

pub use self::destination::{Purpose, ReadPlace, check, real, without_parents};
use self::disk::{Disk, LocalDisk};
use self::editions::Editions;
pub use self::editions::{DEFAULT_KEPT_EDITIONS, hash_of_earlier};
use self::lock::Lock;
pub use self::part::{Group, clean_groups, clean_parts, is_vacant, replace};
pub use self::unmanaged::FILE_LIST;
pub use self::writer::{Writer, Written};
use crate::compress::Encodings;
use crate::{Site, compress, original_of};

/// The hidden folder in a site's folder with what only Offprint needs.
pub const HIDDEN: &str = ".offprint";
/// The folder that some file systems have at their top, which only administrators can open.
pub const LOST_AND_FOUND: &str = "lost+found";
/// The file that is locked while a site is being written.
const LOCK: &str = ".offprint/lock";
/// The folder of the files that are not in their places yet. Their names are numbers.
const STAGING: &str = ".offprint/staging";
/// The list of what is left to do once all files are staged.
const JOURNAL: &str = ".offprint/journal";
/// The record of the files that stay for readers of earlier editions.
const EDITIONS: &str = ".offprint/editions";

/// A folder for a site, locked against other builds.
pub struct SiteFolder {
    named: PathBuf,
    out: PathBuf,
    previous: Option<Head>,
    disk: Arc<dyn Disk>,
    _lock: Lock,
}

impl SiteFolder {
    /// Locks a folder, finishes what a killed command was moving there, and removes the leftovers of others.
    pub fn lock(out: &Path) -> anyhow::Result<Self> {
        Self::lock_on(Arc::new(LocalDisk), out)
    }

    fn lock_on(disk: Arc<dyn Disk>, out: &Path) -> anyhow::Result<Self> {
        let (named, out) = (out.to_owned(), real(out)?);
        let parent =
            out.parent().with_context(|| format!("{} is not inside a folder: name another one", out.display()))?;
        fs::create_dir_all(parent).with_context(|| format!("{} cannot be created", parent.display()))?;
        beside::put_back(&out)?;
        destination::previous_head(&out)?;
        let lock = Lock::new(&out)?;
        beside::clean(&out)?;
        journal::recover(&*disk, &out)?;
        let previous = destination::previous_head(&out)?;
        Ok(Self { named, out, previous, disk, _lock: lock })
    }

    /// Returns the folder as the caller of [`Self::lock`] named it.
    pub fn folder(&self) -> &Path {
        &self.named
    }

    /// Returns the head of the edition that the folder held when it was locked.
    pub fn previous(&self) -> Option<Head> {
        self.previous.clone()
    }

    /// Returns whether a new edition takes back an article that is in the folder: its page is gone, or is one of `withdrawn` and has
    /// changed. Then nothing of earlier editions should stay.
    pub fn takes_back(&self, site: &Site, withdrawn: &[String]) -> bool {
        let is_changed = |path: &String| fs::read(self.out.join(path)).is_ok_and(|old| site.get(path) != Some(&old));
        let list = fs::read_to_string(self.out.join(FILE_LIST)).unwrap_or_default();
        withdrawn.iter().any(is_changed) || list.lines().any(|path| is_article(path) && !site.contains_key(path))
    }

    /// Starts a new edition, of which files can be added one by one. One can be written at a time.
    pub fn writer(&self) -> anyhow::Result<Writer<'_>> {
        Writer::new(self)
    }

    /// Replaces the site in the folder; on an error the old one stays. The articles, manifests and pictures of `keep_editions`
    /// earlier editions stay too, for readers who are in the middle of one.
    ///
    /// Returns the paths of unmanaged files, which stay in the folder.
    pub fn write(&self, site: &Site, keep_editions: usize) -> anyhow::Result<Vec<String>> {
        let writer = self.writer()?.keep_editions(keep_editions);
        site.par_iter().try_for_each(|(path, bytes)| writer.put(path, bytes))?;
        Ok(writer.finish()?.unmanaged)
    }

    /// Changes single files of the site, as a new edition does.
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
        // All that stays for readers of earlier editions goes on staying.
        let writer = self.writer()?.keep_editions(usize::MAX);
        site.keys().filter(|path| !changed.contains_key(*path)).for_each(|path| writer.keep(path));
        changed.par_iter().try_for_each(|(path, bytes)| writer.put(path, bytes))?;
        writer.finish().map(drop)
    }

    /// Returns which files of earlier editions the folder holds.
    fn editions(&self) -> Editions {
        Editions::parse(&fs::read_to_string(self.out.join(EDITIONS)).unwrap_or_default())
    }
}

/// Returns whether a path is that of an article's page.
fn is_article(path: &str) -> bool {
    path.ends_with("/index.html") && path.rsplit('/').nth(2) == Some(ARTICLES)
}

/// Returns whether a killed command left a new edition that is staged whole, which the next [`SiteFolder::lock`] puts in place.
pub fn is_unfinished(out: &Path) -> bool {
    journal::read(out).is_some()
}

/// Returns whether a path in the folder of a site belongs to Offprint and not to the site.
pub fn is_bookkeeping(path: &str) -> bool {
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|digit| digit.is_ascii_digit());
    let is_staged = || path.strip_prefix(STAGING).and_then(|rest| rest.strip_prefix('/')).is_some_and(is_number);
    [FILE_LIST, LOCK, JOURNAL, EDITIONS].contains(&path) || is_staged()
}

/// Returns whether a path leads to a file inside the folder of a site, and can stand in a line.
fn is_site_path(path: &str) -> bool {
    let is_name = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\n', '\r', '\0']);
    path.split('/').all(is_name)
}

#[cfg(test)]
mod tests;
