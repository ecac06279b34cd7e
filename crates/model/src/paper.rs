//! The newspaper in one of its languages.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::language::Language;
use crate::reference::BundleReference;
use crate::teaser::{Entry, Month};

/// The newspaper in one of its languages: its part of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The masthead of each of its pages.
    pub masthead: Masthead,
    /// The date of its newest article, in its language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The front bundle, a [`crate::FrontPage`].
    pub front: BundleReference,
    /// The articles of the front page, for a device that has the month indexes and needs no front bundle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front_page: Vec<FrontLine>,
    /// The months, newest first, undated articles last.
    pub months: Vec<Month>,
    /// The topics bundle, a list of [`crate::TopicIndex`] by name.
    pub topics: BundleReference,
    /// The places bundle, a list of [`crate::PlaceIndex`] by name.
    pub places: BundleReference,
    /// The about page, a list of [`crate::Block`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<BundleReference>,
}

/// An article of the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontLine {
    /// The month whose index holds it.
    pub month: String,
    /// Its slug.
    pub slug: String,
}

impl FrontLine {
    /// Returns the line of an entry.
    pub fn of(entry: &Entry) -> Self {
        Self { month: entry.month().to_owned(), slug: entry.slug.clone() }
    }
}

/// The data of a paper that every page shows. It holds no hashes: pages are hashed before the manifest is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masthead {
    /// The language.
    pub language: Language,
    /// The newspaper's name.
    pub title: String,
    /// A description in one sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The sections that have articles, in the newsroom's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// `true` if the paper has a list of topics.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub topics: bool,
    /// `true` if the paper has a list of places.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub places: bool,
    /// `true` if the paper has an about page.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub about: bool,
    /// The channels where readers can follow it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow: Vec<FollowLink>,
    /// Its appeal to readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
    /// The address that the quick exit opens; `None` for an empty page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<String>,
    /// The precautions for sharing and donating.
    #[serde(default, skip_serializing_if = "Sharing::is_default")]
    pub sharing: Sharing,
}

impl Masthead {
    /// Makes the masthead of a paper that has only a language and a name.
    pub fn new(language: Language, title: impl Into<String>) -> Self {
        Self {
            language,
            title: title.into(),
            description: String::new(),
            sections: Vec::new(),
            topics: false,
            places: false,
            about: false,
            follow: Vec::new(),
            appeal: None,
            leave: None,
            sharing: Sharing::default(),
        }
    }
}

/// The precautions for sharing and donating, where either can endanger a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// The paragraphs of the newsroom's warning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warning: Vec<String>,
    /// `true` if files have a name and title that reveal nothing, unless the reader chooses otherwise.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub neutral: bool,
}

impl Sharing {
    fn is_default(&self) -> bool {
        self.warning.is_empty() && !self.neutral
    }
}

/// A section of the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its name in addresses: `sections/<identifier>/`.
    pub identifier: String,
    /// Its name as readers see it.
    pub name: String,
}

/// A channel where readers can follow the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowLink {
    /// The service, or a whole sentence found in an article.
    pub name: String,
    /// The address; `None` if only the sentence is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// The paper's appeal to readers. It belongs to the site, never to an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// The address for donations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}
