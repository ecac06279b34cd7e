//! What a site has, for those who name a part of it.

use anyhow::bail;
use model::{Head, Language, Manifest, MonthIndex, Paper};

use super::contents::parse;
use site::Site;

/// What a site has, for those who name a part of it.
pub struct Edition<'a> {
    site: &'a Site,
    head: Head,
    manifest: Manifest,
}

impl<'a> Edition<'a> {
    /// The edition of a site.
    pub fn of(site: &'a Site) -> anyhow::Result<Self> {
        let head: Head = parse(site, Head::PATH)?;
        let manifest = parse(site, &head.manifest.manifest_path())?;
        Ok(Self { site, head, manifest })
    }

    /// Which edition it is.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The language of the pages at the root.
    pub fn main_language(&self) -> Language {
        self.manifest.papers[0].masthead.language.clone()
    }

    /// A language by its tag.
    pub fn language(&self, tag: &str) -> anyhow::Result<Language> {
        let mut languages = self.manifest.papers.iter().map(|paper| paper.masthead.language.as_str());
        choose("a paper in the language", tag, &mut languages).map(|tag| Language::new(&tag))
    }

    /// A section by its id.
    pub fn section(&self, language: &Language, id: &str) -> anyhow::Result<String> {
        let sections = self.papers(language).flat_map(|paper| &paper.masthead.sections);
        choose("a section", id, &mut sections.map(|section| section.identifier.as_str()))
    }

    /// A month.
    pub fn month(&self, language: &Language, month: &str) -> anyhow::Result<String> {
        let months = self.papers(language).flat_map(|paper| &paper.months);
        choose("articles of the month", month, &mut months.map(|month| month.month.as_str()))
    }

    /// An article by its slug.
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

/// How many names are listed for somebody who gave a wrong one.
const NAMES: usize = 8;

/// What is called `name`, or an error that tells what there is.
fn choose(what: &str, name: &str, names: &mut dyn Iterator<Item = &str>) -> anyhow::Result<String> {
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
    let more = if names.len() > NAMES { ", …" } else { "" };
    names.truncate(NAMES);
    bail!("the edition does not have {what} `{name}`; it has {}{more}", names.join(", "))
}
