//! Checks all articles together: equal slugs, and languages and sections that `offprint.toml` does not list.

mod languages;
mod slugs;

use crate::config::{Localized, Newsroom, SectionConfig};
use crate::names::letters;
use crate::problem::Problem;
use crate::read::slug::slug;
use crate::read::{Outcome, ReadArticle, Reading};

/// Checks all articles, repairs what it can and reports the rest.
pub fn check(reading: &mut Reading, newsroom: &Newsroom) {
    slugs::assign(reading, newsroom);
    languages::check(reading, newsroom);
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
        || section.name.texts().any(|name| letters(name) == letters(written))
}
