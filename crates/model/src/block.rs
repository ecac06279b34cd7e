//! The pieces of an article's body.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::inline::Inline;
use crate::picture::Picture;
use crate::tagged::tagged;

tagged! {
    /// A piece of a body.
    pub enum Block {
        /// A paragraph.
        Paragraph(Vec<Inline>) = "paragraph",
        /// A heading inside the body.
        Heading(Heading) = "heading",
        /// Somebody's words, or a passage from a document.
        Quotation(Quotation) = "quotation",
        /// A sentence of the article itself, set large.
        PullQuote(PullQuote) = "pull_quote",
        /// A list.
        List(List) = "list",
        /// A picture.
        Picture(Picture) = "picture",
        /// Several pictures that belong together.
        Gallery(Gallery) = "gallery",
        /// What stands for a video that lies elsewhere.
        Video(Recording) = "video",
        /// What stands for a sound recording that lies elsewhere.
        Audio(Recording) = "audio",
        /// What stands for a message on another service.
        Post(Post) = "post",
        /// A table.
        Table(Table) = "table",
        /// Code, as it was typed.
        Code(Code) = "code",
        /// Background to the story.
        Context(Aside) = "context",
        /// A note of the newsroom.
        Note(Aside) = "note",
        /// A footnote.
        Footnote(Footnote) = "footnote",
        /// What is shown only when asked for.
        FoldOut(FoldOut) = "fold_out",
        /// The story in a few points.
        KeyPoints(KeyPoints) = "key_points",
        /// Questions and their answers.
        QuestionsAndAnswers(Vec<QuestionAndAnswer>) = "questions_and_answers",
        /// What happened when.
        Timeline(Vec<TimelineEntry>) = "timeline",
        /// One entry of a live blog.
        LiveEntry(LiveEntry) = "live_entry",
        /// A break between two parts.
        Divider(()) = "divider",
    }
    unknown Unknown;
}

/// A heading inside the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6; 1 is the headline.
    pub level: u8,
    /// Unique in the article, for links to it.
    pub identifier: String,
    /// The text.
    pub content: Vec<Inline>,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name, or what stands for it: `one soldier`.
    pub name: String,
    /// What the speaker is in this story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The quoted paragraph itself names the speaker, so nothing is added under it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub in_text: bool,
}

/// Somebody's words, or a passage from a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The words.
    pub content: Vec<Block>,
    /// Who says them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
    /// Where they were said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A sentence of the article itself, set large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullQuote {
    /// The sentence.
    pub content: Vec<Inline>,
    /// Who says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Speaker>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The number of the first item; none for a list without numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// The items.
    pub items: Vec<Vec<Block>>,
}

/// Several pictures that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gallery {
    /// The pictures, in their order.
    pub pictures: Vec<Picture>,
    /// What is written under all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
}

/// What stands for a video or a sound recording that lies elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service or site it lies on: `YouTube`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Where it lies. It is never fetched, only linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// How long it is, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// A picture from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<Picture>,
    /// What is seen or heard in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<Block>,
}

/// What stands for a message on another service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The service: `Telegram`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The author's name on that service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// When it was written, as the newsroom gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// What it says.
    pub content: Vec<Block>,
    /// Where it lies. It is never fetched, only linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// The cells of the head row; none for a table without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<Vec<Inline>>,
    /// The rows below it.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// How each column is set; columns beyond its end are set as the language is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<Alignment>,
}

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// As the language is.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Against the language, as numbers are.
    End,
}

/// Code, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The programming language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The lines.
    pub text: String,
}

/// What stands beside the story, in a box of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says.
    pub content: Vec<Block>,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// The label by which references name it, unique in the article.
    pub label: String,
    /// What it says.
    pub content: Vec<Block>,
}

/// What is shown only when asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldOut {
    /// What is always shown.
    pub summary: Vec<Inline>,
    /// What is folded away.
    pub content: Vec<Block>,
}

/// The story in a few points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPoints {
    /// A title of the newsroom's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The points.
    pub points: Vec<Vec<Block>>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionAndAnswer {
    /// What is asked.
    pub question: Vec<Inline>,
    /// What is answered.
    pub answer: Vec<Block>,
}

/// What happened when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When, in the newsroom's own words: `spring 2022`.
    pub when: Vec<Inline>,
    /// What happened.
    pub content: Vec<Block>,
}

/// One entry of a live blog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEntry {
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says.
    pub content: Vec<Block>,
}
