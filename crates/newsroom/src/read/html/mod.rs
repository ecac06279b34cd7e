//! HTML to typed blocks: what is on the list keeps its meaning, everything else gives its text.

mod blocks;
mod dom;
mod finish;
mod media;
mod repair;
mod table;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::tz::TimeZone;
use model::block::Footnote;
use model::{Block, Language};

pub(super) use self::media::{caption_blocks, site_name};
use crate::config::Newsroom;
use crate::read::slug::Identifiers;

/// What the converter needs to know beside the HTML.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    /// The newsroom, whose files pictures may be.
    pub(super) newsroom: &'a Newsroom,
    /// The folder that the file lies in, relative to the newsroom.
    pub(super) folder: &'a Path,
    /// The language of the text.
    pub(super) language: &'a Language,
}

impl Context<'_> {
    pub(super) fn zone(&self) -> &TimeZone {
        &self.newsroom.time_zone
    }
}

/// What HTML became.
#[derive(Debug, Default)]
pub(super) struct Converted {
    /// The blocks, footnotes at the end.
    pub(super) blocks: Vec<Block>,
    /// What could not be kept, and what to do.
    pub(super) warnings: Vec<Warning>,
}

/// Something that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Warning {
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) remedy: String,
    /// A text by which its line can be found in the source.
    pub(super) trace: String,
}

/// Converts a piece of HTML, as it would stand in the body of a page.
pub(super) fn convert(html: &str, context: Context<'_>) -> Converted {
    let parsed = dom::parse(&repair::repair(html));
    let mut converter = Converter {
        context,
        language: context.language.clone(),
        identifiers: Identifiers::default(),
        anchors: BTreeMap::new(),
        footnotes: Vec::new(),
        warnings: Vec::new(),
    };
    let blocks = converter.flow(&dom::children(&parsed.root));
    let Converter { anchors, footnotes, warnings, .. } = converter;
    Converted { blocks: finish::finish(blocks, footnotes, &anchors), warnings }
}

/// The words that a piece of HTML shows.
pub(super) fn visible_text(html: &str) -> String {
    dom::visible_text(&dom::parse(&repair::repair(html)).root)
}

/// What is collected on the way through the tree.
struct Converter<'a> {
    context: Context<'a>,
    /// The language of the element at hand.
    language: Language,
    /// The identifiers of headings.
    identifiers: Identifiers,
    /// By what links may name a heading, and its identifier.
    anchors: BTreeMap<String, String>,
    footnotes: Vec<Footnote>,
    warnings: Vec<Warning>,
}

/// The attribute by which Markdown marks a quotation as a callout of that kind.
pub(super) const CALLOUT: &str = "data-offprint-callout";
/// The attribute of a paragraph that is a callout's title.
pub(super) const TITLE: &str = "data-offprint-title";
/// The element that is a footnote, with its label.
pub(super) const FOOTNOTE: &str = "offprint-footnote";
/// The element that refers to a footnote, with its label.
pub(super) const FOOTNOTE_REFERENCE: &str = "offprint-footnote-reference";

#[cfg(test)]
mod tests;
