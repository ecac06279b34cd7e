//! Provides a site and a device in memory, which fail on demand, for tests.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use model::{
    Article, BundleReference, Date, Entry, FrontLine, FrontPage, Hash, Head, Manifest, Masthead, Month, MonthIndex,
    Paper, Section,
};
use serde::Serialize;

use super::super::changeset::{
    Changeset, CommitRequest, STORED_HEAD, apply, is_without_editions, saved_hashes, stored_head,
};
use super::super::hashes::Hashes;
use super::super::preferences::Metadata;
use super::super::store::{BundleSource, BundleStore, Commit, SavedBundle, StoreError};
use edition::error::ContentError;

/// The site, and the paths requested from it.
#[derive(Default)]
pub(crate) struct Host {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) asked: RefCell<Vec<String>>,
    /// The number of requests after which the site stops answering.
    pub(crate) stops_after: Cell<Option<usize>>,
    /// The error that every request returns.
    pub(crate) fault: Cell<Option<ContentError>>,
    /// `true` if each answer takes a while.
    pub(crate) is_slow: Cell<bool>,
    /// The paths of the edition that was published last.
    pub(crate) paths: Vec<String>,
    /// The paths that the site has; `None` for all.
    pub(crate) only: RefCell<Option<BTreeSet<String>>>,
}

impl BundleSource for Host {
    async fn fetch(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        pause(self.is_slow.get()).await;
        self.asked.borrow_mut().push(path.to_owned());
        if self.stops_after.get().is_some_and(|most| self.asked.borrow().len() > most) {
            return Err(ContentError::Unreachable);
        }
        if let Some(fault) = self.fault.get() {
            return Err(fault);
        }
        let is_there = self.only.borrow().as_ref().is_none_or(|only| only.contains(path));
        let bytes = self.files.get(path).filter(|_| is_there).ok_or(ContentError::Missing)?;
        trust::check(reference, bytes).map_err(|_| ContentError::Damaged)?;
        Ok(bytes.clone())
    }
}

/// The device.
#[derive(Default)]
pub(crate) struct Phone {
    pub(crate) bundles: RefCell<BTreeMap<Hash, Vec<u8>>>,
    pub(crate) metadata: RefCell<Metadata>,
    /// The number of bytes that fit.
    pub(crate) capacity: Cell<Option<usize>>,
    /// `true` if each transaction takes a while.
    pub(crate) is_slow: Cell<bool>,
}

impl Phone {
    /// Returns the stored edition.
    pub(crate) fn stored(&self) -> Option<Head> {
        stored_head(&self.metadata.borrow(), STORED_HEAD)
    }

    fn apply(&self, entries: Vec<(String, Option<String>)>) {
        apply(&mut self.metadata.borrow_mut(), entries);
    }

    /// Removes the bundles that are neither needed nor saved.
    fn retain(&self, needed: &Hashes) {
        let saved: Hashes = saved_hashes(&self.metadata.borrow()).collect();
        self.bundles.borrow_mut().retain(|hash, _| needed.contains(hash) || saved.contains(hash));
    }
}

impl BundleStore for Phone {
    async fn get(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        pause(self.is_slow.get()).await;
        Ok(self.bundles.borrow().get(hash).cloned())
    }

    async fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> Result<(), StoreError> {
        pause(self.is_slow.get()).await;
        let used: usize = self.bundles.borrow().values().map(Vec::len).sum();
        let more: usize = bundles.iter().map(|(_, bytes)| bytes.len()).sum();
        if self.capacity.get().is_some_and(|capacity| used + more > capacity) {
            return Err(StoreError::Full);
        }
        self.bundles.borrow_mut().extend(bundles);
        Ok(())
    }

    async fn hashes(&self) -> Result<Hashes, StoreError> {
        pause(self.is_slow.get()).await;
        Ok(self.bundles.borrow().keys().copied().collect())
    }

    async fn metadata(&self) -> Result<Metadata, StoreError> {
        pause(self.is_slow.get()).await;
        Ok(self.metadata.borrow().clone())
    }

    async fn change(&self, changes: &Changeset) -> Result<(), StoreError> {
        pause(self.is_slow.get()).await;
        let entries = changes.resolve(&self.metadata.borrow());
        self.apply(entries);
        Ok(())
    }

    async fn sweep(&self, changes: &Changeset) -> Result<bool, StoreError> {
        self.change(changes).await?;
        let is_swept = is_without_editions(&self.metadata.borrow());
        if is_swept {
            self.retain(&Hashes::default());
        }
        Ok(is_swept)
    }

    async fn save(&self, articles: &[SavedBundle]) -> Result<(), StoreError> {
        self.put(articles.iter().map(|(_, bundle, bytes)| (bundle.hash, bytes.clone())).collect()).await?;
        let entry = |(item, bundle, _): &SavedBundle| (item.name(), Some(crate::changeset::saved_value(bundle)));
        self.apply(articles.iter().map(entry).collect());
        Ok(())
    }

    async fn commit(&self, request: &CommitRequest<'_>) -> Result<Commit, StoreError> {
        pause(self.is_slow.get()).await;
        let Some(entries) = request.admit(&self.metadata.borrow()) else { return Ok(Commit::Conflict) };
        if !request.needed.iter().all(|hash| self.bundles.borrow().contains_key(hash)) {
            return Ok(Commit::Incomplete);
        }
        self.apply(entries);
        self.retain(request.needed);
        Ok(Commit::Done)
    }
}

impl Host {
    fn add(&mut self, path: impl Fn(&BundleReference) -> String, bytes: Vec<u8>) -> BundleReference {
        let reference = trust::reference(&bytes).unwrap();
        self.files.insert(path(&reference), bytes);
        self.paths.push(path(&reference));
        reference
    }

    fn add_bundle(&mut self, value: &impl Serialize) -> BundleReference {
        self.add(BundleReference::path, serde_json::to_vec(value).unwrap())
    }

    /// Publishes an edition with these months, each with the bodies of its articles, newest first. The day of the
    /// newest article is the edition's number.
    pub(crate) fn publish(&mut self, number: u64, months: &[(&str, Vec<String>)]) -> Head {
        self.publish_in(&["en"], number, months)
    }

    /// Publishes an edition as [`Host::publish`] does, in several languages.
    pub(crate) fn publish_in(&mut self, languages: &[&str], number: u64, months: &[(&str, Vec<String>)]) -> Head {
        let papers = languages.iter().map(|language| self.paper(language, months)).collect();
        let iso = format!("{}-{number:02}", months[0].0);
        let manifest = Manifest {
            date: Some(Date { iso, text: String::new() }),
            address: None,
            mirrors: Vec::new(),
            embed: None,
            papers,
        };
        let manifest = self.add(BundleReference::manifest_path, serde_json::to_vec(&manifest).unwrap());
        Head { edition: number, manifest, signed: None }
    }

    fn paper(&mut self, language: &str, months: &[(&str, Vec<String>)]) -> Paper {
        let (mut lines, mut front_page) = (Vec::new(), Vec::new());
        for (name, texts) in months {
            let mut entries = Vec::new();
            let mut bundles = Vec::new();
            for (position, text) in texts.iter().enumerate() {
                let article = article(language, name, texts.len() - position, text);
                bundles.push(serde_json::to_vec(&article).unwrap());
                let bundle = self.add_bundle(&article);
                entries.push(entry(&article, bundle));
            }
            let packs = bundles.rchunks(model::PACK_SIZE as usize).map(|chunk| {
                let pack = [b"[", &chunk.join(&b","[..])[..], b"]"].concat();
                self.add(BundleReference::path, pack)
            });
            let packs = packs.collect();
            let bytes = entries.iter().map(|entry| entry.bundle.bytes).sum();
            let articles = entries.len() as u32;
            let mut sections = BTreeMap::new();
            for entry in &entries {
                *sections.entry(entry.section.clone().unwrap()).or_default() += 1;
            }
            let first = &entries[0];
            front_page.push(FrontLine { month: first.month().to_owned(), slug: first.slug.clone() });
            let bundle = self.add_bundle(&MonthIndex { month: (*name).to_owned(), entries, packs });
            let month = (*name).to_owned();
            lines.push(Month { name: month.clone(), month, bundle, articles, bytes, media: 0, files: 0, sections });
        }
        let section = |identifier: &str| Section { identifier: identifier.to_owned(), name: identifier.to_owned() };
        let masthead = Masthead {
            sections: vec![section("even"), section("odd")],
            ..Masthead::new(model::Language::new(language), "The Lantern")
        };
        Paper {
            masthead,
            date: None,
            front: self.add_bundle(&FrontPage { entries: Vec::new(), articles: Vec::new() }),
            front_page,
            months: lines,
            topics: self.add_bundle(&[(); 0]),
            places: self.add_bundle(&[[(); 0]; 1]),
            about: None,
        }
    }
}

fn article(language: &str, month: &str, number: usize, text: &str) -> Article {
    let section = if number.is_multiple_of(2) { "even" } else { "odd" };
    let (text, related) = text.split_once(" -> ").unwrap_or((text, ""));
    let related = match related {
        "" => String::new(),
        slug => format!(r#"{{"slug":"{slug}","language":"{language}","headline":"{slug}","month":"{month}"}}"#),
    };
    let words = text.split(' ').count();
    let json = format!(
        r#"{{"slug":"story-{month}-{number}","language":"{language}","headline":"Story {number}","section":"{section}",
            "body":[{{"paragraph":["{text}"]}}],"related":[{related}],"words":{words},"published":{{"iso":"{month}-01","text":"1"}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

fn entry(article: &Article, bundle: BundleReference) -> Entry {
    Entry {
        slug: article.slug.clone(),
        headline: article.headline.clone(),
        lead: String::new(),
        section: article.section.clone(),
        published: article.published.clone(),
        picture: None,
        words: article.words,
        revision: u32::from(trust::hash(&serde_json::to_vec(&article.body).unwrap()).0[0]) + 1,
        topics: Vec::new(),
        places: Vec::new(),
        bundle,
        page: bundle,
    }
}

/// Returns this many texts, each different.
pub(crate) fn texts(count: usize) -> Vec<String> {
    (0..count).rev().map(|number| format!("Text of {number}.")).collect()
}

/// Yields once if `is_slow`, so that another future can run.
pub(crate) async fn pause(is_slow: bool) {
    struct Pause(bool);
    impl Future for Pause {
        type Output = ();
        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            if std::mem::take(&mut self.0) { Poll::Pending } else { Poll::Ready(()) }
        }
    }
    Pause(is_slow).await;
}

/// Returns the output of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits"),
    }
}
