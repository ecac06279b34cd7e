//! Lists of articles: their entries, and the bundles that hold them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::article::{Article, UNDATED};
use crate::date::Date;
use crate::picture::Picture;
use crate::reference::BundleReference;
use crate::subject::{Place, Topic};

/// An article in a list, with the references to its files.
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
    /// The date of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Its picture, in a small rendition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// The number of words in its text.
    pub words: u32,
    /// The first four bytes of the SHA-256 of the article without its links to other articles: if the number differs from that in an
    /// earlier edition, readers see a change. 0 where nothing is compared: in lists of the newest articles, and in version 0.1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: u32,
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

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Entry {
    /// Returns the month whose index holds it: `2026-11`, or [`UNDATED`].
    pub fn month(&self) -> &str {
        self.published.as_ref().map_or(UNDATED, Date::month)
    }
}

/// The front bundle: one request fetches a readable paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontPage {
    /// The entries of the front page, the lead story first, then newest first.
    pub entries: Vec<Entry>,
    /// The newest articles in full.
    pub articles: Vec<Article>,
}

/// A month index: every article of the month, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthIndex {
    /// `2026-11`, or [`UNDATED`].
    pub month: String,
    /// The articles.
    pub entries: Vec<Entry>,
    /// The packs of the month's articles, oldest first; see [`MonthIndex::chunks`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<BundleReference>,
}

/// The number of articles in a pack. A whole edition takes few requests, and a new article changes only one pack.
pub const PACK_SIZE: u32 = 20;

impl MonthIndex {
    /// Returns packs with their entries, oldest pack first, newest entry first in each. A chunk without a pack is
    /// fetched article by article; every article has its own bundle too.
    ///
    /// Packs fill up from the oldest article on, so that a new article changes only the newest pack.
    pub fn chunks(&self) -> impl DoubleEndedIterator<Item = (Option<&BundleReference>, &[Entry])> {
        Self::packed(&self.entries).enumerate().map(|(position, entries)| (self.packs.get(position), entries))
    }

    /// Divides entries, newest first, among packs.
    pub fn packed(entries: &[Entry]) -> impl DoubleEndedIterator<Item = &[Entry]> + ExactSizeIterator {
        entries.rchunks(PACK_SIZE as usize)
    }
}

/// A month in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// `2026-11`, or [`UNDATED`].
    pub month: String,
    /// Its name in the paper's language and calendar: `November 2026`.
    pub name: String,
    /// Its index.
    pub bundle: BundleReference,
    /// The number of its articles.
    pub articles: u32,
    /// The size of all their bundles in bytes.
    #[serde(default)]
    pub bytes: u32,
    /// The size of all their pictures in bytes, each counted once in its smallest rendition.
    #[serde(default)]
    pub media: u32,
    /// The size of all files that its articles link to in bytes, each counted once.
    #[serde(default)]
    pub files: u32,
    /// The number of articles in each section, by the section's identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, u32>,
}

/// The number of articles of a list in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthCount {
    /// `2026-11`, or [`UNDATED`].
    pub month: String,
    /// The number of articles, never 0.
    pub articles: u32,
}

/// A topic in the topics bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicIndex {
    /// The topic.
    pub topic: Topic,
    /// The months that hold its articles, newest first.
    pub months: Vec<MonthCount>,
}

/// A place in the places bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceIndex {
    /// The place.
    pub place: Place,
    /// The months that hold its articles, newest first.
    pub months: Vec<MonthCount>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::Hash;

    /// Makes a month with a number of articles. Each pack has its position as its number of bytes.
    fn month(articles: u32) -> MonthIndex {
        let reference = |bytes| BundleReference { hash: Hash([0; 32]), bytes };
        let entry = |number: u32| Entry {
            slug: number.to_string(),
            headline: String::new(),
            lead: String::new(),
            section: None,
            published: None,
            picture: None,
            words: 0,
            revision: 0,
            topics: Vec::new(),
            places: Vec::new(),
            bundle: reference(number),
            page: reference(0),
        };
        let entries: Vec<Entry> = (0..articles).rev().map(entry).collect();
        let packs = (0..articles.div_ceil(PACK_SIZE)).map(reference).collect();
        MonthIndex { month: "2026-11".to_owned(), entries, packs }
    }

    fn check(articles: u32, expected: &[(u32, u32, u32)]) {
        let month = month(articles);
        let number = |entry: Option<&Entry>| entry.map_or(0, |entry| entry.bundle.bytes);
        let found: Vec<(u32, u32, u32)> = month
            .chunks()
            .map(|(pack, entries)| (pack.map_or(0, |pack| pack.bytes), number(entries.first()), number(entries.last())))
            .collect();
        assert_eq!(found, expected, "{articles} articles");
        assert_eq!(month.chunks().map(|(_, entries)| entries.len()).sum::<usize>(), month.entries.len());
    }

    #[test]
    fn packs_are_filled_from_the_oldest() {
        check(0, &[]);
        check(1, &[(0, 0, 0)]);
        check(20, &[(0, 19, 0)]);
        check(21, &[(0, 19, 0), (1, 20, 20)]);
        check(45, &[(0, 19, 0), (1, 39, 20), (2, 44, 40)]);
    }

    #[test]
    fn a_month_without_packs_has_its_entries_all_the_same() {
        let month = MonthIndex { packs: Vec::new(), ..month(30) };
        let lengths: Vec<_> = month.chunks().map(|(pack, entries)| (pack, entries.len())).collect();
        assert_eq!(lengths, [(None, 20), (None, 10)]);
    }
}
