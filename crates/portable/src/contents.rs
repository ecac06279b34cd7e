//! What of an edition goes into a portable edition.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use anyhow::Context;
use edition::limits::MAX_LISTS_BYTES;
use edition::routes;
use messages::Messages;
use model::{BundleReference, Entry, Hash, Head, Language, Manifest, MonthIndex, Paper};
use serde::de::DeserializeOwned;

use super::archive::Archive;
use site::{Site, is_copy};

/// What of an edition is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All of it.
    Edition,
    /// The paper in one language.
    Language(Language),
    /// A section of the paper in a language.
    Section(Language, String),
    /// A month, `yyyy-mm`, of the paper in a language.
    Month(Language, String),
    /// Some articles, by their languages and slugs.
    Articles(Vec<(Language, String)>),
}

/// Everything that goes into a portable edition but its pictures and its app.
pub struct Contents {
    /// Which edition it is from.
    pub head: Head,
    /// What that edition holds.
    pub manifest: Manifest,
    /// The files for the app and for other readers.
    pub archive: Archive,
    /// The articles of each paper that has any, newest first.
    pub papers: Vec<(Paper, Vec<Entry>)>,
}

impl Selection {
    /// Whether it asks for one article, which is read without an app.
    pub fn is_one_article(&self) -> bool {
        matches!(self, Self::Articles(articles) if articles.len() == 1)
    }

    fn wants(&self, language: &Language, entry: &Entry) -> bool {
        match self {
            Self::Edition => true,
            Self::Language(wanted) => wanted == language,
            Self::Section(wanted, section) => wanted == language && entry.section.as_ref() == Some(section),
            Self::Month(wanted, month) => wanted == language && entry.month() == month,
            Self::Articles(articles) => articles.iter().any(|(wanted, slug)| wanted == language && *slug == entry.slug),
        }
    }
}

/// Where the roots lie with which the signatures of an edition are checked.
const ROOTS: &str = "edition/roots/";

/// Gathers what is asked for out of a site, at most so many articles.
pub fn gather(site: &Site, selection: &Selection, most: usize) -> anyhow::Result<Contents> {
    let head: Head = parse(site, Head::PATH)?;
    let manifest: Manifest = parse(site, &head.manifest.manifest_path())?;
    let mut contents = Contents { head, manifest, archive: Archive::new(), papers: Vec::new() };
    let is_one = selection.is_one_article();
    let lists_fit = |reference: &BundleReference| !is_one || reference.bytes <= MAX_LISTS_BYTES;
    contents.add(site, Head::PATH)?;
    for path in site.keys().filter(|path| path.starts_with(ROOTS) && !is_copy(site, path)) {
        contents.add(site, path)?;
    }
    if lists_fit(&contents.head.manifest) {
        contents.add(site, &contents.head.manifest.manifest_path())?;
    }
    let mut wanted = Vec::new();
    for paper in &contents.manifest.papers {
        for month in &paper.months {
            let index: MonthIndex = parse(site, &month.bundle.path())?;
            let entries = index.entries.into_iter().filter(|entry| selection.wants(&paper.masthead.language, entry));
            wanted.push((month.bundle, entries.collect::<Vec<_>>()));
        }
    }
    let chosen = newest(wanted.iter().flat_map(|(_, entries)| entries), most);
    let mut months = wanted.into_iter();
    for paper in contents.manifest.papers.clone() {
        let mut entries = Vec::new();
        for (month, wanted) in months.by_ref().take(paper.months.len()) {
            let before = entries.len();
            entries.extend(wanted.into_iter().filter(|entry| chosen.contains(&entry.bundle.hash)));
            if entries.len() > before && lists_fit(&month) {
                contents.add(site, &month.path())?;
            }
        }
        if entries.is_empty() {
            continue;
        }
        for entry in &entries {
            contents.add(site, &entry.bundle.path())?;
        }
        if !is_one {
            for list in [Some(&paper.topics), Some(&paper.places), paper.about.as_ref()].into_iter().flatten() {
                contents.add(site, &list.path())?;
            }
        }
        contents.papers.push((paper, entries));
    }
    Ok(contents)
}

/// The newest of some articles, whatever their language, by their bundles; those without a date are the oldest.
pub fn newest<'a>(entries: impl Iterator<Item = &'a Entry>, most: usize) -> BTreeSet<Hash> {
    let mut entries: Vec<&Entry> = entries.collect();
    // The order stays as it is among those of the same time.
    entries.sort_by_key(|entry| Reverse(entry.published.as_ref().map(|date| &date.iso)));
    entries.into_iter().take(most).map(|entry| entry.bundle.hash).collect()
}

impl Contents {
    /// Adds what the app says in the languages of its papers.
    pub fn add_words(&mut self) {
        for (paper, _) in &self.papers {
            let language = Messages::spoken(&paper.masthead.language);
            let words = Messages::file(language);
            self.archive.add(&routes::messages_file(routes::PORTABLE_SCRIPT, language), words.as_bytes());
        }
    }

    fn add(&mut self, site: &Site, path: &str) -> anyhow::Result<()> {
        self.archive.add(path, file(site, path)?);
        Ok(())
    }
}

/// A file of a site.
pub fn file<'a>(site: &'a Site, path: &str) -> anyhow::Result<&'a [u8]> {
    site.get(path).map(Vec::as_slice).with_context(|| format!("the site has no {path}"))
}

/// A file of a site, as what it holds.
pub fn parse<T: DeserializeOwned>(site: &Site, path: &str) -> anyhow::Result<T> {
    serde_json::from_slice(file(site, path)?).with_context(|| format!("{path} cannot be read"))
}
