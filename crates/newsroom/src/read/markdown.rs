//! Converts Markdown to blocks: parses CommonMark, marks callouts and footnotes, renders HTML, converts that.

mod container;
mod dialect;
mod structure;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use model::{Block, Inline, text};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use crate::names::readable;
use crate::read::address::{FILE, shortened};
use crate::read::callout::Kind;
use crate::read::html::{self, Context, Converted, Warning};
use crate::read::{autolink, constant_regex, footnotes, line, shortcode, slug};
use crate::segment;
use crate::walk;

/// The extensions of CommonMark that newsrooms may use.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// The marker of a callout at the beginning of a quotation: `[!KIND]`.
static CALLOUT: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"^\[!([A-Za-z]+)\][ \t]*"));

/// A start tag.
static START_TAG: LazyLock<Regex> = LazyLock::new(|| constant_regex(r#"<[A-Za-z](?:"[^"]*"|'[^']*'|[^<>"'])*>?"#));

/// Converts the text of a file without its front matter.
pub(super) fn convert(source: &str, context: Context<'_>) -> Converted {
    let mut warnings = Vec::new();
    let replaced = shortcode::replace(&container::rewrite(source, &mut warnings));
    let text = structure::rewrite(dialect::rewrite(replaced.text, &mut warnings), &mut warnings);
    let events = with_words(Parser::new_ext(&text, OPTIONS).map(with_boxes).collect(), &mut warnings);
    // Before callouts are marked, since the marks are markup themselves.
    let events = if loses_words(&events) { without_markup(events, &mut warnings) } else { events };
    let events = mark_footnotes(mark_quotations(events));
    let mut converted = html::convert(&render(&events), context);
    converted.blocks = caption_tables(converted.blocks);
    autolink::link(&mut converted.blocks);
    converted.warnings.append(&mut warnings);
    let unknown: BTreeSet<&String> = replaced.unknown.iter().collect();
    converted.warnings.extend(unknown.into_iter().map(|tag| Warning {
        message: format!("left out the unknown tag `{}`", shorten(tag)),
        remedy: "replace it with Markdown".to_owned(),
        trace: tag.clone(),
    }));
    converted
}

/// Shows a box for each item of a list of tasks.
fn with_boxes(event: Event<'_>) -> Event<'_> {
    match event {
        Event::TaskListMarker(done) => Event::Text(if done { "☑ " } else { "☐ " }.into()),
        event => event,
    }
}

/// Turns tags that are words in angle brackets into text.
fn with_words<'a>(events: Vec<Event<'a>>, warnings: &mut Vec<Warning>) -> Vec<Event<'a>> {
    let is_end = |markup: &CowStr<'_>| markup.starts_with("</");
    let closed: BTreeSet<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::InlineHtml(markup) if is_end(markup) => html::tag_name(markup),
            _ => None,
        })
        .collect();
    events
        .into_iter()
        .map(|event| match event {
            Event::InlineHtml(tag) if html::is_words(&tag, |name| closed.contains(name)) => {
                warnings.extend(tag.contains('=').then(|| html::unknown(&tag)));
                Event::Text(tag)
            }
            event => event,
        })
        .collect()
}

fn shorten(tag: &str) -> String {
    segment::shortened(&tag.split_whitespace().collect::<Vec<_>>().join(" "), 60)
}

fn render(events: &[Event<'_>]) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events.iter().cloned());
    html
}

/// Returns whether HTML in the text, such as an unclosed tag, hides words of the Markdown around it.
fn loses_words(events: &[Event<'_>]) -> bool {
    if !events.iter().any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_))) {
        return false;
    }
    let mut words: BTreeMap<&str, i64> = BTreeMap::new();
    // The number of a footnote would join the word before it.
    let words_only: Vec<Event<'_>> =
        events.iter().filter(|event| !matches!(event, Event::FootnoteReference(_))).cloned().collect();
    let visible = html::visible_text(&render(&words_only));
    for word in visible.split_whitespace() {
        *words.entry(word).or_default() += 1;
    }
    let mut pieces = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => pieces.push_str(text),
            // Marks inside a line do not separate words.
            Event::Start(Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::InlineHtml(markup) if !markup.starts_with("<br") => {}
            Event::FootnoteReference(_) => {}
            _ => pieces.push(' '),
        }
    }
    // The descriptions of pictures become attributes; only further missing words count.
    let expected = pieces.split_whitespace().count();
    let missing = pieces.split_whitespace().filter(|word| {
        let count = words.entry(word).or_default();
        *count -= 1;
        *count < 0
    });
    let described: usize = described_words(events);
    let missing = missing.count();
    missing > described && (missing - described) * 200 > expected
}

/// Counts the words in descriptions of pictures, which are not visible text.
fn described_words(events: &[Event<'_>]) -> usize {
    let (mut depth, mut count) = (0_u32, 0);
    for event in events {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => depth = depth.saturating_sub(1),
            // Words beside the picture may join words of its description.
            Event::Text(text) | Event::Code(text) if depth > 0 => count += text.split_whitespace().count() + 2,
            _ => {}
        }
    }
    count
}

/// Replaces HTML by its words, so that no tag affects the text after it. Adds a warning for each tag with attributes.
fn without_markup<'a>(events: Vec<Event<'a>>, warnings: &mut Vec<Warning>) -> Vec<Event<'a>> {
    let mut words = |markup: &str| {
        warnings.extend(START_TAG.find_iter(markup).filter(|tag| tag.as_str().contains('=')).map(|tag| Warning {
            message: format!("left out the tag `{}`: HTML around it is damaged", shortened(tag.as_str())),
            remedy: "close each element where it ends".to_owned(),
            trace: tag.as_str().to_owned(),
        }));
        Event::Text(words_of(markup).into())
    };
    events
        .into_iter()
        .map(|event| match event {
            Event::Html(markup) | Event::InlineHtml(markup) => words(&markup),
            event => event,
        })
        .collect()
}

fn words_of(markup: &str) -> String {
    format!(" {} ", html::visible_text(markup).trim())
}

/// Marks callouts for the converter, and separates the line that names a speaker from the words above it.
fn mark_quotations(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut marked = Vec::with_capacity(events.len());
    // The kind of callout of each open quotation.
    let mut open: Vec<Option<Kind>> = Vec::new();
    let mut inline_depth = 0_u32;
    let mut index = 0;
    while let Some(event) = events.get(index) {
        index += 1;
        match event {
            Event::Start(Tag::BlockQuote(_)) => match begin_callout(&events[index..]) {
                Some(Callout { word, kind, title, used }) => {
                    marked.push(Event::Html(format!("<blockquote {}=\"{word}\">\n", html::CALLOUT).into()));
                    if !title.is_empty() {
                        marked.push(Event::Html(format!("<p {}=\"1\">", html::TITLE).into()));
                        marked.extend(title);
                        marked.push(Event::Html("</p>\n".into()));
                    }
                    index += used;
                    if !matches!(events.get(index - 1), Some(Event::End(TagEnd::Paragraph))) {
                        marked.push(Event::Start(Tag::Paragraph));
                    }
                    open.push(Some(kind));
                }
                None => {
                    marked.push(event.clone());
                    open.push(None);
                }
            },
            Event::End(TagEnd::BlockQuote(_)) => match open.pop() {
                Some(Some(_)) => marked.push(Event::Html("</blockquote>\n".into())),
                _ => marked.push(event.clone()),
            },
            Event::Start(Tag::Paragraph) => {
                inline_depth = 0;
                marked.push(event.clone());
            }
            Event::SoftBreak | Event::HardBreak
                if inline_depth == 0 && ends_paragraph(open.last(), &events[index..]) =>
            {
                marked.push(Event::End(TagEnd::Paragraph));
                marked.push(Event::Start(Tag::Paragraph));
            }
            event => {
                match event {
                    Event::Start(_) => inline_depth += 1,
                    Event::End(_) => inline_depth = inline_depth.saturating_sub(1),
                    _ => {}
                }
                marked.push(event.clone());
            }
        }
    }
    marked
}

/// Returns whether a line break inside a quotation ends a paragraph.
fn ends_paragraph(quotation: Option<&Option<Kind>>, next: &[Event<'_>]) -> bool {
    let Some(kind) = quotation else { return false };
    if kind.is_some_and(Kind::is_by_line) {
        return true;
    }
    matches!(next.first(), Some(Event::Text(text)) if text.starts_with(['—', '–', '―']) || text.starts_with("-- "))
}

/// The beginning of a callout.
struct Callout<'a> {
    word: String,
    kind: Kind,
    title: Vec<Event<'a>>,
    /// The number of events that it takes.
    used: usize,
}

/// Parses the beginning of a callout.
fn begin_callout<'a>(events: &[Event<'a>]) -> Option<Callout<'a>> {
    let [Event::Start(Tag::Paragraph), rest @ ..] = events else { return None };
    let end = rest
        .iter()
        .position(|event| matches!(event, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)))?;
    let line = &rest[..end];
    let texts = line.iter().take_while(|event| matches!(event, Event::Text(_))).count();
    let begin: String = line[..texts]
        .iter()
        .map(|event| match event {
            Event::Text(text) => text.as_ref(),
            _ => "",
        })
        .collect();
    let captures = CALLOUT.captures(&begin)?;
    let word = captures[1].to_owned();
    let kind = Kind::parse(&word)?;
    let after = begin[captures[0].len()..].to_owned();
    let mut title = if after.is_empty() { Vec::new() } else { vec![Event::Text(CowStr::from(after))] };
    title.extend(line[texts..].iter().cloned());
    // The start of the paragraph, the line and its end.
    Some(Callout { word, kind, title, used: 1 + end + 1 })
}

/// Turns footnotes into elements that the converter knows, with labels that are valid in addresses.
fn mark_footnotes(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    let mut identifiers = slug::Identifiers::default();
    let mut defined: BTreeMap<String, u32> = BTreeMap::new();
    let mut label =
        |written: &str| labels.entry(written.to_owned()).or_insert_with(|| identifiers.unique(written)).clone();
    events
        .into_iter()
        .map(|event| match event {
            Event::FootnoteReference(written) => {
                let element = html::FOOTNOTE_REFERENCE;
                Event::InlineHtml(format!("<{element} label=\"{}\"></{element}>", label(&written)).into())
            }
            Event::Start(Tag::FootnoteDefinition(written)) => {
                let times = defined.entry(written.to_string()).or_default();
                *times += 1;
                let own = if *times == 1 { label(&written) } else { label(&format!("{written} {times}")) };
                Event::Html(format!("<{} label=\"{own}\">", html::FOOTNOTE).into())
            }
            Event::End(TagEnd::FootnoteDefinition) => Event::Html(format!("</{}>\n", html::FOOTNOTE).into()),
            event => event,
        })
        .collect()
}

/// Makes a paragraph `Table: ...` before a table its caption.
fn caption_tables(blocks: Vec<Block>) -> Vec<Block> {
    let mut captioned: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        if let Block::Table(table) = &mut block
            && table.caption.is_empty()
            && let Some(Block::Paragraph(before)) = captioned.last_mut()
            && let Some(Inline::Text(first)) = before.first_mut()
            && let Some(rest) = first.strip_prefix("Table:")
        {
            *first = rest.trim_start().to_owned();
            line::trim_start(before);
            table.caption = std::mem::take(before);
            captioned.pop();
        }
        captioned.push(block);
    }
    captioned
}

/// Converts one line of Markdown, such as a lead. A line cannot show pictures: their descriptions stay.
pub(super) fn line(source: &str, context: Context<'_>, warnings: &mut Vec<Warning>) -> Vec<Inline> {
    let mut converted = convert(source, context);
    warnings.append(&mut converted.warnings);
    walk::block_pictures(&mut converted.blocks, &mut |picture| {
        let address = picture.address.clone().unwrap_or_default();
        let written = address.strip_prefix(FILE).unwrap_or(&address);
        warnings.push(Warning {
            message: format!("the picture `{}` is left out: this field is only a line", readable(written)),
            remedy: "show it in the text".to_owned(),
            trace: written.to_owned(),
        });
    });
    let mut line = line::of_blocks(converted.blocks);
    footnotes::without_references(&mut line);
    line
}

/// Returns the plain text of a line that may hold HTML, such as a headline.
pub(super) fn plain_line(source: &str) -> String {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        constant_regex(
            r"(?i)</?(?:em|i|b|strong|br|sup|sub|span|small|code|mark|u|s|a)\b[^<>]*>|&(?:#\w+|[a-z][a-z0-9]+);",
        )
    });
    let text = if MARKUP.is_match(source) { html::visible_text(source) } else { source.to_owned() };
    text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Removes the headline, which is the first heading of level 1, and lowers the other headings below it.
pub(super) fn take_headline(blocks: &mut Vec<Block>, title: Option<&str>) -> Option<String> {
    let at = blocks.iter().position(|block| matches!(block, Block::Heading(heading) if heading.level == 1));
    let mut found = None;
    if let Some(at) = at
        && let Block::Heading(heading) = &blocks[at]
    {
        let content = text::of_inlines(&heading.content);
        if title.is_none_or(|title| title.trim() == content.trim()) {
            found = Some(content.trim().to_owned()).filter(|text| !text.is_empty());
        }
        if found.is_some() {
            blocks.remove(at);
        }
    }
    if blocks.iter().any(|block| matches!(block, Block::Heading(heading) if heading.level == 1)) {
        for block in blocks.iter_mut() {
            if let Block::Heading(heading) = block {
                heading.level = (heading.level + 1).min(6);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
