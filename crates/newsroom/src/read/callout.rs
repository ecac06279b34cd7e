//! Quotations with speakers, and callouts of Markdown: background boxes, timelines, posts and others.

use std::sync::LazyLock;

use messages::Messages;
use model::block::{
    Aside, FoldOut, KeyPoints, LiveEntry, Post, PullQuote, QuestionAndAnswer, Quotation, Recording, Speaker,
    TimelineEntry,
};
use model::{Block, Date, Inline, Language, LinkTarget, text};
use regex::Regex;

use crate::read::html::{Context, caption_blocks, site_name};
use crate::read::{constant_regex, date, embed, line};

/// The author line of a post: `— Name (@handle), date`, or without the handle.
static POST_AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?s)^[—–―-]{1,2}\s*(?:(?<name>[^(\n]*?)\s*\((?<handle>@?[\w.@-]+)\)\s*,?\s*(?<date>\S.*)?|(?<alone>[^,\n]+?)(?:,\s*(?<after>\S.*))?)$",
    )
});

/// A property of a recording: `Provider: X`, `Duration: 3:20`.
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"(?i)^(provider|duration):\s*(.+)$"));

/// The maximum length in characters of a line that names a speaker.
const MAX_NAME_LENGTH: usize = 160;

/// The kinds of callouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    PullQuote,
    Context,
    Note,
    /// A note that takes the name of its kind as title if it has none.
    Alert(Alert),
    FoldOut,
    KeyPoints,
    Questions,
    Timeline,
    LiveEntry,
    Post,
    Video,
    Audio,
    Gallery,
}

/// The kinds of notes of GitHub's Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alert {
    Tip,
    Important,
    Warning,
    Caution,
}

/// The kinds by the words that newsrooms write: `> [!CONTEXT] Title`.
const KINDS: &[(&str, Kind)] = &[
    ("PULLQUOTE", Kind::PullQuote),
    ("CONTEXT", Kind::Context),
    ("BACKGROUND", Kind::Context),
    ("NOTE", Kind::Note),
    ("TIP", Kind::Alert(Alert::Tip)),
    ("IMPORTANT", Kind::Alert(Alert::Important)),
    ("WARNING", Kind::Alert(Alert::Warning)),
    ("CAUTION", Kind::Alert(Alert::Caution)),
    ("FOLD", Kind::FoldOut),
    ("KEYPOINTS", Kind::KeyPoints),
    ("QA", Kind::Questions),
    ("TIMELINE", Kind::Timeline),
    ("LIVE", Kind::LiveEntry),
    ("POST", Kind::Post),
    ("VIDEO", Kind::Video),
    ("AUDIO", Kind::Audio),
    ("GALLERY", Kind::Gallery),
];

impl Kind {
    /// Finds a kind by its word, in letters of any case.
    pub(super) fn parse(word: &str) -> Option<Self> {
        KINDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, kind)| *kind)
    }

    /// Returns whether the rest of its first line is a title without marks.
    pub(super) fn has_plain_title(self) -> bool {
        !matches!(self, Self::PullQuote | Self::FoldOut | Self::Questions | Self::Timeline | Self::Gallery)
    }

    /// Returns whether each line of the source that is not empty becomes a paragraph. In other callouts, a line break is a
    /// space.
    pub(super) fn is_by_line(self) -> bool {
        matches!(self, Self::Post | Self::Video | Self::Audio)
    }
}

impl Alert {
    fn title(self, language: &Language) -> &'static str {
        let messages = Messages::of(language);
        match self {
            Self::Tip => messages.alert_tip(),
            Self::Important => messages.alert_important(),
            Self::Warning => messages.alert_warning(),
            Self::Caution => messages.alert_caution(),
        }
    }
}

/// Makes the blocks of a callout from the rest of its line `[!NAME]`, and from the blocks below it.
pub(super) fn callout(kind: Kind, title: Vec<Inline>, content: Vec<Block>, context: Context<'_>) -> Vec<Block> {
    let plain = Some(text::of_inlines(&title).trim().to_owned()).filter(|title| !title.is_empty());
    let block = match kind {
        Kind::PullQuote => return pull_quote(title, content),
        Kind::Context => Block::Context(Aside { title: plain, content }),
        Kind::Note => Block::Note(Aside { title: plain, content }),
        Kind::Alert(alert) => {
            let title = plain.unwrap_or_else(|| alert.title(context.language).to_owned());
            Block::Note(Aside { title: Some(title), content })
        }
        Kind::FoldOut => return fold_out(FoldOut { summary: title, content }),
        Kind::KeyPoints => Block::KeyPoints(KeyPoints { title: plain, points: points(content) }),
        Kind::Questions => return questions_and_answers(title, content),
        Kind::Timeline => return timeline(title, content),
        Kind::LiveEntry => live_entry(plain.unwrap_or_default().as_str(), content, context),
        Kind::Post => Block::Post(Post { provider: plain, ..post(content, context) }),
        Kind::Video => Block::Video(recording(plain, content)),
        Kind::Audio => Block::Audio(recording(plain, content)),
        Kind::Gallery => return gallery(title, content),
    };
    vec![block]
}

fn gallery(caption: Vec<Inline>, content: Vec<Block>) -> Vec<Block> {
    let (pictures, rest): (Vec<Block>, Vec<Block>) =
        content.into_iter().partition(|block| matches!(block, Block::Picture(_)));
    let mut blocks = caption_blocks(pictures, caption, None);
    blocks.extend(rest);
    blocks
}

/// Makes a quotation. Its speaker is the last line, if that begins with a dash.
pub(super) fn quotation(mut content: Vec<Block>, address: Option<String>) -> Block {
    let speaker = take_speaker(&mut content);
    let linked = speaker.as_ref().and_then(|(_, address)| address.clone());
    Block::Quotation(Quotation { content, speaker: speaker.map(|(speaker, _)| speaker), address: address.or(linked) })
}

/// Makes a fold-out. Without a summary, its first block becomes the summary.
pub(super) fn fold_out(mut fold_out: FoldOut) -> Vec<Block> {
    if fold_out.summary.is_empty()
        && let Some(first) = fold_out.content.iter().position(|block| !is_media(block))
    {
        fold_out.summary = line::of_block(fold_out.content.remove(first));
    }
    if fold_out.summary.is_empty() {
        return fold_out.content;
    }
    vec![Block::FoldOut(fold_out)]
}

fn begins_with_a_dash(line: &[Inline]) -> bool {
    let text = text::of_inlines(line);
    text.starts_with(['—', '–', '―']) || text.starts_with("-- ") || text.starts_with("--\u{a0}")
}

/// Removes the line that names the speaker from the end of the content. Returns the speaker and the linked address.
fn take_speaker(content: &mut Vec<Block>) -> Option<(Speaker, Option<String>)> {
    let before = content.len().checked_sub(1)?;
    let in_dialogue =
        content[..before].iter().any(|block| matches!(block, Block::Paragraph(line) if begins_with_a_dash(line)));
    let Some(Block::Paragraph(last)) = content.last_mut() else { return None };
    let attribution = match last.iter().rposition(|inline| matches!(inline, Inline::LineBreak(()))) {
        Some(at) if begins_with_a_dash(&last[at + 1..]) && !begins_with_a_dash(last) => {
            let attribution = last.split_off(at + 1);
            line::trim_end(last);
            attribution
        }
        _ if before > 0 && !in_dialogue && begins_with_a_dash(last) && is_a_name(last) => std::mem::take(last),
        _ => return None,
    };
    if matches!(content.last(), Some(Block::Paragraph(last)) if last.is_empty()) {
        content.pop();
    }
    let address = link_in(&attribution);
    let plain = text::of_inlines(&attribution);
    let plain = plain.trim_start_matches(['—', '–', '―', '-']).trim();
    let (name, role) = match plain.split_once([',', '،']) {
        Some((name, role)) => (name.trim(), Some(role.trim().to_owned()).filter(|role| !role.is_empty())),
        None => (plain, None),
    };
    Some((Speaker { name: name.to_owned(), role, in_text: false }, address))
}

fn is_a_name(line: &[Inline]) -> bool {
    let text = text::of_inlines(line);
    text.chars().count() <= MAX_NAME_LENGTH && !text.contains('\n') && text.chars().any(char::is_alphanumeric)
}

fn link_in(line: &[Inline]) -> Option<String> {
    line.iter().find_map(|inline| match inline {
        Inline::Link(link) => match &link.target {
            LinkTarget::Address(address) => embed::web_address(address),
            LinkTarget::Article { .. } | LinkTarget::Fragment(_) => None,
        },
        other => link_in(line::content(other)),
    })
}

/// Returns the address of a paragraph that is only a link, and the words of the link unless they are its address.
fn lone_link(block: &Block) -> Option<(String, Option<Vec<Inline>>)> {
    let Block::Paragraph(line) = block else { return None };
    match line.as_slice() {
        [Inline::Link(link)] => {
            let address = link_in(line)?;
            let words = text::of_inlines(&link.content);
            let repeats = words.trim() == address || embed::web_address(&words).is_some_and(|words| words == address);
            Some((address, (!repeats).then(|| link.content.clone())))
        }
        [Inline::Text(text)] => embed::web_address(text).map(|address| (address, None)),
        _ => None,
    }
}

/// Returns the addresses of the links in a line.
pub(super) fn links(line: &[Inline]) -> Vec<String> {
    let mut found = Vec::new();
    for inline in line {
        if let Inline::Link(link) = inline
            && let LinkTarget::Address(address) = &link.target
        {
            found.push(address.clone());
        }
        found.append(&mut links(line::content(inline)));
    }
    found
}

/// Makes a pull quote. Pictures and recordings follow it, since it is only a line.
fn pull_quote(title: Vec<Inline>, content: Vec<Block>) -> Vec<Block> {
    let (mut content, others): (Vec<Block>, Vec<Block>) = content.into_iter().partition(|block| !is_media(block));
    if !title.is_empty() {
        content.insert(0, Block::Paragraph(title));
    }
    let speaker = take_speaker(&mut content).map(|(speaker, _)| speaker);
    let quote = Block::PullQuote(PullQuote { content: line::of_blocks(content), speaker });
    std::iter::once(quote).chain(others).collect()
}

fn is_media(block: &Block) -> bool {
    matches!(block, Block::Picture(_) | Block::Gallery(_) | Block::Video(_) | Block::Audio(_) | Block::Post(_))
}

fn points(content: Vec<Block>) -> Vec<Vec<Block>> {
    let mut points = Vec::new();
    for block in content {
        match block {
            Block::List(list) => points.extend(list.items),
            block => points.push(vec![block]),
        }
    }
    points
}

/// Makes questions and answers: a paragraph that is all bold is a question, the blocks after it are its answer.
fn questions_and_answers(title: Vec<Inline>, content: Vec<Block>) -> Vec<Block> {
    let mut before = if title.is_empty() { Vec::new() } else { vec![Block::Paragraph(vec![Inline::Strong(title)])] };
    let mut pairs: Vec<QuestionAndAnswer> = Vec::new();
    for block in content {
        match (block, pairs.last_mut()) {
            (Block::Paragraph(mut line), _) if matches!(line.as_slice(), [Inline::Strong(_)]) => {
                let question = match line.pop() {
                    Some(Inline::Strong(question)) => question,
                    _ => line,
                };
                pairs.push(QuestionAndAnswer { question, answer: Vec::new() });
            }
            (block, Some(pair)) => pair.answer.push(block),
            (block, None) => before.push(block),
        }
    }
    if !pairs.is_empty() {
        before.push(Block::QuestionsAndAnswers(pairs));
    }
    before
}

/// Makes a timeline. Each item begins with its date in bold.
fn timeline(title: Vec<Inline>, content: Vec<Block>) -> Vec<Block> {
    let mut blocks = if title.is_empty() { Vec::new() } else { vec![Block::Paragraph(vec![Inline::Strong(title)])] };
    let mut entries = Vec::new();
    for block in content {
        match block {
            Block::List(list) => entries.extend(list.items.into_iter().map(timeline_entry)),
            block => match entries.last_mut() {
                Some(TimelineEntry { content, .. }) => content.push(block),
                None => blocks.push(block),
            },
        }
    }
    if !entries.is_empty() {
        blocks.push(Block::Timeline(entries));
    }
    blocks
}

fn timeline_entry(mut content: Vec<Block>) -> TimelineEntry {
    let mut when = Vec::new();
    if let Some(Block::Paragraph(first)) = content.first_mut()
        && matches!(first.first(), Some(Inline::Strong(_)))
    {
        if let Inline::Strong(strong) = first.remove(0) {
            when = strong;
        }
        if let Some(Inline::Text(text)) = first.first_mut() {
            *text = text.trim_start_matches([':', '.', ' ', '—', '–', '-']).to_owned();
        }
        if let Some(Inline::Text(text)) = when.last_mut() {
            *text = text.trim_end_matches([':', ' ']).to_owned();
        }
        line::trim_start(first);
        if first.is_empty() {
            content.remove(0);
        }
    }
    TimelineEntry { when, content }
}

fn live_entry(title: &str, content: Vec<Block>, context: Context<'_>) -> Block {
    let words: Vec<&str> = title.split_whitespace().collect();
    let dated = (1..=words.len().min(5)).rev().find_map(|count| {
        let written = words[..count].join(" ");
        date::parse(&written, context.zone(), context.language)
            .map(|when| (Date { iso: when.iso, text: written }, words[count..].join(" ")))
    });
    let (date, rest) = match dated {
        Some((date, rest)) => (Some(date), rest),
        None => (None, title.to_owned()),
    };
    let title = Some(rest.trim_start_matches(['—', '–', '-', ' ']).to_owned()).filter(|title| !title.is_empty());
    Block::LiveEntry(LiveEntry { date, title, content })
}

/// Makes a post from its text, the line of its author and a link; each may be missing.
pub(super) fn post(content: Vec<Block>, context: Context<'_>) -> Post {
    let mut post = Post::default();
    // The link used as the post's address, with its position: the author's line may hold a better one.
    let mut used_link: Option<(usize, Block)> = None;
    for block in content {
        if post.address.is_none()
            && let Some((address, words)) = lone_link(&block)
        {
            post.address = Some(address);
            used_link = Some((post.content.len(), block));
            post.content.extend(words.map(Block::Paragraph));
            continue;
        }
        let Block::Paragraph(line) = &block else {
            post.content.push(block);
            continue;
        };
        let plain = text::of_inlines(line);
        let author =
            if begins_with_a_dash(line) || plain.starts_with("- ") { POST_AUTHOR.captures(plain.trim()) } else { None };
        let Some(captures) = author.filter(|_| post.author.is_none() && is_a_name(line)) else {
            post.content.push(block);
            continue;
        };
        let group = |name: &str| {
            captures.name(name).map(|group| group.as_str().trim().to_owned()).filter(|text| !text.is_empty())
        };
        if let Some(address) = link_in(line) {
            post.address = Some(address);
            if let Some((place, block)) = used_link.take() {
                post.content.insert(place, block);
            }
        }
        post.author = group("name").or_else(|| group("alone"));
        post.handle = group("handle");
        let after = group("date").or_else(|| group("after"));
        let (date, role): (Option<String>, Option<String>) = match after {
            Some(text) if text.chars().any(char::is_numeric) => (Some(text), None),
            other => (None, other),
        };
        let parsed = |text: &str| date::parse(text, context.zone(), context.language);
        post.date = date.map(|text| Date { iso: parsed(&text).map_or_else(String::new, |when| when.iso), text });
        if let (Some(author), Some(role)) = (&mut post.author, role) {
            author.push_str(", ");
            author.push_str(&role);
        }
    }
    post
}

fn recording(title: Option<String>, content: Vec<Block>) -> Recording {
    let mut recording = Recording { title, ..Recording::default() };
    for block in content {
        if let (Some((address, words)), None) = (lone_link(&block), &recording.address) {
            recording.address = Some(embed::recognize(&address).map_or(address, |embed| embed.address));
            recording.description.extend(words.map(Block::Paragraph));
            continue;
        }
        match block {
            Block::Picture(picture) if recording.poster.is_none() => recording.poster = Some(picture),
            // A link to a known service with a picture in it is already a recording.
            Block::Video(inner) | Block::Audio(inner) if recording.address.is_none() => {
                recording.address = inner.address;
                recording.poster = inner.poster.or(recording.poster);
                recording.description.extend(inner.description);
            }
            Block::Paragraph(line) => {
                let plain = text::of_inlines(&line);
                let property = PROPERTY.captures(plain.trim());
                let value =
                    property.as_ref().map(|captures| (captures[1].to_lowercase(), captures[2].trim().to_owned()));
                match value {
                    Some((name, value)) if name == "provider" => recording.provider = Some(value),
                    Some((_, value)) if seconds(&value).is_some() => recording.seconds = seconds(&value),
                    _ => recording.description.push(Block::Paragraph(line)),
                }
            }
            block => recording.description.push(block),
        }
    }
    recording.provider = recording.provider.or_else(|| recording.address.as_deref().and_then(site_name));
    recording
}

/// Parses a duration such as `3:20` or `1:03:20` into seconds.
fn seconds(text: &str) -> Option<u32> {
    let parts: Option<Vec<u32>> = text.split(':').map(|part| part.trim().parse().ok()).collect();
    let parts = parts?;
    if parts.len() > 3 {
        return None;
    }
    parts.into_iter().try_fold(0_u32, |sum, part| sum.checked_mul(60)?.checked_add(part))
}
