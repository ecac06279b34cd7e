//! Finds the parts of an edition that a user names.

use anyhow::bail;
use model::{Head, Language, Manifest, MonthIndex, Paper};

use super::contents::parse;
use site::Site;

/// The edition of a site.
pub struct Edition<'a> {
    site: &'a Site,
    head: Head,
    manifest: Manifest,
}

impl<'a> Edition<'a> {
    /// Reads the edition of a site.
    pub fn read(site: &'a Site) -> anyhow::Result<Self> {
        let head: Head = parse(site, Head::PATH)?;
        let manifest = parse(site, &head.manifest.manifest_path())?;
        Ok(Self { site, head, manifest })
    }

    /// Returns the head of the edition.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the language of the pages at the root.
    pub fn main_language(&self) -> Language {
        self.manifest.papers[0].masthead.language.clone()
    }

    /// Finds a language by its tag.
    pub fn language(&self, tag: &str) -> anyhow::Result<Language> {
        let mut languages = self.manifest.papers.iter().map(|paper| paper.masthead.language.as_str());
        choose("a paper in the language", tag, &mut languages).map(|tag| Language::new(&tag))
    }

    /// Finds a section by its id.
    pub fn section(&self, language: &Language, id: &str) -> anyhow::Result<String> {
        let sections = self.papers(language).flat_map(|paper| &paper.masthead.sections);
        choose("a section", id, &mut sections.map(|section| section.identifier.as_str()))
    }

    /// Finds a month, `yyyy-mm`.
    pub fn month(&self, language: &Language, month: &str) -> anyhow::Result<String> {
        let months = self.papers(language).flat_map(|paper| &paper.months);
        choose("articles of the month", month, &mut months.map(|month| month.month.as_str()))
    }

    /// Finds an article by its slug.
    pub fn article(&self, language: &Language, slug: &str) -> anyhow::Result<(Language, String)> {
        let months = self.papers(language).flat_map(|paper| &paper.months);
        let indexes = months.map(|month| parse(self.site, &month.bundle.path()));
        let indexes = indexes.collect::<anyhow::Result<Vec<MonthIndex>>>()?;
        let slugs = indexes.iter().flat_map(|index| &index.entries).map(|entry| entry.slug.as_str());
        Ok((language.clone(), choose("an article", slug, &mut slugs.into_iter())?))
    }

    fn papers(&self, language: &Language) -> impl Iterator<Item = &Paper> {
        self.manifest.papers.iter().filter(move |paper| paper.masthead.language == *language)
    }
}

/// The most names in an error about an unknown name.
const MAX_NAMES: usize = 8;

/// Returns `name` if it is among the names, or an error that lists the most similar ones.
fn choose(kind: &str, name: &str, names: &mut dyn Iterator<Item = &str>) -> anyhow::Result<String> {
    let mut names: Vec<&str> = names.collect();
    if names.contains(&name) {
        return Ok(name.to_owned());
    }
    names.sort_by(|one, other| {
        strsim::jaro_winkler(name, other).total_cmp(&strsim::jaro_winkler(name, one)).then(one.cmp(other))
    });
    names.dedup();
    if names.is_empty() {
        names.push("none");
    }
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    names.truncate(MAX_NAMES);
    bail!("the edition does not have {kind} `{name}`; it has {}{more}", names.join(", "))
}
