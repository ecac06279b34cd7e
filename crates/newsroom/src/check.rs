//! Checks all articles together: duplicate slugs, and languages and sections that `offprint.toml` does not list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::Language;

use crate::config::{Localized, Newsroom, SectionConfig};
use crate::problem::Problem;
use crate::read::slug::slug;
use crate::read::{Outcome, ReadArticle, Reading};

/// Checks all articles, repairs what it can and reports the rest.
pub fn check(reading: &mut Reading, newsroom: &Newsroom) {
    check_slugs(reading);
    check_languages(reading, newsroom);
    check_sections(reading, newsroom);
    reading.problems.sort();
    reading.problems.dedup();
}

/// Returns the articles that are to be published.
fn articles(reading: &mut Reading) -> impl Iterator<Item = &mut ReadArticle> {
    reading.items.iter_mut().filter_map(|item| match &mut item.outcome {
        Outcome::Read(article) => Some(&mut **article),
        Outcome::Skipped { .. } | Outcome::Failed => None,
    })
}

/// Checks that slugs are unique in a language. The second article with a slug gets the date of its file name added, or
/// is left out.
fn check_slugs(reading: &mut Reading) {
    let mut known: BTreeMap<(Language, String), PathBuf> = BTreeMap::new();
    for item in &mut reading.items {
        let Outcome::Read(read) = &item.outcome else { continue };
        let key = (read.article.language.clone(), read.article.slug.clone());
        if let Some(first) = known.get(&key) {
            let dated = dated_slug(&item.source, &key.1)
                .map(|slug| (key.0.clone(), slug))
                .filter(|key| !known.contains_key(key));
            if let (Some(dated), Outcome::Read(read)) = (dated, &mut item.outcome) {
                let message =
                    format!("{} already has the slug `{}`, so this article gets `{}`", first.display(), key.1, dated.1);
                let remedy = "give it its own `slug`";
                reading.problems.push(Problem::warning(item.source.clone(), message, remedy).at(1));
                read.article.slug.clone_from(&dated.1);
                known.insert(dated, item.source.clone());
                continue;
            }
            let message = format!("{} already has the slug `{}`", first.display(), key.1);
            let remedy = "rename one of the two, or change its `slug`";
            reading.problems.push(Problem::error(item.source.clone(), message, remedy).at(1));
            item.outcome = Outcome::Failed;
        } else {
            known.insert(key, item.source.clone());
        }
    }
}

/// Returns the slug with the date that precedes it in the file name.
fn dated_slug(file: &Path, own: &str) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let stem = slug(name.split('.').next()?);
    let date = stem.strip_suffix(own)?.trim_end_matches('-');
    (!date.is_empty() && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')).then_some(stem)
}

/// Adds languages that the paper does not list, so that no article is lost.
fn check_languages(reading: &mut Reading, newsroom: &Newsroom) {
    let mut languages = newsroom.languages.clone();
    let mut problems = Vec::new();
    for read in articles(reading) {
        let language = &read.article.language;
        if !languages.contains(language) {
            languages.push(language.clone());
            let message = format!("the paper does not list the article's language `{language}`, so it was added");
            let remedy =
                format!("add \"{language}\" to the languages in offprint.toml, or correct the article's language");
            problems.push(Problem::warning(read.file.clone(), message, remedy));
        }
    }
    reading.languages = languages;
    reading.problems.extend(problems);
}

/// Resolves sections, which articles name by identifier or by name in any language. Adds unknown sections.
fn check_sections(reading: &mut Reading, newsroom: &Newsroom) {
    let mut sections = newsroom.sections.clone();
    let mut problems = Vec::new();
    for read in articles(reading) {
        let Some(written) = read.article.section.take() else { continue };
        let written = written.trim();
        let id = match sections.iter().find(|section| is_named(section, written)) {
            Some(section) => section.id.clone(),
            None => {
                let id = slug(written);
                if id.is_empty() {
                    continue;
                }
                // A paper that lists no sections has the sections of its articles.
                if !newsroom.sections.is_empty() {
                    let message = format!("the paper does not list the section `{written}`, so it was added");
                    let remedy =
                        format!("add [[sections]] with id = \"{id}\" to offprint.toml, or use a listed section");
                    problems.push(Problem::warning(read.file.clone(), message, remedy));
                }
                let name = Localized { any: Some(written.to_owned()), ..Localized::default() };
                sections.push(SectionConfig { id: id.clone(), name });
                id
            }
        };
        read.article.section = Some(id);
    }
    reading.sections = sections;
    reading.problems.extend(problems);
}

fn is_named(section: &SectionConfig, written: &str) -> bool {
    section.id == written
        || section.id == slug(written)
        || section.name.texts().any(|name| name.to_lowercase() == written.to_lowercase())
}
