//! Pieces of a line of text.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::tagged::tagged;

tagged! {
    /// A piece of a line: text, or text with a meaning.
    pub enum Inline {
        /// Emphasised text.
        Emphasis(Vec<Inline>) = "emphasis",
        /// Important text.
        Strong(Vec<Inline>) = "strong",
        /// Text that no longer holds.
        Strikethrough(Vec<Inline>) = "strikethrough",
        /// Raised text.
        Superscript(Vec<Inline>) = "superscript",
        /// Lowered text.
        Subscript(Vec<Inline>) = "subscript",
        /// Code.
        Code(String) = "code",
        /// Quoted words inside a sentence, with the quotation marks of the source.
        Speech(Speech) = "speech",
        /// A link.
        Link(Link) = "link",
        /// A reference to a footnote, by its label.
        FootnoteReference(String) = "footnote_reference",
        /// Text in a language other than that of the text around it.
        Foreign(Foreign) = "foreign",
        /// A line break inside a paragraph.
        LineBreak(()) = "line_break",
    }
    unknown Unknown;
    text Text;
}

/// Quoted words inside a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// The speaker, if the sentence names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The words with their quotation marks.
    pub content: Vec<Inline>,
}

/// A link and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The target.
    pub target: LinkTarget,
    /// The text of the link.
    pub content: Vec<Inline>,
}

/// The schemes that links may have. A program that opens one of these shows a page, a place or a message, and asks before it
/// sends anything. Schemes that run code or open files of the device are not in the list.
pub const LINK_SCHEMES: &[&str] = &[
    "http", "https", "ftp", "ftps", "sftp", "gemini", "gopher", "ipfs", "ipns", "magnet", "ed2k", "mailto", "news",
    "nntp", "tel", "callto", "sip", "sips", "sms", "smsto", "mms", "geo", "tg", "matrix", "xmpp", "irc", "ircs", "im",
    "nostr", "sgnl", "signal", "threema", "viber", "whatsapp", "skype", "simplex", "briar", "webcal", "bitcoin",
    "monero",
];

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// An address outside the site, with one of [`LINK_SCHEMES`]. Or a file of the site: a path that begins with `../`, relative to
    /// the page, with the file's name as its fragment.
    Address(String),
    /// Another article of this newspaper.
    Article {
        /// Its slug.
        slug: String,
        /// Its language, which decides its path.
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

/// Text in a language other than that of the text around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// Its language.
    pub language: Language,
    /// The text.
    pub content: Vec<Inline>,
}

impl Inline {
    /// Returns plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}
