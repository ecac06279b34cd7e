//! Finds articles by the names that references may use.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use model::Language;
use regex::Regex;

use crate::names::{exact, text_key, without_ending};
use crate::read::anchors::Anchors;
use crate::read::slug::slug;
use crate::read::{ReadArticle, constant_regex};

/// All articles, by the keys of their names.
pub(super) struct Names {
    articles: Vec<Named>,
    keys: BTreeMap<String, Vec<Spelling>>,
}

/// A name of an article as it is written.
struct Spelling {
    /// The position of the article.
    article: usize,
    kind: Kind,
    name: String,
}

/// An article that references may name.
pub(super) struct Named {
    pub(super) file: std::path::PathBuf,
    pub(super) language: Language,
    pub(super) slug: String,
    pub(super) month: String,
    pub(super) anchors: Anchors,
    day: String,
    aliases: Vec<String>,
}

/// The file with a reference.
pub(super) struct Referrer<'a> {
    pub(super) file: &'a Path,
    pub(super) language: Language,
}

/// The articles that a reference names.
pub(super) enum Found<'a> {
    None,
    One(&'a Named),
    /// Several match equally well: the first two.
    Several(&'a Named, &'a Named),
}

/// A year, a month and perhaps a day in an address.
static DATE: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r"(?:^|/)(\d{4})[-/_.](\d{1,2})(?:[-/_.](\d{1,2}))?(?:[-/_. ]|$)"));

impl Names {
    pub(super) fn new<'a>(articles: impl Iterator<Item = &'a ReadArticle>) -> Self {
        let articles: Vec<Named> = articles.map(Named::new).collect();
        let mut keys: BTreeMap<String, Vec<Spelling>> = BTreeMap::new();
        for (article, named) in articles.iter().enumerate() {
            for (kind, name) in named.names() {
                let key = text_key(&name);
                // The file of a folder has the folder's name.
                if !matches!(key.as_str(), "" | "index") {
                    keys.entry(key).or_default().push(Spelling { article, kind, name });
                }
            }
        }
        Self { articles, keys }
    }

    /// Finds the article that a reference names.
    pub(super) fn find(&self, referrer: &Referrer<'_>, reference: &str) -> Found<'_> {
        let mut candidates = candidates(referrer.file, path_of(reference));
        if reference.contains(['?', '#']) {
            // A mark in the name of a file, or an address such as `/?p=12`.
            candidates.extend([exact(reference), exact(reference.split('#').next().unwrap_or_default())]);
        }
        for candidate in candidates {
            if let Some(spellings) = self.keys.get(&text_key(&candidate)).filter(|_| !candidate.is_empty()) {
                return self.choose(spellings, &candidate, referrer, reference);
            }
        }
        Found::None
    }

    /// Chooses among the articles with a name: in the language of the referring article, with exactly this name, of the day in
    /// the reference.
    fn choose(&self, spellings: &[Spelling], name: &str, referrer: &Referrer<'_>, reference: &str) -> Found<'_> {
        let mut likenesses: BTreeMap<usize, (u8, Kind)> = BTreeMap::new();
        for spelling in spellings {
            let likeness = spelling.likeness(name);
            likenesses.entry(spelling.article).and_modify(|best| *best = likeness.min(*best)).or_insert(likeness);
        }
        let mut named: Vec<(&Named, (u8, Kind))> = likenesses
            .into_iter()
            .filter_map(|(article, likeness)| Some((self.articles.get(article)?, likeness)))
            .collect();
        keep(&mut named, |(named, _)| named.language == referrer.language);
        let best = named.iter().map(|(_, likeness)| *likeness).min();
        keep(&mut named, |(_, likeness)| Some(*likeness) == best);
        if let Some(date) = DATE.captures(reference).filter(|_| named.len() > 1) {
            let part = |group: usize| date.get(group).map(|digits| format!("{:0>2}", digits.as_str()));
            let day = [part(1), part(2), part(3)].into_iter().flatten().collect::<Vec<_>>().join("-");
            keep(&mut named, |(named, _)| named.day.starts_with(&day));
        }
        match named.as_slice() {
            [] => Found::None,
            [(one, _)] => Found::One(one),
            // One story in several other languages.
            [(one, _), rest @ ..] if rest.iter().all(|(other, _)| other.language != one.language) => Found::One(one),
            [(one, _), (other, _), ..] => Found::Several(one, other),
        }
    }
}

/// Keeps the articles that fulfil a condition, if there are any.
fn keep<T>(named: &mut Vec<T>, condition: impl Fn(&T) -> bool) {
    if named.iter().any(&condition) {
        named.retain(condition);
    }
}

/// The kind of a name, the most telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The whole path of the file, an address of the article, or its slug.
    Whole,
    /// The end of the path of the file.
    End,
    /// The end of the path without its date or its language.
    Shortened,
}

impl Named {
    fn new(read: &ReadArticle) -> Self {
        let addresses = read.aliases.iter().chain(&read.address).map(|address| exact(without_host(address)));
        Self {
            file: read.file.clone(),
            language: read.article.language.clone(),
            slug: read.article.slug.clone(),
            month: read.article.month().to_owned(),
            anchors: read.anchors.clone(),
            day: read.article.published.as_ref().map_or_else(String::new, |date| date.iso.chars().take(10).collect()),
            aliases: addresses.collect(),
        }
    }

    /// Returns all names: the slug, the addresses on this site and on others, and every end of the path.
    fn names(&self) -> Vec<(Kind, String)> {
        let Self { language, slug, .. } = self;
        let own = [slug.clone(), format!("articles/{slug}"), format!("{language}/articles/{slug}")];
        let addresses = self.aliases.iter().flat_map(|alias| [alias.clone(), path_of(alias).to_owned()]);
        let mut names: Vec<(Kind, String)> = addresses.chain(own).map(|name| (Kind::Whole, name)).collect();
        let file = exact_path(&self.file);
        for start in std::iter::once(0).chain(file.match_indices('/').map(|(slash, _)| slash + 1)) {
            let end = &file[start..];
            let without_language = without_language(end, language);
            names.push((if start == 0 { Kind::Whole } else { Kind::End }, end.to_owned()));
            names.push((Kind::Shortened, without_date(end)));
            names.push((Kind::Shortened, without_date(&without_language)));
            names.push((Kind::Shortened, without_language));
        }
        names
    }
}

impl Spelling {
    /// Returns how like another name of the same key is, the most like first: equal, equal but for the ending, or loose.
    fn likeness(&self, name: &str) -> (u8, Kind) {
        let spelling = if self.name == name {
            0
        } else if without_ending(&self.name) == without_ending(name) {
            1
        } else {
            2
        };
        (spelling, self.kind)
    }
}

/// Returns the names that a reference may mean, the most telling first.
fn candidates(file: &Path, reference: &str) -> Vec<String> {
    let folder = file.parent().map(exact_path).unwrap_or_default();
    let from_root = reference.trim_start().starts_with(['/', '@', '\\']);
    let reference = exact(reference);
    let beside = joined(&folder, &reference);
    let plain = reference.trim_start_matches("../").trim_start_matches("./").to_owned();
    let last = plain.rsplit('/').next().unwrap_or_default().to_owned();
    let mut names: Vec<String> = beside.filter(|_| !from_root).into_iter().collect();
    names.extend([plain.clone(), without_date(&plain), last.clone(), without_date(&last)]);
    // An address whose last part is a headline in any script.
    names.push(slug(without_ending(&without_date(&last))));
    names
}

/// Returns a reference without its query and its fragment.
fn path_of(reference: &str) -> &str {
    reference.split(['#', '?']).next().unwrap_or_default()
}

/// Returns the path of a whole address.
fn without_host(address: &str) -> &str {
    match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => address,
    }
}

/// Returns the path of a file in the form of names. A percent sign in the name of a file is itself.
fn exact_path(file: &Path) -> String {
    exact(&file.to_string_lossy().replace('%', "%25"))
}

/// Turns `posts/2014-05-06-name` into `posts/name`: Jekyll's file names begin with the date.
fn without_date(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let dated = name.len() > 11
        && name.is_char_boundary(11)
        && name[..11].bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let name = if dated { &name[11..] } else { name };
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Turns `name.ru.md` into `name`: translations may be in the same folder.
fn without_language(path: &str, language: &Language) -> String {
    let stem = without_ending(path);
    match stem.rsplit_once('.') {
        Some((name, end)) if Language::new(end) == *language => name.to_owned(),
        _ => stem.to_owned(),
    }
}

/// Resolves a relative path from a folder. Returns `None` if it leads out of the newsroom.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop()?,
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}
