//! The pieces of an article's body.

pub mod walk;

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::inline::Inline;
use crate::picture::Picture;
use crate::tagged::tagged;
use walk::parts;

tagged! {
    /// A piece of a body.
    pub enum Block {
        /// A paragraph.
        Paragraph(Vec<Inline>) = "paragraph",
        /// A heading inside the body.
        Heading(Heading) = "heading",
        /// Quoted words, or a passage from a document.
        Quotation(Quotation) = "quotation",
        /// A sentence of the article itself, in large type.
        PullQuote(PullQuote) = "pull_quote",
        /// A list.
        List(List) = "list",
        /// A picture.
        Picture(Picture) = "picture",
        /// Several pictures that belong together.
        Gallery(Gallery) = "gallery",
        /// A placeholder for a video on another site.
        Video(Recording) = "video",
        /// A placeholder for a sound recording on another site.
        Audio(Recording) = "audio",
        /// A placeholder for a message on another service.
        Post(Post) = "post",
        /// A table.
        Table(Table) = "table",
        /// Code.
        Code(Code) = "code",
        /// Background to the story.
        Context(Aside) = "context",
        /// A note of the newsroom.
        Note(Aside) = "note",
        /// A footnote.
        Footnote(Footnote) = "footnote",
        /// Content that is hidden until the reader opens it.
        FoldOut(FoldOut) = "fold_out",
        /// The story in a few points.
        KeyPoints(KeyPoints) = "key_points",
        /// Questions and their answers.
        QuestionsAndAnswers(Vec<QuestionAndAnswer>) = "questions_and_answers",
        /// A timeline.
        Timeline(Vec<TimelineEntry>) = "timeline",
        /// An entry of a live blog.
        LiveEntry(LiveEntry) = "live_entry",
        /// A break between two parts.
        Divider(()) = "divider",
    }
    unknown Unknown;
}

// The parts of each kind: the words of the article (`String`, `Vec<Inline>`, `Vec<Block>`), dates and pictures, optional or in lists
// of any depth, and structs that have parts themselves. `no parts` names all other fields: names, addresses, numbers.
parts! {
    enum Block: Paragraph, Heading, Quotation, PullQuote, List, Picture, Gallery, Video, Audio, Post, Table, Code, Context, Note, Footnote, FoldOut, KeyPoints, QuestionsAndAnswers, Timeline, LiveEntry, Divider, Unknown
}

/// A heading inside the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6; 1 is the headline.
    pub level: u8,
    /// An identifier unique in the article, for links to the heading.
    pub identifier: String,
    /// The text.
    pub content: Vec<Inline>,
}

parts!(Heading: content; no parts: level, identifier);

/// The person or document quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name, or a description in its place: `one soldier`.
    pub name: String,
    /// The speaker's role in this story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// `true` if the quoted paragraph itself names the speaker, so that no line is added below it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub in_text: bool,
}

/// Quoted words, or a passage from a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The words.
    pub content: Vec<Block>,
    /// The speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
    /// The address of the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

parts!(Quotation: content; no parts: speaker, address);

/// A sentence of the article itself, in large type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullQuote {
    /// The sentence.
    pub content: Vec<Inline>,
    /// The speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
}

parts!(PullQuote: content; no parts: speaker);

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The number of the first item; `None` for a list without numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// The items.
    pub items: Vec<Vec<Block>>,
}

parts!(List: items; no parts: start);

/// Several pictures that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gallery {
    /// The pictures, in their order.
    pub pictures: Vec<Picture>,
    /// The caption of the whole gallery.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
}

parts!(Gallery: pictures, caption);

/// A placeholder for a video or sound recording on another site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service or site that hosts it: `YouTube`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its address. It is only linked, never fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The duration in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// A picture from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<Picture>,
    /// A description of the content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<Block>,
}

parts!(Recording: title, poster, description; no parts: provider, address, seconds);

/// A placeholder for a message on another service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The service: `Telegram`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The author's name on that service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The date of the message, as the newsroom gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The content.
    pub content: Vec<Block>,
    /// Its address. It is only linked, never fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

parts!(Post: date, content; no parts: provider, author, handle, address);

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The caption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The cells of the header row; empty for a table without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<Vec<Inline>>,
    /// The rows below it.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// The alignment of each column. Columns beyond the end of the list are aligned to the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<Alignment>,
}

parts!(Table: caption, header, rows; no parts: alignments);

/// The alignment of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// At the start of the line, by the direction of the language.
    #[default]
    Start,
    /// Centred.
    Center,
    /// At the end of the line, as for numbers.
    End,
}

/// Code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The programming language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The code itself.
    pub text: String,
}

parts!(Code: text; no parts: language);

/// Content beside the story, in its own box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The content.
    pub content: Vec<Block>,
}

parts!(Aside: title, content);

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// The label by which references name it, unique in the article.
    pub label: String,
    /// The content.
    pub content: Vec<Block>,
}

parts!(Footnote: content; no parts: label);

/// Content that is hidden until the reader opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldOut {
    /// The line that is always shown.
    pub summary: Vec<Inline>,
    /// The hidden content.
    pub content: Vec<Block>,
}

parts!(FoldOut: summary, content);

/// The story in a few points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPoints {
    /// The newsroom's own title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The points.
    pub points: Vec<Vec<Block>>,
}

parts!(KeyPoints: title, points);

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionAndAnswer {
    /// The question.
    pub question: Vec<Inline>,
    /// The answer.
    pub answer: Vec<Block>,
}

parts!(QuestionAndAnswer: question, answer);

/// An entry of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// The date in the newsroom's own words: `spring 2022`.
    pub when: Vec<Inline>,
    /// The event.
    pub content: Vec<Block>,
}

parts!(TimelineEntry: when, content);

/// An entry of a live blog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEntry {
    /// The date of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The content.
    pub content: Vec<Block>,
}

parts!(LiveEntry: date, title, content);
