//! Converts HTML to typed blocks. Known elements keep their meaning, others are reduced to their text.

mod anchors;
mod blocks;
mod dom;
mod elements;
mod finish;
mod inline;
mod media;
mod repair;
mod table;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::tz::TimeZone;
use model::block::Footnote;
use model::{Block, Language};

use self::anchors::{Frames, Headings};
use self::dom::Depth;
pub(super) use self::media::{caption_blocks, site_name};
use crate::config::Newsroom;
use crate::names::readable;
use crate::read::address::shortened;
use crate::read::anchors::FoundAnchors;
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
    /// The names that links to places in the text may use.
    pub(super) anchors: FoundAnchors,
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
    let repaired = repair::repair(html);
    let parsed = dom::parse(&repaired.html, Depth::default());
    let mut converter = Converter {
        context,
        language: context.language.clone(),
        identifiers: Identifiers::default(),
        headings: Headings::new(),
        frames: Frames::new(),
        footnotes: Vec::new(),
        warnings: Vec::new(),
        in_frame: false,
        long_forms: BTreeSet::new(),
    };
    converter.warnings.extend(repaired.unknown.iter().map(|tag| unknown(tag)));
    for address in &parsed.lost {
        converter.warn(
            format!("the link to `{}` became plain text: it is nested too deeply", readable(address)),
            "remove elements around it",
            address,
        );
    }
    if parsed.removed > 0 {
        let message = format!("left out characters that no page can hold ({}), such as `&#1;`", parsed.removed);
        converter.warn(message, "remove them", "&#");
    }
    let blocks = converter.flow(&dom::children(&parsed.root));
    let Converter { headings, frames, footnotes, warnings, .. } = converter;
    let anchors = anchors::find(&parsed.root, &headings, &frames);
    Converted { blocks: finish::finish(blocks, footnotes), anchors, warnings }
}

/// Returns the visible text of a piece of HTML.
pub(super) fn visible_text(html: &str) -> String {
    dom::visible_text(&dom::parse(&repair::repair(html).html, Depth::default()).root)
}

/// Returns a warning for a tag with attributes that stays in the text.
pub(super) fn unknown(tag: &str) -> Warning {
    Warning {
        message: format!("`{}` is no element of HTML, so it is shown as text", shortened(tag)),
        remedy: "remove it, or write it in Markdown".to_owned(),
        trace: shortened(tag),
    }
}

/// Returns whether a tag is words in angle brackets, as in `He met <Otto>`. `is_closed` knows the elements with an end tag.
pub(super) fn is_words(tag: &str, is_closed: impl Fn(&str) -> bool) -> bool {
    let Some(name) = tag_name(tag) else { return false };
    let is_end = tag.starts_with("</");
    let is_bare = tag.trim_start_matches(['<', '/']).trim_end_matches('>').len() == name.len();
    !elements::is_element(&name, is_end, is_bare, || is_closed(&name))
}

/// Returns the name of a start or end tag in lower case.
pub(super) fn tag_name(tag: &str) -> Option<String> {
    let inside = tag.strip_prefix("</").or_else(|| tag.strip_prefix('<'))?;
    elements::leading_name(inside).map(str::to_ascii_lowercase)
}

/// The state of the walk through the tree.
struct Converter<'a> {
    context: Context<'a>,
    /// The language of the current element.
    language: Language,
    /// The identifiers of headings.
    identifiers: Identifiers,
    headings: Headings,
    frames: Frames,
    footnotes: Vec<Footnote>,
    warnings: Vec<Warning>,
    /// `true` if the current element is in the document of a frame.
    in_frame: bool,
    /// The abbreviations that were shown with their long forms.
    long_forms: BTreeSet<(String, String)>,
}

impl Converter<'_> {
    /// Adds a warning about lost content. `trace` occurs in its line of the source.
    fn warn(&mut self, message: String, remedy: &str, trace: &str) {
        self.warnings.push(Warning { message, remedy: remedy.to_owned(), trace: trace.to_owned() });
    }
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
