//! Taking an edition onto the device: what that takes, and doing it.
//!
//! Bundles are named by their hashes, so what is on the device already is never fetched again, and a take that was broken
//! off goes on where it stopped: there is nothing to remember but the bundles themselves.

use std::cell::{Cell, RefCell};

use futures_util::future::join_all;
use model::{BundleReference, Entry, FrontLine, Hash, Head, Manifest, Month, MonthIndex, Paper};
use thiserror::Error;

use super::changeset::{Changeset, CommitRequest};
use super::hashes::Hashes;
use super::preferences::{Choice, OfflineItem, Preferences};
use super::store::{BundleSource, BundleStore, Commit, StoreError};
use edition::content;
use edition::error::ContentError;

/// How many files are fetched at the same time.
const AT_ONCE: usize = 6;

/// A pack is fetched when at least this many of its articles are missing, and no fewer than half of them.
const PACK_FROM: usize = 3;

/// What is to be kept.
pub struct PlanOptions<'a> {
    /// What the reader chose.
    pub preferences: &'a Preferences,
    /// How much text is kept of what the reader did not decide on, in bytes.
    pub text_limit: u64,
    /// The edition that is kept now.
    pub previous: Option<&'a Manifest>,
}

/// An edition of which all lists are on the device, and what is missing of its articles.
pub struct Plan {
    /// The edition.
    pub head: Head,
    /// What it holds.
    pub manifest: Manifest,
    /// What is new in it.
    pub changes: Changes,
    /// All bundles that it needs on the device.
    pub needed: Hashes,
    /// How many articles will be kept.
    pub articles: u32,
    missing: Vec<DownloadItem>,
}

/// What is new in an edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many articles the edition before it did not have.
    pub articles: u32,
    /// How many it had otherwise.
    pub changed: u32,
    /// How much there is to fetch, in bytes before compression.
    pub bytes: u64,
}

/// How far a take is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many articles are there.
    pub articles: u32,
    /// Out of how many.
    pub of_articles: u32,
    /// How many bytes are there.
    pub bytes: u64,
    /// Out of how many.
    pub of_bytes: u64,
}

/// Why an edition could not be taken; the one before it is still whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DownloadError {
    /// Something could not be had.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// Something could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reader stopped it.
    #[error("it was stopped")]
    Stopped,
    /// Another tab was faster, or it is older than what is here.
    #[error("something newer is here")]
    Superseded,
}

/// A file to fetch, and the bundles that it brings.
struct DownloadItem {
    path: String,
    file: BundleReference,
    bundles: Vec<BundleReference>,
}

/// Gets the lists of an edition onto the device, and finds out what is missing of its articles.
pub async fn plan<D: BundleStore, O: BundleSource>(
    head: &Head,
    wish: &PlanOptions<'_>,
    device: &D,
    origin: &O,
) -> Result<Plan, DownloadError> {
    let loader = ListLoader { device, origin, there: device.hashes().await? };
    let manifest = loader.list(&head.manifest.manifest_path(), &head.manifest).await?;
    let manifest: Manifest = content::read(&manifest)?;
    let mut plan = Plan {
        head: head.clone(),
        changes: Changes::default(),
        needed: [head.manifest.hash].into_iter().collect(),
        articles: 0,
        missing: Vec::new(),
        manifest,
    };
    let papers = std::mem::take(&mut plan.manifest.papers);
    for paper in &papers {
        let months = months(paper, wish.preferences, wish.text_limit / papers.len() as u64);
        // The front page stands in the month indexes too, as long as all of those are kept.
        let is_indexed = |line: &FrontLine| months.iter().any(|(month, _)| month.month == line.month);
        let front = (paper.front_page.is_empty() || !paper.front_page.iter().all(is_indexed)).then_some(&paper.front);
        let lists = [front, Some(&paper.topics), Some(&paper.places), paper.about.as_ref()];
        for list in lists.into_iter().flatten() {
            plan.needed.insert(list.hash);
            loader.list(&list.path(), list).await?;
        }
        let before = wish.previous.and_then(|manifest| {
            manifest.papers.iter().find(|before| before.masthead.language == paper.masthead.language)
        });
        // Indexes are small and many: they come together, as articles do.
        let indexes =
            join_all(months.iter().map(async |(month, _)| loader.list(&month.bundle.path(), &month.bundle).await))
                .await;
        for ((month, by_itself), index) in months.into_iter().zip(indexes) {
            plan.needed.insert(month.bundle.hash);
            let index: MonthIndex = content::read(&index?)?;
            let known = loader.known(before, month).await;
            let packs = origin.has_packs();
            plan.add(&index, packs, &loader.there, known.as_deref(), |entry| {
                is_wanted(paper, entry, by_itself, wish.preferences)
            });
        }
    }
    plan.manifest.papers = papers;
    Ok(plan)
}

impl Plan {
    /// Fetches what is missing and puts it on the device; `tell` hears how far it is, and stops it by saying `false`.
    ///
    /// One file that cannot be had does not stop the others: what has arrived is there for the next time.
    pub async fn download<D: BundleStore, O: BundleSource>(
        &self,
        device: &D,
        origin: &O,
        tell: &dyn Fn(Progress) -> bool,
    ) -> Result<(), DownloadError> {
        let progress = Cell::new(Progress {
            of_articles: self.missing.iter().map(|item| item.bundles.len() as u32).sum(),
            of_bytes: self.changes.bytes,
            ..Progress::default()
        });
        let (items, error) = (RefCell::new(self.missing.iter()), Cell::new(None));
        if !tell(progress.get()) {
            return Err(DownloadError::Stopped);
        }
        let stop = Cell::new(false);
        let worker = async || {
            while let Some(item) = next(&items).filter(|_| !stop.get()) {
                match item.run(device, origin).await {
                    Ok(()) => {
                        let mut now = progress.get();
                        now.articles += item.bundles.len() as u32;
                        now.bytes += u64::from(item.file.bytes);
                        progress.set(now);
                        if !tell(now) {
                            stop.set(true);
                            error.set(Some(DownloadError::Stopped));
                        }
                    }
                    Err(failed) => {
                        // A file that is damaged or gone says nothing of the others; a silent site and a full disk do.
                        let alone =
                            matches!(failed, DownloadError::Content(ContentError::Damaged | ContentError::Missing));
                        stop.set(stop.get() || !alone);
                        error.set(Some(failed));
                    }
                }
            }
        };
        join_all((0..AT_ONCE).map(|_| worker())).await;
        error.get().map_or(Ok(()), Err)
    }

    /// Makes the edition the stored one, where the one that is `expected` is stored now.
    pub async fn commit<S: BundleStore>(
        &self,
        store: &S,
        expected: Option<&Head>,
        changes: &Changeset,
    ) -> Result<Commit, StoreError> {
        store.commit(&CommitRequest { head: &self.head, expected, needed: &self.needed, changes }).await
    }

    /// How many articles are still missing.
    pub fn missing(&self) -> u32 {
        self.missing.iter().map(|item| item.bundles.len() as u32).sum()
    }

    fn add(
        &mut self,
        index: &MonthIndex,
        packs: bool,
        there: &Hashes,
        known: Option<&[(String, Hash)]>,
        is_wanted: impl Fn(&Entry) -> bool,
    ) {
        // The newest first: what has come by the time the network goes is what is read most.
        for (pack, entries) in index.chunks().rev() {
            let mut missing = Vec::new();
            for entry in entries.iter().filter(|entry| is_wanted(entry)) {
                self.articles += 1;
                self.needed.insert(entry.bundle.hash);
                if !there.contains(&entry.bundle.hash) {
                    missing.push(entry);
                }
                match known.and_then(|known| known.iter().find(|(slug, _)| *slug == entry.slug)) {
                    None => self.changes.articles += 1,
                    Some((_, before)) => self.changes.changed += u32::from(*before != entry.bundle.hash),
                }
            }
            let all = || entries.iter().map(|entry| entry.bundle).collect();
            match pack {
                Some(pack) if packs && missing.len() >= PACK_FROM && missing.len() * 2 >= entries.len() => {
                    self.push(DownloadItem { path: pack.path(), file: *pack, bundles: all() });
                }
                _ => missing.iter().for_each(|entry| self.push(DownloadItem::one(entry.bundle))),
            }
        }
    }

    fn push(&mut self, item: DownloadItem) {
        self.changes.bytes += u64::from(item.file.bytes);
        self.missing.push(item);
    }
}

impl DownloadItem {
    fn one(bundle: BundleReference) -> Self {
        Self { path: bundle.path(), file: bundle, bundles: vec![bundle] }
    }

    async fn run<D: BundleStore, O: BundleSource>(&self, device: &D, origin: &O) -> Result<(), DownloadError> {
        let bytes = origin.fetch(&self.path, &self.file).await?;
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
        Ok(device.put(bundles).await?)
    }
}

fn next<'a>(items: &RefCell<std::slice::Iter<'a, DownloadItem>>) -> Option<&'a DownloadItem> {
    items.borrow_mut().next()
}

/// Gets lists: from the device when they are there and whole, else from the site onto the device.
struct ListLoader<'a, D, O> {
    device: &'a D,
    origin: &'a O,
    there: Hashes,
}

impl<D: BundleStore, O: BundleSource> ListLoader<'_, D, O> {
    async fn list(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, DownloadError> {
        if self.there.contains(&reference.hash)
            && let Some(bytes) = self.device.get(&reference.hash).await?
            && trust::check(reference, &bytes).is_ok()
        {
            return Ok(bytes);
        }
        let bytes = self.origin.fetch(path, reference).await?;
        self.device.put(vec![(reference.hash, bytes.clone())]).await?;
        Ok(bytes)
    }

    /// The articles of the edition before, by slug, of a month that has changed since; of one that has not, none is news.
    async fn known(&self, before: Option<&Paper>, month: &Month) -> Option<Vec<(String, Hash)>> {
        let before = before?.months.iter().find(|before| before.month == month.month)?;
        let bytes = self.device.get(&before.bundle.hash).await.ok()??;
        let index: MonthIndex = content::read(&bytes).ok()?;
        Some(index.entries.into_iter().map(|entry| (entry.slug, entry.bundle.hash)).collect())
    }
}

/// The months of a paper whose indexes are needed, newest first, and whether all of a month is kept by itself: because
/// the reader said so, or because there is room.
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
        let by_itself = match preferences.choice(&OfflineItem::Month(language.clone(), month.month.clone())) {
            Some(choice) => choice == Choice::Keep,
            // Whatever its size, there is no newspaper without its newest month.
            None if position == 0 => true,
            None => {
                bytes += u64::from(month.bytes);
                bytes <= text_limit
            }
        };
        let has_kept_section = kept_sections.iter().any(|section| month.sections.contains_key(*section));
        if by_itself || has_kept_section {
            months.push((month, by_itself));
        }
    }
    months
}

/// Whether an article of a month is kept. What was decided on its section goes before what its month does by itself, and
/// what was decided on its month goes before both.
pub(super) fn is_wanted(paper: &Paper, entry: &Entry, by_itself: bool, preferences: &Preferences) -> bool {
    let language = &paper.masthead.language;
    let section = entry.section.as_ref().map(|section| OfflineItem::Section(language.clone(), section.clone()));
    let decided = |part: &OfflineItem| preferences.choice(part);
    match decided(&OfflineItem::Month(language.clone(), entry.month().to_owned())) {
        Some(Choice::Keep) => true,
        Some(Choice::Discard) => section.as_ref().and_then(decided) == Some(Choice::Keep),
        None => section.as_ref().and_then(decided).map_or(by_itself, |choice| choice == Choice::Keep),
    }
}

#[cfg(test)]
mod tests;
