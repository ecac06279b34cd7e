//! Pieces of a line of text.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::tagged::tagged;

tagged! {
    /// A piece of a line: text, or text with a meaning.
    pub enum Inline {
        /// Stressed text.
        Emphasis(Vec<Inline>) = "emphasis",
        /// Important text.
        Strong(Vec<Inline>) = "strong",
        /// Text that no longer holds.
        Strikethrough(Vec<Inline>) = "strikethrough",
        /// Raised text.
        Superscript(Vec<Inline>) = "superscript",
        /// Lowered text.
        Subscript(Vec<Inline>) = "subscript",
        /// Code, as it was typed.
        Code(String) = "code",
        /// Somebody's words inside a sentence, with the quotation marks that the source has.
        Speech(Speech) = "speech",
        /// A link.
        Link(Link) = "link",
        /// A reference to the footnote of that label.
        FootnoteReference(String) = "footnote_reference",
        /// Text in another language than the one around it.
        Foreign(Foreign) = "foreign",
        /// A new line inside a paragraph.
        LineBreak(()) = "line_break",
    }
    unknown Unknown;
    text Text;
}

/// Somebody's words inside a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// Who says it, when the sentence tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The words, with their quotation marks.
    pub content: Vec<Inline>,
}

/// A link and the text that carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads.
    pub target: LinkTarget,
    /// What it says.
    pub content: Vec<Inline>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// An address outside the site: `https:`, `http:`, `mailto:` or `tel:`, nothing else.
    Address(String),
    /// Another article of this newspaper.
    Article {
        /// Its slug.
        slug: String,
        /// Its language, which says under which path it lies.
        language: Language,
        /// The month whose index holds it; see [`crate::ArticleLink::month`].
        month: String,
        /// The identifier of a heading in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fragment: Option<String>,
    },
    /// An element of the same page, by its identifier.
    Fragment(String),
}

/// Text in another language than the one around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// Its language.
    pub language: Language,
    /// The text.
    pub content: Vec<Inline>,
}

impl Inline {
    /// Text without any mark.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}
