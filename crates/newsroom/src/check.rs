//! What is wrong with a set of articles as a whole: names given twice, languages and sections that nobody listed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::Language;

use crate::config::{Localized, Newsroom, SectionConfig};
use crate::problem::Problem;
use crate::read::slug::slug;
use crate::read::{Outcome, ReadArticle, Reading};

/// Checks all that was read, mends what can be mended and reports the rest.
pub fn check(reading: &mut Reading, newsroom: &Newsroom) {
    check_slugs(reading);
    check_languages(reading, newsroom);
    check_sections(reading, newsroom);
    reading.problems.sort();
    reading.problems.dedup();
}

/// The articles that were read, with nothing wrong enough to leave them out.
fn articles(reading: &mut Reading) -> impl Iterator<Item = &mut ReadArticle> {
    reading.items.iter_mut().filter_map(|item| match &mut item.outcome {
        Outcome::Read(article) => Some(&mut **article),
        Outcome::Skipped { .. } | Outcome::Failed => None,
    })
}

/// Of two articles with one slug in one language the second takes the date of its file's name into its own, or is left out.
fn check_slugs(reading: &mut Reading) {
    let mut taken: BTreeMap<(Language, String), PathBuf> = BTreeMap::new();
    for item in &mut reading.items {
        let Outcome::Read(read) = &item.outcome else { continue };
        let key = (read.article.language.clone(), read.article.slug.clone());
        if let Some(first) = taken.get(&key) {
            let dated = dated_slug(&item.source, &key.1)
                .map(|slug| (key.0.clone(), slug))
                .filter(|key| !taken.contains_key(key));
            if let (Some(dated), Outcome::Read(read)) = (dated, &mut item.outcome) {
                let message =
                    format!("the slug `{}` is already that of {}, so its own is `{}`", key.1, first.display(), dated.1);
                let remedy = "give it a `slug` of its own";
                reading.problems.push(Problem::warning(item.source.clone(), message, remedy).at(1));
                read.article.slug.clone_from(&dated.1);
                taken.insert(dated, item.source.clone());
                continue;
            }
            let message = format!("the slug `{}` is already that of {}", key.1, first.display());
            let remedy = "give one of the two another name, or another `slug`";
            reading.problems.push(Problem::error(item.source.clone(), message, remedy).at(1));
            item.outcome = Outcome::Failed;
        } else {
            taken.insert(key, item.source.clone());
        }
    }
}

/// The slug with the date that stands before it in the file's name.
fn dated_slug(file: &Path, own: &str) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let stem = slug(name.split('.').next()?);
    let date = stem.strip_suffix(own)?.trim_end_matches('-');
    (!date.is_empty() && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')).then_some(stem)
}

/// A language that the paper does not list is added to it: no article is lost.
fn check_languages(reading: &mut Reading, newsroom: &Newsroom) {
    let mut languages = newsroom.languages.clone();
    let mut problems = Vec::new();
    for read in articles(reading) {
        let language = &read.article.language;
        if !languages.contains(language) {
            languages.push(language.clone());
            let message = format!("its language `{language}` is not among the paper's, so it was added to them");
            let remedy =
                format!("add \"{language}\" to the languages in offprint.toml, or mend the article's language");
            problems.push(Problem::warning(read.file.clone(), message, remedy));
        }
    }
    reading.languages = languages;
    reading.problems.extend(problems);
}

/// A section may be named by its identifier or its name in any language; an unknown one is added.
fn check_sections(reading: &mut Reading, newsroom: &Newsroom) {
    let mut sections = newsroom.sections.clone();
    let mut problems = Vec::new();
    for read in articles(reading) {
        let Some(written) = read.article.section.take() else { continue };
        let written = written.trim();
        let id = match sections.iter().find(|section| names(section, written)) {
            Some(section) => section.id.clone(),
            None => {
                let id = slug(written);
                if id.is_empty() {
                    continue;
                }
                // A paper that lists no sections has those of its articles, and nothing is wrong with that.
                if !newsroom.sections.is_empty() {
                    let message = format!("the section `{written}` is not among the paper's, so it was added to them");
                    let remedy =
                        format!("add [[sections]] with id = \"{id}\" to offprint.toml, or name one that is there");
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

fn names(section: &SectionConfig, written: &str) -> bool {
    section.id == written
        || section.id == slug(written)
        || section.name.texts().any(|name| name.to_lowercase() == written.to_lowercase())
}
