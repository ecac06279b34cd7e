//! Reads a finished site, to sign it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use trust::Root;
use trust::root::MAX_STEPS;
use walkdir::WalkDir;

use super::part::{clean_parts, is_part};
use super::{FILE_LIST, HIDDEN, LOST_AND_FOUND, SiteFolder, unmanaged};
use crate::Site;
use crate::private_key::{SEARCHED_BYTES, is_private_key};

impl SiteFolder {
    /// Reads the site without unmanaged files and those of earlier editions, and removes the leftovers of killed commands. Refuses a folder with a private key, even an unmanaged one.
    pub fn read(&self) -> anyhow::Result<Site> {
        let unmanaged = unmanaged::find(&self.out, &self.out);
        let is_unmanaged = |path: &Path| unmanaged.iter().any(|entry| path.starts_with(entry));
        let earlier = self.editions();
        let mut site = Site::new();
        let is_nobodys = |entry: &walkdir::DirEntry| {
            entry.depth() == 1 && [HIDDEN, LOST_AND_FOUND].iter().any(|name| entry.file_name() == *name)
        };
        for entry in WalkDir::new(&self.out).into_iter().filter_entry(|entry| !is_nobodys(entry)) {
            let entry = entry.with_context(|| format!("{} cannot be read", self.out.display()))?;
            if entry.file_type().is_dir() || entry.file_name().to_str().is_some_and(unmanaged::is_removed) {
                continue;
            }
            if entry.file_name().to_str().is_some_and(is_part) && !is_unmanaged(entry.path().strip_prefix(&self.out)?) {
                clean_parts(entry.path().parent().unwrap_or(&self.out));
                continue;
            }
            let path = entry.path().strip_prefix(&self.out)?;
            let names: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
            let path = names.with_context(|| format!("the name {} is not UTF-8: rename it", path.display()))?.join("/");
            if holds_a_key(entry.path()) {
                bail!(
                    "{} holds a private key, which must not be published: move it out of the site",
                    self.named.join(path).display()
                );
            }
            if path != FILE_LIST && !is_unmanaged(Path::new(&path)) && !earlier.contains(&path) {
                let bytes = fs::read(entry.path()).with_context(|| format!("{path} cannot be read"))?;
                site.insert(path, bytes);
            }
        }
        Ok(site)
    }

    /// Returns the number of the newest root in the site; 0 if there is none.
    pub fn newest_root(&self) -> u64 {
        (1..=MAX_STEPS).rev().find(|version| self.out.join(Root::path(*version)).is_file()).unwrap_or_default()
    }
}

/// Returns whether a file holds a private key. No server could send a file that cannot be read.
fn holds_a_key(file: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(file).and_then(|file| file.take(SEARCHED_BYTES).read_to_end(&mut start));
    read.is_ok() && is_private_key(&start)
}
