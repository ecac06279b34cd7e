//! Reading a newsroom's sources: a file per source format, each giving articles and problems.

pub mod address;
mod article;
mod callout;
mod date;
mod embed;
mod encoding;
mod fields;
mod files;
mod front_matter;
mod html;
pub(crate) mod line;
mod markdown;
mod name;
mod shortcode;
mod site_lines;
pub mod slug;
mod speech;
mod withdrawal;
mod text;
mod value;

use std::path::{Path, PathBuf};

use model::{Article, Block, Language};
use rayon::prelude::*;

use crate::config::{CONFIG_FILE, Newsroom, SectionConfig};
use crate::problem::Problem;

/// An article as it was read, before it is prepared for publishing.
///
/// Local pictures stand as `address: Some("offprint-file:<path relative to the newsroom>")` without renditions, links to
/// other articles as `LinkTarget::Address("offprint-article:<reference as written>")`; the text of dates is their iso form.
#[derive(Clone, Debug)]
pub struct ReadArticle {
    /// The article.
    pub article: Article,
    /// The file it was read from, relative to the newsroom.
    pub file: PathBuf,
    /// What names it in that file; empty when the file is one article.
    pub item: String,
    /// When it was published; midnight in the newsroom's time zone when only the day is known.
    pub published_at: Option<jiff::Timestamp>,
    /// When it was last changed, likewise.
    pub updated_at: Option<jiff::Timestamp>,
    /// What articles share that are translations of each other.
    pub translation_key: Option<String>,
    /// Addresses it had before.
    pub aliases: Vec<String>,
    /// A sentence for search engines and lists; empty when the newsroom gives none.
    pub description: String,
    /// What was found in its text that is the site's.
    pub site_lines: Vec<SiteLine>,
}

impl ReadArticle {
    /// An article that was read from a file, relative to the newsroom, and of which nothing else is known.
    pub fn new(article: Article, file: impl Into<PathBuf>) -> Self {
        Self {
            article,
            file: file.into(),
            item: String::new(),
            published_at: None,
            updated_at: None,
            translation_key: None,
            aliases: Vec::new(),
            description: String::new(),
            site_lines: Vec::new(),
        }
    }
}

/// A paragraph in an article that belongs to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLine {
    /// What it is.
    pub kind: SiteLineKind,
    /// What it says.
    pub text: String,
    /// Where it leads, when it holds a link.
    pub address: Option<String>,
    /// Its line in the file, when known.
    pub line: Option<u32>,
}

/// What a paragraph that belongs to the site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteLineKind {
    /// It says where to follow the paper.
    Follow,
    /// It asks for support.
    Appeal,
}

/// What became of an item.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is an article.
    Read(Box<ReadArticle>),
    /// It is not to be published.
    Skipped {
        /// Why.
        reason: String,
    },
    /// It could not be read; a problem says why.
    Failed,
}

/// One item of a source.
#[derive(Clone, Debug)]
pub struct Item {
    /// The file, relative to the newsroom.
    pub source: PathBuf,
    /// What names it in that file; empty when the file is one article.
    pub item: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// All that was read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Every item of every source, by path.
    pub items: Vec<Item>,
    /// What is wrong, by path and line.
    pub problems: Vec<Problem>,
    /// The paper's languages: the newsroom's, then those that its articles add.
    pub languages: Vec<Language>,
    /// The paper's sections: the newsroom's, then those that its articles add.
    pub sections: Vec<SectionConfig>,
}

/// A regular expression that is part of the program.
fn constant_regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).expect("the pattern is a constant that tests compile")
}

/// Reads every source of a newsroom; `now` decides what lies in the future.
pub fn read(newsroom: &Newsroom, now: jiff::Timestamp) -> anyhow::Result<Reading> {
    let listed = files::list(newsroom);
    let read: Vec<(Item, Vec<Problem>)> =
        listed.files.par_iter().map(|file| article::read(file, newsroom, now)).collect();
    let mut reading = Reading { problems: listed.problems, ..Reading::default() };
    // What could not even be opened is an item too: as many come out as went in.
    for problem in reading.problems.iter().filter(|problem| problem.file != Path::new(CONFIG_FILE)) {
        reading.items.push(Item { source: problem.file.clone(), item: String::new(), outcome: Outcome::Failed });
    }
    for (item, problems) in read {
        reading.items.push(item);
        reading.problems.extend(problems);
    }
    reading.items.sort_by(|left, right| (&left.source, &left.item).cmp(&(&right.source, &right.item)));
    Ok(reading)
}

/// Reads a page that is no article, such as the about page; `file` is relative to the newsroom.
pub fn read_page(newsroom: &Newsroom, file: &Path, language: &Language) -> (Option<Page>, Vec<Problem>) {
    article::read_page(newsroom, file, language)
}

/// A page that is no article.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub body: Vec<Block>,
}

#[cfg(test)]
mod tests;
