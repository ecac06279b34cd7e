//! Converts HTML to typed blocks. Known elements keep their meaning, others are reduced to their text.

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

/// The context of a conversion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    /// The newsroom, which may hold the pictures' files.
    pub(super) newsroom: &'a Newsroom,
    /// The folder of the file, relative to the newsroom.
    pub(super) folder: &'a Path,
    /// The language of the text.
    pub(super) language: &'a Language,
}

impl Context<'_> {
    pub(super) fn zone(&self) -> &TimeZone {
        &self.newsroom.time_zone
    }
}

/// The result of a conversion.
#[derive(Debug, Default)]
pub(super) struct Converted {
    /// The blocks, footnotes at the end.
    pub(super) blocks: Vec<Block>,
    /// The warnings about lost content.
    pub(super) warnings: Vec<Warning>,
}

/// A warning about lost content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Warning {
    /// A description of the loss.
    pub(super) message: String,
    /// The remedy.
    pub(super) remedy: String,
    /// A text that occurs in its line of the source.
    pub(super) trace: String,
}

/// Converts a piece of HTML from the body of a page.
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

/// Returns the visible text of a piece of HTML.
pub(super) fn visible_text(html: &str) -> String {
    dom::visible_text(&dom::parse(&repair::repair(html)).root)
}

/// The state of the walk through the tree.
struct Converter<'a> {
    context: Context<'a>,
    /// The language of the current element.
    language: Language,
    /// The identifiers of headings.
    identifiers: Identifiers,
    /// The identifiers of headings, by every fragment that links may use.
    anchors: BTreeMap<String, String>,
    footnotes: Vec<Footnote>,
    warnings: Vec<Warning>,
}

/// The attribute of a quotation that is a callout in Markdown. Its value is the kind.
pub(super) const CALLOUT: &str = "data-offprint-callout";
/// The attribute of a paragraph that is the title of a callout.
pub(super) const TITLE: &str = "data-offprint-title";
/// The element of a footnote, with its label.
pub(super) const FOOTNOTE: &str = "offprint-footnote";
/// The element of a reference to a footnote, with its label.
pub(super) const FOOTNOTE_REFERENCE: &str = "offprint-footnote-reference";

#[cfg(test)]
mod tests;
