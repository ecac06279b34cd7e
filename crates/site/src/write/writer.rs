//! Stages the files of a new edition one by one, then puts all of them in place of the old ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};

use super::editions::DEFAULT_KEPT_EDITIONS;
use super::plan::{Entries, Entry, Plan, file_and_folder, plan};
use super::unmanaged::{self, FILE_LIST, Survey};
use super::{EDITIONS, HIDDEN, JOURNAL, STAGING, SiteFolder, is_site_path, journal, names};

/// A new edition on its way to a site's folder. Several threads can add files, and none of them stays in memory.
///
/// Until [`Self::finish`], readers see the old edition. Without it, all is as before.
pub struct Writer<'a> {
    folder: &'a SiteFolder,
    entries: Mutex<Entries>,
    /// The number of files in the staging area.
    staged: AtomicU32,
    kept_editions: usize,
    /// The hidden folder. It is open from the start, since a failure of the disk is told only to those who were there.
    hidden: File,
}

/// What became of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The paths of unmanaged files, which stay in the folder.
    pub unmanaged: Vec<String>,
    /// The number of files that are new or have other bytes.
    pub changed: usize,
    /// The number of files that were the same before.
    pub unchanged: usize,
    /// The number of files that were removed.
    pub removed: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(folder: &'a SiteFolder) -> anyhow::Result<Self> {
        let staging = folder.out.join(STAGING);
        let explain = || format!("{} cannot be created: is there room on the disk?", staging.display());
        let hidden = File::open(folder.out.join(HIDDEN)).with_context(explain)?;
        folder.disk.create_private_folder(&staging).with_context(explain)?;
        Ok(Self {
            folder,
            entries: Mutex::default(),
            staged: AtomicU32::new(0),
            kept_editions: DEFAULT_KEPT_EDITIONS,
            hidden,
        })
    }

    /// Sets the number of earlier editions whose articles, manifests and pictures stay for readers who are in the middle.
    #[must_use]
    pub fn keep_editions(mut self, count: usize) -> Self {
        self.kept_editions = count;
        self
    }

    /// Adds a file. If it is in the folder already, it keeps its modification time. Of two files with one path, the last counts.
    pub fn put(&self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        if !is_site_path(path) || path == FILE_LIST || path.split('/').next() == Some(HIDDEN) {
            bail!("{path:?} cannot be the path of a file of the site: rename the file");
        }
        let entry = self.entry(path, bytes)?;
        self.insert(path, entry);
        Ok(())
    }

    /// Adds a file that is in the folder.
    pub(super) fn keep(&self, path: &str) {
        self.insert(path, Entry::InPlace);
    }

    fn insert(&self, path: &str, entry: Entry) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), entry);
    }

    /// Returns where a file is, after staging it if need be.
    fn entry(&self, path: &str, bytes: &[u8]) -> anyhow::Result<Entry> {
        if self.folder.disk.holds(&self.folder.out.join(path), bytes) {
            return Ok(Entry::InPlace);
        }
        self.stage(path, bytes)
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> anyhow::Result<Entry> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let file = self.folder.out.join(STAGING).join(number.to_string());
        let written = self.folder.disk.write(&file, bytes);
        written.with_context(|| format!("{path} cannot be written: is there room on the disk?"))?;
        Ok(Entry::Staged(number))
    }

    /// Puts the new edition in place of the old one. An error before the first file is moved changes nothing; a command that is
    /// killed after that is finished by the next one.
    pub fn finish(self) -> anyhow::Result<Written> {
        let mut entries = std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some((file, folder)) = file_and_folder(&entries) {
            bail!("{folder} cannot be written, since {file} is a file of the site: rename one of them");
        }
        let is_new = |name: &str| {
            let folder = format!("{name}/");
            entries.contains_key(name)
                || entries.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder))
        };
        let Survey { mut managed, unmanaged } = unmanaged::survey(&self.folder.out, Some(&is_new));
        managed.retain(|path| !entries.contains_key(path));
        self.check_conflict(unmanaged::conflict(&unmanaged, &entries))?;
        let renamed = self.renamed(&managed, &unmanaged, &mut entries)?;
        let count = |is_counted: fn(&Entry) -> bool| entries.values().filter(|entry| is_counted(entry)).count();
        let mut written = Written {
            changed: count(|entry| matches!(entry, Entry::Staged(_))),
            unchanged: count(|entry| *entry == Entry::InPlace),
            unmanaged,
            removed: 0,
        };
        let list = unmanaged::list(&entries);
        entries.insert(FILE_LIST.to_owned(), self.entry(FILE_LIST, list.as_bytes())?);
        self.keep_earlier(&mut managed, &mut entries)?;
        let plan = plan(&managed, &entries, &renamed);
        drop((entries, managed));
        let is_file = |path: &&String| *path != EDITIONS;
        written.removed = plan.removals.iter().filter(is_file).count();
        written.removed += plan.moves.iter().map(|step| step.obstacles.len()).sum::<usize>();
        self.carry_out(&plan)?;
        Ok(written)
    }

    fn carry_out(&self, plan: &Plan) -> anyhow::Result<()> {
        if plan.is_empty() {
            return Ok(());
        }
        journal::start(&*self.folder.disk, &self.folder.out, plan, &self.hidden)
    }

    fn check_conflict(&self, path: Option<&String>) -> anyhow::Result<()> {
        match path {
            Some(path) => bail!(
                "Offprint did not write {}, and a file of the new site belongs there: move it elsewhere",
                self.folder.out.join(path).display()
            ),
            None => Ok(()),
        }
    }

    /// Returns the old files that the file system takes for new ones, by the paths of these. Refuses two new files that it
    /// would take for one.
    fn renamed(
        &self,
        managed: &BTreeSet<String>,
        unmanaged: &[String],
        entries: &mut Entries,
    ) -> anyhow::Result<BTreeMap<String, String>> {
        let (disk, out) = (&*self.folder.disk, &self.folder.out);
        let explain = "the staging area cannot be written: is there room on the disk?";
        if !names::are_folded(disk, &out.join(STAGING)).context(explain)? {
            return Ok(BTreeMap::new());
        }
        let keys = match names::by_key(entries.keys()) {
            Ok(keys) => keys,
            Err((one, other)) => bail!(
                "{one} and {other} differ only by case or by the form of a letter, and {} holds only one of them: rename one",
                out.display()
            ),
        };
        let unmanaged_keys: Vec<String> = unmanaged.iter().map(|path| names::key(path)).collect();
        if let Some(conflict) = unmanaged::conflict(&unmanaged_keys, &keys) {
            let position = unmanaged_keys.iter().position(|key| key == conflict).unwrap_or_default();
            self.check_conflict(unmanaged.get(position))?;
        }
        let same = |old: &String| keys.get(&names::key(old)).map(|new| ((*new).to_owned(), old.clone()));
        let renamed: BTreeMap<_, _> = managed.iter().filter_map(same).collect();
        for path in renamed.keys() {
            // The file in the folder has the old name, so it has to be written under the new one.
            if entries.get(path) == Some(&Entry::InPlace) {
                let bytes = std::fs::read(out.join(path)).with_context(|| format!("{path} cannot be read"))?;
                entries.insert(path.clone(), self.stage(path, &bytes)?);
            }
        }
        Ok(renamed)
    }

    /// Takes the files that stay for earlier editions out of the old ones, and adds the record of them to the new ones.
    fn keep_earlier(&self, managed: &mut BTreeSet<String>, entries: &mut Entries) -> anyhow::Result<()> {
        let Some(previous) = &self.folder.previous else { return Ok(()) };
        let editions = self.folder.editions().next(previous.edition, managed, entries, self.kept_editions);
        managed.retain(|path| !editions.contains(path));
        let record = editions.text();
        if !record.is_empty() {
            entries.insert(EDITIONS.to_owned(), self.entry(EDITIONS, record.as_bytes())?);
        } else if self.folder.disk.exists(&self.folder.out.join(EDITIONS)) {
            managed.insert(EDITIONS.to_owned());
        }
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        let (disk, out) = (&self.folder.disk, &self.folder.out);
        // A move that has begun needs what is staged.
        if !disk.exists(&out.join(JOURNAL)) {
            let _ = disk.remove_all(&out.join(STAGING));
        }
    }
}
