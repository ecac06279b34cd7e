//! Gathers the files of an edition that go into a portable edition.

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

/// The part of an edition for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The whole edition.
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

/// The contents of a portable edition, without pictures and app.
pub struct Contents {
    /// The head of the edition.
    pub head: Head,
    /// The manifest of the edition.
    pub manifest: Manifest,
    /// The files for the app.
    pub archive: Archive,
    /// The papers with articles, each with its articles, newest first.
    pub papers: Vec<(Paper, Vec<Entry>)>,
}

impl Selection {
    /// Returns whether the selection is one article, which needs no app.
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

/// The folder of the roots, which the app needs to check the signatures.
const ROOTS: &str = "edition/roots/";

/// Gathers a selection out of a site, with at most `max_articles` articles.
pub fn gather(site: &Site, selection: &Selection, max_articles: usize) -> anyhow::Result<Contents> {
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
    let chosen = newest(wanted.iter().flat_map(|(_, entries)| entries), max_articles);
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

/// Returns the bundles of the newest articles in any language. Undated articles count as the oldest.
pub fn newest<'a>(entries: impl Iterator<Item = &'a Entry>, max_articles: usize) -> BTreeSet<Hash> {
    let mut entries: Vec<&Entry> = entries.collect();
    // A stable sort: articles of the same time keep their order.
    entries.sort_by_key(|entry| Reverse(entry.published.as_ref().map(|date| &date.iso)));
    entries.into_iter().take(max_articles).map(|entry| entry.bundle.hash).collect()
}

impl Contents {
    /// Adds the app's messages in the languages of the papers.
    pub fn add_messages(&mut self) {
        for (paper, _) in &self.papers {
            let language = Messages::spoken(&paper.masthead.language);
            let messages = Messages::file(language);
            self.archive.add(&routes::messages_file(routes::PORTABLE_SCRIPT, language), messages.as_bytes());
        }
    }

    fn add(&mut self, site: &Site, path: &str) -> anyhow::Result<()> {
        self.archive.add(path, file(site, path)?);
        Ok(())
    }
}

/// Returns a file of a site.
pub fn file<'a>(site: &'a Site, path: &str) -> anyhow::Result<&'a [u8]> {
    site.get(path).map(Vec::as_slice).with_context(|| format!("the site has no {path}"))
}

/// Parses a JSON file of a site.
pub fn parse<T: DeserializeOwned>(site: &Site, path: &str) -> anyhow::Result<T> {
    serde_json::from_slice(file(site, path)?).with_context(|| format!("{path} cannot be read"))
}
