//! Plans and carries out the download of an edition.
//!
//! Bundles are named by their hashes, so a stored bundle is never fetched again. An interrupted download continues from
//! the bundles already stored; no other state is needed.

use std::cell::{Cell, RefCell};

use futures_util::future::join_all;
use model::{BundleReference, Entry, FrontLine, Head, Manifest, Month, MonthIndex, Paper};
use thiserror::Error;

use super::changeset::{Changeset, CommitRequest};
use super::hashes::Hashes;
use super::preferences::{Choice, OfflineItem, Preferences};
use super::store::{BundleSource, BundleStore, Commit, StoreError};
use edition::content;
use edition::error::ContentError;

/// The number of files fetched at the same time.
const PARALLEL_FETCHES: usize = 6;

/// A pack is fetched if at least this many of its articles are missing, and at least half of them.
const MIN_MISSING_FOR_PACK: usize = 3;

/// The reader's choices and limits for a plan.
pub struct PlanOptions<'a> {
    /// The reader's choices.
    pub preferences: &'a Preferences,
    /// The limit for text that the reader did not choose, in bytes.
    pub text_limit: u64,
    /// The edition stored now.
    pub previous: Option<&'a Manifest>,
}

/// An edition whose lists are all stored, and its missing articles.
pub struct Plan {
    /// The edition.
    pub head: Head,
    /// The manifest of the edition.
    pub manifest: Manifest,
    /// All bundles that the edition needs on the device.
    pub needed: Hashes,
    kept: Articles,
    new: Articles,
    changed: Articles,
    missing: Articles,
    downloads: Vec<DownloadItem>,
}

/// A set of articles, by the hashes of their slugs. Translations usually have the slug of the article, and then count as one with it.
#[derive(Default)]
pub(super) struct Articles(Hashes);

/// The changes in an edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Number of articles that the previous edition did not have.
    pub articles: u32,
    /// Number of articles that differ from the previous edition in more than their links to other articles.
    pub changed: u32,
    /// Size of the download in bytes, before compression.
    pub bytes: u64,
}

/// The progress of a download.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Number of articles downloaded.
    pub articles: u32,
    /// Number of articles to download.
    pub total_articles: u32,
    /// Bytes downloaded.
    pub bytes: u64,
    /// Bytes to download.
    pub total_bytes: u64,
}

/// The reason why an edition was not downloaded. The stored edition is still whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DownloadError {
    /// A file could not be fetched or read.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A file could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The part of the app that downloads could not be loaded.
    #[error("a part of the app could not be loaded")]
    PartMissing,
    /// The reader stopped the download.
    #[error("the download was stopped")]
    Stopped,
    /// Another tab was faster, or the edition is older than the stored one.
    #[error("a newer edition is already stored")]
    Superseded,
}

/// A file to fetch, and the bundles in it.
struct DownloadItem {
    path: String,
    file: BundleReference,
    bundles: Vec<BundleReference>,
}

/// Downloads the lists of an edition and finds out which articles are missing.
pub async fn plan<D: BundleStore, O: BundleSource>(
    head: &Head,
    options: &PlanOptions<'_>,
    store: &D,
    source: &O,
) -> Result<Plan, DownloadError> {
    let loader = ListLoader { store, source, stored: store.hashes().await? };
    let manifest = loader.list(&head.manifest.manifest_path(), &head.manifest).await?;
    let manifest: Manifest = content::read(&manifest)?;
    let mut plan = Plan {
        head: head.clone(),
        needed: [head.manifest.hash].into_iter().collect(),
        kept: Articles::default(),
        new: Articles::default(),
        changed: Articles::default(),
        missing: Articles::default(),
        downloads: Vec::new(),
        manifest,
    };
    let papers = std::mem::take(&mut plan.manifest.papers);
    for paper in &papers {
        let months = months(paper, options.preferences, options.text_limit / papers.len() as u64);
        // The month indexes list the front page too, if all of them are stored.
        let is_indexed = |line: &FrontLine| months.iter().any(|(month, _)| month.month == line.month);
        let front = (paper.front_page.is_empty() || !paper.front_page.iter().all(is_indexed)).then_some(&paper.front);
        let lists = [front, Some(&paper.topics), Some(&paper.places), paper.about.as_ref()];
        for list in lists.into_iter().flatten() {
            plan.needed.insert(list.hash);
            loader.list(&list.path(), list).await?;
        }
        let before = options.previous.and_then(|manifest| {
            manifest.papers.iter().find(|before| before.masthead.language == paper.masthead.language)
        });
        // Indexes are small and many, so they are fetched in parallel.
        let indexes =
            join_all(months.iter().map(async |(month, _)| loader.list(&month.bundle.path(), &month.bundle).await))
                .await;
        for ((month, is_whole), index) in months.into_iter().zip(indexes) {
            plan.needed.insert(month.bundle.hash);
            let index: MonthIndex = content::read(&index?)?;
            let known = loader.known(before, month).await;
            let packs = source.has_packs();
            plan.add(&index, packs, &loader.stored, known.as_deref(), |entry| {
                is_wanted(paper, entry, is_whole, options.preferences)
            });
        }
    }
    plan.manifest.papers = papers;
    Ok(plan)
}

impl Plan {
    /// Fetches and stores the missing files. Calls `report` with the progress, and stops once that returns `false`.
    ///
    /// A file that fails does not stop the others: they are stored for the next try.
    pub async fn download<D: BundleStore, O: BundleSource>(
        &self,
        store: &D,
        source: &O,
        report: &dyn Fn(Progress) -> bool,
    ) -> Result<(), DownloadError> {
        let total = Progress { total_articles: self.missing(), total_bytes: self.bytes(), ..Progress::default() };
        let total_bundles = self.downloads.iter().map(|item| item.bundles.len() as u64).sum::<u64>();
        let (progress, bundles) = (Cell::new(total), Cell::new(0));
        let (items, error) = (RefCell::new(self.downloads.iter()), Cell::new(None));
        if !report(progress.get()) {
            return Err(DownloadError::Stopped);
        }
        let stop = Cell::new(false);
        let worker = async || {
            while let Some(item) = next(&items).filter(|_| !stop.get()) {
                match item.run(store, source).await {
                    Ok(()) => {
                        let mut now = progress.get();
                        bundles.set(bundles.get() + item.bundles.len() as u64);
                        now.articles = (bundles.get() * u64::from(now.total_articles) / total_bundles) as u32;
                        now.bytes += u64::from(item.file.bytes);
                        progress.set(now);
                        if !report(now) {
                            stop.set(true);
                            error.set(Some(DownloadError::Stopped));
                        }
                    }
                    Err(failed) => {
                        // A damaged or missing file says nothing about the others; a silent site and a full disk do.
                        let alone =
                            matches!(failed, DownloadError::Content(ContentError::Damaged | ContentError::Missing));
                        stop.set(stop.get() || !alone);
                        error.set(Some(failed));
                    }
                }
            }
        };
        join_all((0..PARALLEL_FETCHES).map(|_| worker())).await;
        error.get().map_or(Ok(()), Err)
    }

    /// Makes the edition the stored one, if the stored edition is the `expected` one.
    pub async fn commit<S: BundleStore>(
        &self,
        store: &S,
        expected: Option<&Head>,
        changes: &Changeset,
    ) -> Result<Commit, StoreError> {
        store.commit(&CommitRequest { head: &self.head, expected, needed: &self.needed, changes }).await
    }

    /// Returns the number of missing articles.
    pub fn missing(&self) -> u32 {
        self.missing.count()
    }

    /// Returns the number of articles to keep.
    pub fn articles(&self) -> u32 {
        self.kept.count()
    }

    /// Returns the changes since the previous edition.
    pub fn changes(&self) -> Changes {
        Changes { articles: self.new.count(), changed: self.changed.count(), bytes: self.bytes() }
    }

    fn bytes(&self) -> u64 {
        self.downloads.iter().map(|item| u64::from(item.file.bytes)).sum()
    }

    fn add(
        &mut self,
        index: &MonthIndex,
        packs: bool,
        stored: &Hashes,
        known: Option<&[Entry]>,
        is_wanted: impl Fn(&Entry) -> bool,
    ) {
        // Newest articles first: if the connection fails, the most read ones are here.
        for (pack, entries) in index.chunks().rev() {
            let mut missing = Vec::new();
            for entry in entries.iter().filter(|entry| is_wanted(entry)) {
                self.kept.insert(entry);
                self.needed.insert(entry.bundle.hash);
                if !stored.contains(&entry.bundle.hash) {
                    self.missing.insert(entry);
                    missing.push(entry);
                }
                match known.and_then(|known| known.iter().find(|before| before.slug == entry.slug)) {
                    None => self.new.insert(entry),
                    Some(before) if is_changed(before, entry) => self.changed.insert(entry),
                    Some(_) => {}
                }
            }
            let all = || entries.iter().map(|entry| entry.bundle).collect();
            match pack {
                Some(pack) if packs && missing.len() >= MIN_MISSING_FOR_PACK && missing.len() * 2 >= entries.len() => {
                    self.downloads.push(DownloadItem { path: pack.path(), file: *pack, bundles: all() });
                }
                _ => self.downloads.extend(missing.iter().map(|entry| DownloadItem::one(entry.bundle))),
            }
        }
    }
}

impl Articles {
    /// Adds an article.
    pub fn insert(&mut self, entry: &Entry) {
        self.0.insert(trust::hash(entry.slug.as_bytes()));
    }

    /// Returns the number of articles.
    pub fn count(&self) -> u32 {
        self.0.iter().count() as u32
    }
}

impl DownloadItem {
    fn one(bundle: BundleReference) -> Self {
        Self { path: bundle.path(), file: bundle, bundles: vec![bundle] }
    }

    async fn run<D: BundleStore, O: BundleSource>(&self, store: &D, source: &O) -> Result<(), DownloadError> {
        let bytes = source.fetch(&self.path, &self.file).await?;
        let mut bundles = Vec::new();
        if let [only] = &self.bundles[..]
            && *only == self.file
        {
            bundles.push((only.hash, bytes));
        } else {
            let lengths = self.bundles.iter().map(|bundle| bundle.bytes);
            for (bundle, slice) in self.bundles.iter().zip(trust::cut(&bytes, lengths).ok_or(ContentError::Damaged)?) {
                trust::check(bundle, slice).map_err(|_| ContentError::Damaged)?;
                bundles.push((bundle.hash, slice.to_vec()));
            }
        }
        Ok(store.put(bundles).await?)
    }
}

fn next<'a>(items: &RefCell<std::slice::Iter<'a, DownloadItem>>) -> Option<&'a DownloadItem> {
    items.borrow_mut().next()
}

/// A loader of lists: from the device, or else from the site onto the device.
struct ListLoader<'a, D, O> {
    store: &'a D,
    source: &'a O,
    stored: Hashes,
}

impl<D: BundleStore, O: BundleSource> ListLoader<'_, D, O> {
    async fn list(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, DownloadError> {
        if self.stored.contains(&reference.hash)
            && let Some(bytes) = self.store.get(&reference.hash).await?
            && trust::check(reference, &bytes).is_ok()
        {
            return Ok(bytes);
        }
        let bytes = self.source.fetch(path, reference).await?;
        self.store.put(vec![(reference.hash, bytes.clone())]).await?;
        Ok(bytes)
    }

    /// Returns the articles of a month in the previous edition. Returns `None` if the month is new or its
    /// index is not stored: then all its articles count as new.
    async fn known(&self, before: Option<&Paper>, month: &Month) -> Option<Vec<Entry>> {
        let before = before?.months.iter().find(|before| before.month == month.month)?;
        let bytes = self.store.get(&before.bundle.hash).await.ok()??;
        let index: MonthIndex = content::read(&bytes).ok()?;
        Some(index.entries)
    }
}

/// Returns whether readers see a change.
fn is_changed(before: &Entry, entry: &Entry) -> bool {
    if before.revision == 0 || entry.revision == 0 {
        // One of the editions is of version 0.1.
        return (&before.headline, &before.lead, before.words) != (&entry.headline, &entry.lead, entry.words);
    }
    before.revision != entry.revision
}

/// Returns the months of a paper whose indexes are needed, newest first. The flag is `true` if the whole month is kept:
/// by the reader's choice, or because there is room.
pub(super) fn months<'a>(paper: &'a Paper, preferences: &Preferences, text_limit: u64) -> Vec<(&'a Month, bool)> {
    let language = &paper.masthead.language;
    let kept_sections: Vec<&str> = preferences
        .parts
        .iter()
        .filter_map(|(part, choice)| match part {
            OfflineItem::Section(in_language, key) if in_language == language && *choice == Choice::Keep => {
                Some(key.as_str())
            }
            _ => None,
        })
        .collect();
    let mut bytes = 0;
    let mut months = Vec::new();
    for (position, month) in paper.months.iter().enumerate() {
        let is_whole = match preferences.choice(&OfflineItem::Month(language.clone(), month.month.clone())) {
            Some(choice) => choice == Choice::Keep,
            // The newest month is always kept, whatever its size.
            None if position == 0 => true,
            None => {
                bytes += u64::from(month.bytes);
                bytes <= text_limit
            }
        };
        let has_kept_section = kept_sections.iter().any(|section| month.sections.contains_key(*section));
        if is_whole || has_kept_section {
            months.push((month, is_whole));
        }
    }
    months
}

/// Returns whether an article of a month is kept. A choice for its section overrides the default of its month; a choice
/// for its month overrides both.
pub(super) fn is_wanted(paper: &Paper, entry: &Entry, is_whole: bool, preferences: &Preferences) -> bool {
    let language = &paper.masthead.language;
    let section = entry.section.as_ref().map(|section| OfflineItem::Section(language.clone(), section.clone()));
    let decided = |part: &OfflineItem| preferences.choice(part);
    match decided(&OfflineItem::Month(language.clone(), entry.month().to_owned())) {
        Some(Choice::Keep) => true,
        Some(Choice::Discard) => section.as_ref().and_then(decided) == Some(Choice::Keep),
        None => section.as_ref().and_then(decided).map_or(is_whole, |choice| choice == Choice::Keep),
    }
}

#[cfg(test)]
mod tests;
