//! Lists of articles: what a list shows of one, and the bundles that hold lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::{Article, UNDATED};
use crate::date::Date;
use crate::edition::BundleReference;
use crate::picture::Picture;
use crate::subject::{Place, Topic};

/// What a list shows of an article, and how to get it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its slug.
    pub slug: String,
    /// Its headline.
    pub headline: String,
    /// Its lead, or the beginning of its text, as plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// The identifier of its section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Its picture, in a small rendition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// How many words its text has.
    pub words: u32,
    /// The slugs of its topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The slugs of its places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Its bundle.
    pub bundle: BundleReference,
    /// Its prerendered page.
    pub page: BundleReference,
}

impl Entry {
    /// The month whose index holds it: `2026-11`, or [`UNDATED`].
    pub fn month(&self) -> &str {
        self.published.as_ref().map_or(UNDATED, Date::month)
    }
}

/// The front bundle: one request is one readable paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontPage {
    /// What the front page shows, the lead story first, then newest first.
    pub entries: Vec<Entry>,
    /// The whole text of the newest articles.
    pub articles: Vec<Article>,
}

/// A month index: every article of the month, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthIndex {
    /// `2026-11`, or [`UNDATED`].
    pub month: String,
    /// The articles.
    pub entries: Vec<Entry>,
}

/// A month's line in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// `2026-11`, or [`UNDATED`].
    pub month: String,
    /// Its name in the paper's language and calendar: `November 2026`.
    pub name: String,
    /// Its index.
    pub bundle: BundleReference,
    /// How many articles it holds.
    pub articles: u32,
    /// How many of them each section holds, by the section's identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, u32>,
}

/// How many articles of some list a month holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthCount {
    /// `2026-11`, or [`UNDATED`].
    pub month: String,
    /// The number of articles, never 0.
    pub articles: u32,
}

/// A line of the topics bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicIndex {
    /// The topic.
    pub topic: Topic,
    /// The months that hold its articles, newest first.
    pub months: Vec<MonthCount>,
}

/// A line of the places bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceIndex {
    /// The place.
    pub place: Place,
    /// The months that hold its articles, newest first.
    pub months: Vec<MonthCount>,
}
