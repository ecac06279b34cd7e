//! An article and its metadata.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::block::Block;
use crate::date::Date;
use crate::file::LinkedFile;
use crate::inline::Inline;
use crate::language::Language;
use crate::picture::Picture;
use crate::subject::{Organisation, Person, Place, Topic};

/// An article: the content of an article bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name in addresses, unique in its language: `articles/<slug>/`.
    pub slug: String,
    /// The language it is written in.
    pub language: Language,
    /// The headline.
    pub headline: String,
    /// A sentence or two under the headline that sum up the story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Inline>,
    /// The identifier of its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Its authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// The date of publication; `None` for an undated article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The date of the last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
    /// The picture above the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// The text.
    pub body: Vec<Block>,
    /// The files it links to, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<LinkedFile>,
    /// The number of words in the text, for the reading time.
    pub words: u32,
    /// The sources of the story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The places it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// The people it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The organisations it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Organisation>,
    /// Its topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// The corrections made after publication, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// The newsroom's note that the article is out of date; empty if it gives no reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outdated: Option<String>,
    /// The newsroom's reason for withdrawing the article; empty if it gives none. A withdrawn article has no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// Its translations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// Articles on the same subject, closest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ArticleLink>,
    /// The next older article of the same language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<ArticleLink>,
    /// The next newer article of the same language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<ArticleLink>,
}

/// An author of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The author's position at the newspaper: `correspondent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A source of a story or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name: `Telegram channel VChK-OGPU`.
    pub name: String,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The address of an archived copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<String>,
    /// The newsroom's confidence in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// A kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A paper, a ruling, a data set.
    Document,
    /// A person who spoke to the newsroom.
    Person,
    /// A news agency.
    Agency,
    /// A channel or an account on a social network.
    Channel,
    /// A video.
    Video,
    /// A photograph.
    Photo,
    /// A web page.
    Website,
    /// Any other kind.
    #[serde(other)]
    Other,
}

/// The newsroom's confidence in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The newsroom checked it.
    Confirmed,
    /// Several signs support it.
    Likely,
    /// Its claim is disputed.
    Disputed,
    /// The newsroom could not check it. Also stands for levels that this version does not know.
    #[serde(other)]
    Unverified,
}

/// A correction made after publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The date of the correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The error and the right information.
    pub content: Vec<Inline>,
}

/// A translation of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// The language of the translation.
    pub language: Language,
    /// The slug of the translation.
    pub slug: String,
    /// The month whose index holds it; see [`ArticleLink::month`].
    pub month: String,
}

/// A link to another article. It holds no hash of that article, because two articles that link to each other could not
/// then be built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLink {
    /// Its slug.
    pub slug: String,
    /// Its language.
    pub language: Language,
    /// Its headline.
    pub headline: String,
    /// The date of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The month whose index holds it: `2026-11`, or `undated`.
    pub month: String,
}

/// The name of the month index that holds the articles without a date.
pub const UNDATED: &str = "undated";

impl Article {
    /// Returns an article that has a headline and nothing else.
    pub fn new(slug: impl Into<String>, language: Language, headline: impl Into<String>) -> Self {
        Self {
            slug: slug.into(),
            language,
            headline: headline.into(),
            lead: Vec::new(),
            section: None,
            authors: Vec::new(),
            published: None,
            updated: None,
            picture: None,
            body: Vec::new(),
            files: Vec::new(),
            words: 0,
            sources: Vec::new(),
            places: Vec::new(),
            people: Vec::new(),
            organisations: Vec::new(),
            topics: Vec::new(),
            corrections: Vec::new(),
            outdated: None,
            withdrawn: None,
            translations: Vec::new(),
            related: Vec::new(),
            older: None,
            newer: None,
        }
    }

    /// Returns the month whose index holds it: `2026-11`, or [`UNDATED`].
    pub fn month(&self) -> &str {
        self.published.as_ref().map_or(UNDATED, Date::month)
    }

    /// Returns a link to it.
    pub fn link(&self) -> ArticleLink {
        ArticleLink {
            slug: self.slug.clone(),
            language: self.language.clone(),
            headline: self.headline.clone(),
            published: self.published.clone(),
            month: self.month().to_owned(),
        }
    }
}
