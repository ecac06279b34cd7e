//! One story, with all that the newsroom knows of it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::block::Block;
use crate::date::Date;
use crate::inline::Inline;
use crate::language::Language;
use crate::picture::Picture;
use crate::subject::{Organisation, Person, Place, Topic};

/// One story: the content of an article bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name in addresses, unique in its language: `articles/<slug>/`.
    pub slug: String,
    /// The language it is written in.
    pub language: Language,
    /// The headline.
    pub headline: String,
    /// What the story is, in a sentence or two under the headline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Inline>,
    /// The identifier of the section it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// When it was published; none for an undated article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
    /// The picture above the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// The text.
    pub body: Vec<Block>,
    /// How many words the text has, for the reading time.
    pub words: u32,
    /// Where the story comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The places it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// The people it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The organisations it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Organisation>,
    /// Its topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// What was corrected after it was published, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// What no longer holds in it, in the newsroom's words; empty when it does not say what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outdated: Option<String>,
    /// Why the newsroom has taken it back, in its words; empty when it does not say why. Such an article has no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// The same story in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// Articles on the same matter, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ArticleLink>,
    /// The next older article of the same language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<ArticleLink>,
    /// The next newer article of the same language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<ArticleLink>,
}

/// Who wrote an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// What the author is for the newspaper: `correspondent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Where a story, or a part of it, comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name: `Telegram channel VChK-OGPU`.
    pub name: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// Where it can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A copy that will stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<String>,
    /// How sure the newsroom is of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A paper, a ruling, a data set.
    Document,
    /// Somebody who spoke to the newsroom.
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
    /// Something else.
    #[serde(other)]
    Other,
}

/// How sure the newsroom is of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The newsroom checked it.
    Confirmed,
    /// Several signs speak for it.
    Likely,
    /// Somebody disputes it.
    Disputed,
    /// The newsroom could not check it; also what a newer Offprint calls otherwise.
    #[serde(other)]
    Unverified,
}

/// What was corrected after publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// What was wrong and what is right.
    pub content: Vec<Inline>,
}

/// The same story in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// That language.
    pub language: Language,
    /// The article's slug there.
    pub slug: String,
    /// The month whose index holds it; see [`ArticleLink::month`].
    pub month: String,
}

/// Enough of another article to link to it. It holds no hash of that article: two that name each other could not be built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLink {
    /// Its slug.
    pub slug: String,
    /// Its language.
    pub language: Language,
    /// Its headline.
    pub headline: String,
    /// When it was published.
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

    /// The month whose index holds it: `2026-11`, or [`UNDATED`].
    pub fn month(&self) -> &str {
        self.published.as_ref().map_or(UNDATED, Date::month)
    }

    /// A link to it.
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
