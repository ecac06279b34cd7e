//! Gives every article a slug of its own, so that none is left out for its name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::Language;

use crate::config::Newsroom;
use crate::names::{readable, without_ending};
use crate::problem::Problem;
use crate::read::slug::{MAX_LENGTH, slug};
use crate::read::{Outcome, ReadArticle, Reading, date_in_path};

/// The slug of an article that has neither a name nor a date.
const NAMELESS: &str = "article";

/// Gives every article a slug that is unique in its language.
///
/// The slugs in front matters come first, since somebody chose them: two equal ones are an error. Then the articles choose
/// in the order of their age. The slug of an article therefore depends on older ones only, and a new article changes no
/// address.
pub(super) fn assign(reading: &mut Reading, newsroom: &Newsroom) {
    let mut slugs = Slugs::default();
    let order = by_age(reading, newsroom);
    let mut others = Vec::new();
    for position in order {
        let item = &mut reading.items[position];
        let Outcome::Read(read) = &mut item.outcome else { continue };
        let Some(chosen) = read.chosen_slug.clone() else {
            others.push(position);
            continue;
        };
        match slugs.take(read, &read.article.slug.clone()) {
            None => {}
            // Only the case or the punctuation differs, so nobody chose the same slug twice.
            Some(first) if first.chosen.as_deref() != Some(chosen.text.as_str()) => others.push(position),
            Some(first) => {
                let message = format!(
                    "has the slug `{}` in its front matter, and so has {}: both cannot have this address",
                    readable(&chosen.text),
                    first.file.display()
                );
                let remedy = "change the `slug` of one of the two";
                reading.problems.push(Problem::error(item.source.clone(), message, remedy).at(chosen.line));
                reading.has_conflict = true;
                item.outcome = Outcome::Failed;
            }
        }
    }
    slugs.count(others.iter().filter_map(|position| match &reading.items[*position].outcome {
        Outcome::Read(read) => Some(&**read),
        Outcome::Skipped { .. } | Outcome::Failed => None,
    }));
    for position in others {
        let Outcome::Read(read) = &mut reading.items[position].outcome else { continue };
        reading.problems.extend(slugs.choose(read, newsroom));
    }
}

/// Returns the positions of all items, the oldest article first.
///
/// An article without a date comes before those with one: most new articles have a date, and must not change its slug.
fn by_age(reading: &Reading, newsroom: &Newsroom) -> Vec<usize> {
    let age = |position: &usize| {
        let item = &reading.items[*position];
        let date = match &item.outcome {
            Outcome::Read(read) => date_of(read, newsroom),
            Outcome::Skipped { .. } | Outcome::Failed => None,
        };
        (date, natural(&item.source.to_string_lossy()), natural(&item.item))
    };
    let mut order: Vec<usize> = (0..reading.items.len()).collect();
    order.sort_by_cached_key(age);
    order
}

fn date_of(read: &ReadArticle, newsroom: &Newsroom) -> Option<Timestamp> {
    let in_address = || date_in_path(Path::new(read.address.as_deref()?), &newsroom.time_zone);
    read.published_at.or_else(in_address)
}

/// Returns a text whose order is that of people: `part-2` comes before `part-10`.
fn natural(text: &str) -> String {
    let mut padded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end = number.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(number.len());
        padded.push_str(before);
        padded.push_str(&format!("{:0>20}", &number[..end]));
        rest = &number[end..];
    }
    padded.push_str(rest);
    padded
}

/// The slugs of a paper in all its languages.
#[derive(Default)]
struct Slugs {
    taken: BTreeMap<(Language, String), Holder>,
    /// The number of articles with a plain slug.
    counts: BTreeMap<(Language, String), u32>,
    /// The alternatives of earlier articles with the same plain slug, by kind: what they share tells nobody apart.
    traits: BTreeSet<(Language, String, usize, String)>,
    /// The number that the next article with a plain slug may get.
    numbers: BTreeMap<(Language, String), u32>,
}

/// The article that has a slug.
#[derive(Clone)]
struct Holder {
    file: PathBuf,
    chosen: Option<String>,
}

impl Slugs {
    /// Takes a slug for an article. Returns the holder if another article has it.
    fn take(&mut self, read: &ReadArticle, slug: &str) -> Option<Holder> {
        let key = (read.article.language.clone(), slug.to_owned());
        if let Some(holder) = self.taken.get(&key) {
            return Some(holder.clone());
        }
        let chosen = read.chosen_slug.as_ref().map(|chosen| chosen.text.clone());
        self.taken.insert(key, Holder { file: read.file.clone(), chosen });
        None
    }

    /// Counts the articles with each plain slug.
    fn count<'a>(&mut self, articles: impl Iterator<Item = &'a ReadArticle>) {
        for read in articles {
            *self.counts.entry((read.article.language.clone(), read.article.slug.clone())).or_default() += 1;
        }
    }

    /// Chooses a slug that is free. Returns a warning if it is not the plain one.
    fn choose(&mut self, read: &mut ReadArticle, newsroom: &Newsroom) -> Option<Problem> {
        let nameless = read.article.slug.is_empty();
        if nameless {
            read.article.slug = day(read).unwrap_or(NAMELESS).to_owned();
        }
        let plain = read.article.slug.clone();
        let alternatives = alternatives(read, &plain, newsroom);
        let holder = self.take(read, &plain);
        if holder.is_some() {
            read.article.slug = self.free(read, &plain, &alternatives);
        }
        let language = &read.article.language;
        if self.counts.get(&(language.clone(), plain.clone())).is_some_and(|count| *count > 1) {
            let traits = alternatives.into_iter().enumerate();
            self.traits.extend(traits.filter_map(|(kind, slug)| Some((language.clone(), plain.clone(), kind, slug?))));
        }
        let own = &read.article.slug;
        let message = match holder {
            Some(first) => {
                format!("{} already has the slug `{plain}`, so this article gets `{own}`", first.file.display())
            }
            None if nameless => format!("has no name that can be part of an address, so it gets the slug `{own}`"),
            None => return None,
        };
        Some(Problem::warning(read.file.clone(), message, "give it its own `slug`").at(1))
    }

    /// Takes the first free slug of the alternatives that tells the article apart from earlier ones, or else a number.
    fn free(&mut self, read: &ReadArticle, plain: &str, alternatives: &[Option<String>]) -> String {
        let language = &read.article.language;
        for (kind, alternative) in alternatives.iter().enumerate() {
            let Some(alternative) = alternative else { continue };
            let known = (language.clone(), plain.to_owned(), kind, alternative.clone());
            if !self.traits.contains(&known) && self.take(read, alternative).is_none() {
                return alternative.clone();
            }
        }
        let key = (language.clone(), plain.to_owned());
        loop {
            let next = self.numbers.entry(key.clone()).or_insert(2);
            let numbered = format!("{plain}-{next}");
            *next += 1;
            if self.take(read, &numbered).is_none() {
                return numbered;
            }
        }
    }
}

/// Returns the slugs that say more than the plain one, the best first: the date in the file's name, the address at another
/// site generator, the folder, the whole name of the file, the day of publication. `None` where an article has no such.
fn alternatives(read: &ReadArticle, plain: &str, newsroom: &Newsroom) -> Vec<Option<String>> {
    let name = bare_name(&read.file);
    let address = read.address.as_deref().map(|address| slug(without_ending(address)));
    let folder = folder(&read.file, newsroom).map(|folder| before(&folder, plain));
    let day = day(read).filter(|day| !plain.starts_with(day)).map(|day| before(day, plain));
    let all = [dated(&name, plain), address, folder, Some(slug(&name)), day];
    all.into_iter().map(|slug| slug.filter(|slug| !slug.is_empty() && slug != plain)).collect()
}

/// Returns a plain slug with a word before it.
fn before(word: &str, plain: &str) -> String {
    slug(&format!("{word}-{plain}"))
}

/// Returns the day of publication.
fn day(read: &ReadArticle) -> Option<&str> {
    read.article.published.as_ref()?.iso.get(..10)
}

/// Returns the name of a file without its endings; for `index`, the name of its folder.
fn bare_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.split('.').find(|part| !part.is_empty()).unwrap_or_default();
    let folder = file.parent().and_then(Path::file_name);
    match folder {
        Some(folder) if stem == "index" => folder.to_string_lossy().into_owned(),
        _ => stem.to_owned(),
    }
}

/// Returns the slug with the date that precedes it in the file's name.
fn dated(name: &str, plain: &str) -> Option<String> {
    let stem = slug(name);
    let date = stem.strip_suffix(plain)?.trim_end_matches('-');
    (!date.is_empty() && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')).then_some(stem)
}

/// Returns the folder that holds an article in its source: not one of a language, nor one that generators prescribe.
fn folder(file: &Path, newsroom: &Newsroom) -> Option<String> {
    let sources = newsroom.sources.iter().filter_map(|source| file.strip_prefix(&source.path).ok());
    let inside = sources.min_by_key(|inside| inside.components().count()).unwrap_or(file);
    let is_bundle = file.file_stem().is_some_and(|stem| stem.to_string_lossy().split('.').next() == Some("index"));
    let folder = if is_bundle { inside.parent()?.parent()? } else { inside.parent()? };
    let names = folder.components().rev().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let says_something = |name: &String| !name.starts_with('_') && !newsroom.languages.contains(&Language::new(name));
    names.into_iter().find(says_something).filter(|name| slug(name).len() < MAX_LENGTH / 2)
}

#[cfg(test)]
mod tests;
