//! The places in an article that links may lead to, by every name that sources use for them.
//!
//! Only headings and footnotes have identifiers on a page. An anchor elsewhere leads to the heading above it, or directly
//! below it, or to the beginning of the article.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use edition::identifiers::{footnote, reference};
use model::Block;
use model::block::walk::Part;

use crate::names::{anchor_key, exact};
use crate::read::slug::slug;

/// The places of an article by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    names: BTreeMap<String, Vec<Anchor>>,
}

/// A name of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Anchor {
    name: String,
    origin: Origin,
    /// The identifier of an element on the page; `None` for the beginning of the article.
    place: Option<String>,
}

/// The origin of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An `id` or a `name` in the source.
    Source,
    /// The identifier on the page. `true` if a number tells it apart from that of an equal heading.
    Identifier(bool),
    /// The words of a heading.
    Words,
    /// The words of a heading and its number among equal ones, counted from 0 as other tools do.
    Number,
}

/// The place that a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The identifier of an element on the page; `None` for the beginning of the article.
    pub identifier: Option<String>,
    /// `true` if the name has a number as other tools count equal headings.
    pub is_numbered: bool,
    /// Another name that matches as well and leads elsewhere, after the name of this place.
    pub ambiguous: Option<[String; 2]>,
}

/// The names found in a source.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoundAnchors {
    /// The identifiers of the headings in the order of the source; `None` for one that became no heading.
    pub(crate) headings: Vec<Option<String>>,
    /// The names, each with the position of its heading.
    pub(crate) names: Vec<(String, Origin, Option<usize>)>,
    /// The numbers of the footnotes by their labels in the source.
    pub(crate) footnotes: BTreeMap<String, usize>,
}

impl FoundAnchors {
    /// Returns the anchors of an article with this body. Its headings may be fewer than those of the source.
    pub(crate) fn within(self, body: &[Block]) -> Anchors {
        let mut present = Identified::default();
        present.find(body);
        let mut last = None;
        let places: Vec<Option<String>> = self
            .headings
            .into_iter()
            .map(|heading| {
                last = heading.filter(|identifier| present.headings.contains(identifier)).or(last.take());
                last.clone()
            })
            .collect();
        let mut anchors = Anchors::default();
        for (name, origin, heading) in self.names {
            let place = heading.and_then(|heading| places.get(heading).cloned().flatten());
            anchors.add(name, origin, place);
        }
        for label in &present.footnotes {
            let identifier = footnote(label);
            anchors.add(identifier.clone(), Origin::Identifier(false), Some(identifier));
        }
        for (label, number) in self.footnotes {
            let number = number.to_string();
            if present.footnotes.contains(&number) {
                // The names that Hugo, Jekyll, GitHub and Pandoc write, in any of their spellings.
                anchors.add(format!("fn:{label}"), Origin::Words, Some(footnote(&number)));
                anchors.add(format!("fnref:{label}"), Origin::Words, Some(reference(&number)));
            }
        }
        anchors
    }
}

/// The parts of a body that have identifiers.
#[derive(Default)]
struct Identified {
    headings: BTreeSet<String>,
    footnotes: BTreeSet<String>,
}

impl Identified {
    fn find(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => _ = self.headings.insert(heading.identifier.clone()),
                Block::Footnote(footnote) => _ = self.footnotes.insert(footnote.label.clone()),
                _ => {}
            }
            block.parts(&mut |part| {
                if let Part::Blocks(inner) = part {
                    self.find(inner);
                }
            });
        }
    }
}

impl Anchors {
    fn add(&mut self, name: String, origin: Origin, place: Option<String>) {
        let key = anchor_key(&name);
        if key.is_empty() {
            return;
        }
        let anchors = self.names.entry(key).or_default();
        // As in browsers, the first of equal names counts.
        if anchors.len() < MAX_ALIKE && anchors.iter().all(|known| (&known.name, known.origin) != (&name, origin)) {
            anchors.push(Anchor { name, origin, place });
        }
    }

    /// Finds the place that a fragment names. An exact name is preferred to a loose one.
    ///
    /// `counts_from_zero` says that the referring article numbers equal headings as other tools do.
    pub fn find(&self, fragment: &str, counts_from_zero: bool) -> Option<Place> {
        // Browsers take the text after this mark as words to look for.
        let fragment = fragment.split(":~:").next().unwrap_or_default();
        // GitHub's pages have this before the identifiers of an article.
        let own = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        let known = [anchor_key(fragment), anchor_key(own), anchor_key(&slug(own))];
        let Some(anchors) = known.iter().find_map(|key| self.names.get(key)) else {
            let beginning = Place { identifier: None, is_numbered: false, ambiguous: None };
            return (fragment.is_empty() || fragment.eq_ignore_ascii_case("top")).then_some(beginning);
        };
        let written = exact(fragment);
        let rank = |anchor: &&Anchor| match anchor.origin {
            Origin::Source if exact(&anchor.name) == written => 0,
            Origin::Identifier(true) if counts_from_zero => 5,
            Origin::Identifier(_) if anchor.name == written => 1,
            Origin::Source => 2,
            Origin::Words => 3,
            Origin::Identifier(_) | Origin::Number => 4,
        };
        let first = anchors.iter().min_by_key(rank)?;
        let other = anchors.iter().find(|other| rank(other) == rank(&first) && other.place != first.place);
        Some(Place {
            identifier: first.place.clone(),
            is_numbered: first.origin == Origin::Number,
            ambiguous: other.filter(|_| rank(&first) > 1).map(|other| [first.name.clone(), other.name.clone()]),
        })
    }

    /// Returns the name that is most like a fragment. Takes the number of names that it compares from `budget`.
    pub fn nearest(&self, fragment: &str, budget: &Cell<usize>) -> Option<&str> {
        let names = self
            .names
            .values()
            .flatten()
            .filter(|anchor| matches!(anchor.origin, Origin::Source | Origin::Identifier(_)))
            .filter(|anchor| anchor.name.len() <= MAX_COMPARED && fragment.len() <= MAX_COMPARED)
            .take(budget.get());
        let compared = names.map(|anchor| {
            budget.set(budget.get().saturating_sub(1));
            (strsim::jaro_winkler(&anchor.name, fragment), anchor.name.as_str())
        });
        let (likeness, nearest) = compared.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        (likeness > MIN_LIKENESS).then_some(nearest)
    }
}

/// The most names of one key: more are no people's names, and finding one would take long.
const MAX_ALIKE: usize = 16;

/// The maximum length in bytes of names that are compared.
const MAX_COMPARED: usize = 200;

/// The least likeness of a name that a message proposes.
const MIN_LIKENESS: f64 = 0.8;

#[cfg(test)]
mod tests {
    use model::block::Heading;

    use super::*;

    fn heading(identifier: &str) -> Block {
        Block::Heading(Heading { level: 2, identifier: identifier.to_owned(), content: Vec::new() })
    }

    fn found() -> FoundAnchors {
        let headings = ["the-end", "gone", "the-end-2", "the-end-3"].map(|identifier| Some(identifier.to_owned()));
        let names = [
            ("start", Origin::Source, None),
            ("the-end", Origin::Identifier(false), Some(0)),
            ("The end", Origin::Words, Some(0)),
            ("gone", Origin::Identifier(false), Some(1)),
            ("spot", Origin::Source, Some(1)),
            ("the-end-2", Origin::Identifier(true), Some(2)),
            ("The end 1", Origin::Number, Some(2)),
            ("the-end-3", Origin::Identifier(true), Some(3)),
            ("The end 2", Origin::Number, Some(3)),
            ("Spot", Origin::Source, Some(3)),
        ];
        FoundAnchors {
            headings: headings.into(),
            names: names.map(|(name, origin, heading)| (name.to_owned(), origin, heading)).into(),
            footnotes: [("goats".to_owned(), 1), ("gone".to_owned(), 2)].into(),
        }
    }

    #[test]
    fn a_name_leads_to_the_heading_that_is_there() {
        let anchors = found().within(&[heading("the-end"), heading("the-end-2"), heading("the-end-3")]);
        let place = |fragment: &str| anchors.find(fragment, false).map(|place| place.identifier.unwrap_or_default());
        for (fragment, expected) in [
            ("the-end", Some("the-end")),
            ("THE--END", Some("the-end")),
            ("the-end-1", Some("the-end-2")),
            ("the-end-2", Some("the-end-2")),
            ("gone", Some("the-end")),
            ("spot", Some("the-end")),
            ("Spot", Some("the-end-3")),
            ("start", Some("")),
            ("top", Some("")),
            ("user-content-the-end", Some("the-end")),
            (":~:text=words", Some("")),
            ("nowhere", None),
        ] {
            assert_eq!(place(fragment).as_deref(), expected, "{fragment}");
        }
        let note = Block::Footnote(model::block::Footnote { label: "1".to_owned(), content: Vec::new() });
        let noted = found().within(&[note]);
        let identifier = |fragment: &str| noted.find(fragment, false).and_then(|place| place.identifier);
        assert_eq!(identifier("fn:goats").as_deref(), Some("footnote-1"));
        assert_eq!(identifier("fnref-goats").as_deref(), Some("reference-1"));
        assert_eq!(identifier("fn:gone"), None);
        let ambiguous = anchors.find("SPOT", false).expect("a place").ambiguous;
        assert_eq!(ambiguous, Some(["spot".to_owned(), "Spot".to_owned()]));
        let budget = Cell::new(5);
        assert_eq!(anchors.nearest("the-ends", &budget), Some("the-end"));
        assert_eq!((anchors.nearest("the-ends", &budget), budget.get()), (None, 0));
    }

    #[test]
    fn an_article_of_another_tool_counts_from_zero() {
        let anchors = found().within(&[heading("the-end"), heading("the-end-2"), heading("the-end-3")]);
        assert!(anchors.find("the-end-1", false).expect("a place").is_numbered);
        let third = anchors.find("the-end-2", true).expect("a place");
        assert_eq!(third.identifier.as_deref(), Some("the-end-3"));
    }
}
