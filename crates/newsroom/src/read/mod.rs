//! Reads a newsroom's sources into articles and problems. Each source format has its own file.

pub mod address;
pub mod anchors;
mod article;
mod autolink;
mod bounds;
mod callout;
mod date;
mod embed;
mod encoding;
mod fields;
pub(crate) mod files;
mod footnotes;
mod front_matter;
mod html;
mod lead_picture;
pub(crate) mod line;
mod locate;
mod markdown;
mod name;
pub mod reference_lines;
mod shortcode;
mod site_lines;
pub mod slug;
mod speech;
mod withdrawal;
mod text;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use model::{Article, Block, Language};
use rayon::prelude::*;

use self::reference_lines::ReferenceLines;
use crate::config::{CONFIG_FILE, Newsroom, SectionConfig};
use crate::problem::Problem;
use crate::read::anchors::Anchors;
use article::ReadFile;

/// An article before it is prepared for publication.
///
/// Local pictures have `address: Some("offprint-file:<path relative to the newsroom>")` and no renditions. Links to
/// other articles are `LinkTarget::Address("offprint-article:<reference as written>")`. The text of dates is their ISO
/// form.
#[derive(Clone, Debug)]
pub struct ReadArticle {
    /// The article.
    pub article: Article,
    /// Its file, relative to the newsroom.
    pub file: PathBuf,
    /// The item's name in that file; empty if the file is one article.
    pub item: String,
    /// The time of publication; midnight in the newsroom's time zone if only the day is known.
    pub published_at: Option<jiff::Timestamp>,
    /// The time of the last change, likewise.
    pub updated_at: Option<jiff::Timestamp>,
    /// The key that translations of one article share.
    pub translation_key: Option<String>,
    /// Its former addresses.
    pub aliases: Vec<String>,
    /// The slug in its front matter; `None` if nobody chose its slug.
    pub chosen_slug: Option<Written>,
    /// Its address at another site generator, without the host.
    pub address: Option<String>,
    /// The places in it that links may lead to.
    pub anchors: Anchors,
    /// The lines of its references.
    pub lines: ReferenceLines,
    /// A sentence for search engines and lists; empty if the newsroom writes none.
    pub description: String,
    /// The paragraphs of its text that belong to the site.
    pub site_lines: Vec<SiteLine>,
}

impl ReadArticle {
    /// Wraps an article from a file, relative to the newsroom, with no other information.
    pub fn new(article: Article, file: impl Into<PathBuf>) -> Self {
        Self {
            article,
            file: file.into(),
            item: String::new(),
            published_at: None,
            updated_at: None,
            translation_key: None,
            aliases: Vec::new(),
            chosen_slug: None,
            address: None,
            anchors: Anchors::default(),
            lines: ReferenceLines::default(),
            description: String::new(),
            site_lines: Vec::new(),
        }
    }
}

/// A text in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Its line in the file.
    pub line: u32,
}

/// A paragraph in an article that belongs to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLine {
    /// The kind of paragraph.
    pub kind: SiteLineKind,
    /// The text.
    pub text: String,
    /// The address of its link, if it has one.
    pub address: Option<String>,
    /// Its line in the file, when known.
    pub line: Option<u32>,
}

/// A kind of paragraph that belongs to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteLineKind {
    /// An invitation to follow the paper.
    Follow,
    /// A request for support.
    Appeal,
}

/// The outcome of an item.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An article.
    Read(Box<ReadArticle>),
    /// It is not to be published.
    Skipped {
        /// The reason.
        reason: String,
    },
    /// It could not be read; a problem gives the reason.
    Failed,
}

/// One item of a source.
#[derive(Clone, Debug)]
pub struct Item {
    /// The file, relative to the newsroom.
    pub source: PathBuf,
    /// The item's name in that file; empty if the file is one article.
    pub item: String,
    /// The outcome.
    pub outcome: Outcome,
}

/// The result of reading a newsroom.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Every item of every source, by path.
    pub items: Vec<Item>,
    /// The problems, by path and line.
    pub problems: Vec<Problem>,
    /// `true` if two articles have the same `slug` in their front matter: only the newsroom can decide which one keeps it.
    pub has_conflict: bool,
    /// The paper's languages: the newsroom's, then those that articles add.
    pub languages: Vec<Language>,
    /// The paper's sections: the newsroom's, then those that articles add.
    pub sections: Vec<SectionConfig>,
}

/// Returns the moment of a date in a path: midnight in the time zone.
pub(crate) fn date_in_path(path: &Path, zone: &TimeZone) -> Option<jiff::Timestamp> {
    date::from_path(path, zone).map(|date| date.at)
}

/// Compiles a constant regular expression.
pub(crate) fn constant_regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("the pattern is a constant that tests compile")
}

/// Reads every source of a newsroom. Articles dated after `now` are skipped.
pub fn read(newsroom: &Newsroom, now: jiff::Timestamp) -> Reading {
    let listed = files::list(newsroom);
    let read: Vec<ReadFile> = listed.files.par_iter().map(|file| article::read(file, newsroom, now)).collect();
    let mut reading = Reading { problems: listed.problems, ..Reading::default() };
    // A file that cannot be opened is an item too, so that every file has an outcome.
    for problem in reading.problems.iter().filter(|problem| problem.file != Path::new(CONFIG_FILE)) {
        reading.items.push(Item { source: problem.file.clone(), item: String::new(), outcome: Outcome::Failed });
    }
    reading.problems.extend(unread_fields(&read));
    for ReadFile { item, problems, .. } in read {
        reading.items.push(item);
        reading.problems.extend(problems);
    }
    reading.items.sort_by(|left, right| (&left.source, &left.item).cmp(&(&right.source, &right.item)));
    reading
}

/// Warns of each name of a field that Offprint does not know, once for all articles.
fn unread_fields(read: &[ReadFile]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, (&Path, u32)> = BTreeMap::new();
    let mut files: BTreeMap<&str, BTreeSet<&Path>> = BTreeMap::new();
    for file in read {
        for field in &file.unread {
            let place = (file.item.source.as_path(), field.line);
            let first = first.entry(&field.name).or_insert(place);
            *first = place.min(*first);
            files.entry(&field.name).or_default().insert(&file.item.source);
        }
    }
    let problem = |(name, (file, line)): (&str, (&Path, u32))| {
        let count = files.get(name).map_or(1, BTreeSet::len);
        let more = if count == 1 { String::new() } else { format!(" (in {count} files)") };
        let remedy = "remove it, or use a field that docs/newsroom.md names";
        Problem::warning(file, format!("the field `{name}` is not used{more}"), remedy).at(line)
    };
    first.into_iter().map(problem).collect()
}

/// Reads a page that is not an article, such as the about page. `file` is relative to the newsroom.
pub fn read_page(newsroom: &Newsroom, file: &Path, language: &Language) -> (Option<Page>, Vec<Problem>) {
    article::read_page(newsroom, file, language)
}

/// A page that is not an article.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub body: Vec<Block>,
    /// The places in it that links may lead to.
    pub anchors: Anchors,
    /// The lines of its references.
    pub lines: ReferenceLines,
}

#[cfg(test)]
pub(crate) mod tests;
