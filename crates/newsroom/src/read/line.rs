//! Lines of text as inline pieces: normalises white space, joins, splits.

use model::block::walk::PartMut;
use model::block::{Post, Recording};
use model::inline::{Foreign, Link, Speech};
use model::{Block, Inline, LinkTarget, Picture};

/// Returns whether a browser collapses a character into one space. It does not collapse no-break spaces.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Normalises a line as browsers do: collapses white space, trims the ends, removes empty pieces.
pub(super) fn normalize(line: Vec<Inline>) -> Vec<Inline> {
    let mut after_space = true;
    let mut line = collapse(line, &mut after_space);
    trim_start(&mut line);
    trim_end(&mut line);
    line
}

fn collapse(line: Vec<Inline>, after_space: &mut bool) -> Vec<Inline> {
    let mut collapsed = Vec::with_capacity(line.len());
    for inline in line {
        match inline {
            Inline::Text(text) => push_text(&mut collapsed, &collapse_text(&text, after_space)),
            Inline::Code(text) => {
                // Spaces at its ends separate it from its neighbours.
                let spaced = collapse_text(&text, after_space);
                let code = spaced.trim_matches(' ');
                if spaced.starts_with(' ') {
                    push_text(&mut collapsed, " ");
                }
                if !code.is_empty() {
                    collapsed.push(Inline::Code(code.to_owned()));
                    if spaced.ends_with(' ') {
                        push_text(&mut collapsed, " ");
                    }
                }
            }
            Inline::LineBreak(()) => {
                collapsed.push(inline);
                *after_space = true;
            }
            Inline::FootnoteReference(_) | Inline::Unknown(_) => {
                collapsed.push(inline);
                *after_space = false;
            }
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Superscript(_)
            | Inline::Subscript(_)
            | Inline::Speech(_)
            | Inline::Link(_)
            | Inline::Foreign(_) => {
                let inline = map_content(inline, |content| collapse(content, after_space));
                let content = content(&inline);
                if content.iter().any(|inline| !matches!(inline, Inline::Text(text) if text.trim().is_empty())) {
                    collapsed.push(inline);
                } else if !content.is_empty() {
                    // A mark around only a space is no mark.
                    push_text(&mut collapsed, " ");
                }
            }
        }
    }
    collapsed
}

fn collapse_text(text: &str, after_space: &mut bool) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for character in text.chars() {
        if !is_space(character) {
            collapsed.push(character);
            *after_space = false;
        } else if !*after_space {
            collapsed.push(' ');
            *after_space = true;
        }
    }
    collapsed
}

fn push_text(line: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    match line.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => line.push(Inline::text(text)),
    }
}

/// Removes line breaks and spaces at the beginning.
pub(super) fn trim_start(line: &mut Vec<Inline>) {
    let blank = line.iter().take_while(|inline| is_space_or_break(inline)).count();
    line.drain(..blank);
    if let Some(Inline::Text(text)) = line.first_mut() {
        *text = text.trim_start_matches(is_space).to_owned();
    }
}

fn is_space_or_break(inline: &Inline) -> bool {
    match inline {
        Inline::LineBreak(()) => true,
        Inline::Text(text) => text.chars().all(is_space),
        _ => false,
    }
}

/// Returns whether a line shows nothing.
pub(super) fn is_blank(line: &[Inline]) -> bool {
    line.iter().all(is_space_or_break) || normalize(line.to_vec()).is_empty()
}

/// Removes line breaks and spaces at the end, and spaces before line breaks.
pub(super) fn trim_end(line: &mut Vec<Inline>) {
    while let Some(last) = line.last_mut() {
        match last {
            Inline::LineBreak(()) => {
                line.pop();
            }
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(is_space).len());
                if !text.is_empty() {
                    break;
                }
                line.pop();
            }
            Inline::Code(_) | Inline::FootnoteReference(_) | Inline::Unknown(_) => break,
            _ => {
                if let Some(content) = content_mut(last) {
                    trim_end(content);
                    if !content.is_empty() {
                        break;
                    }
                }
                line.pop();
            }
        }
    }
    for index in 1..line.len() {
        if let (Inline::Text(text), [Inline::LineBreak(()), ..]) = split_pair(line, index) {
            text.truncate(text.trim_end_matches(is_space).len());
        }
    }
    line.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
}

fn split_pair(line: &mut [Inline], index: usize) -> (&mut Inline, &[Inline]) {
    let (before, after) = line.split_at_mut(index);
    (&mut before[index - 1], after)
}

/// Returns the pieces inside a piece; empty for text.
pub(super) fn content(inline: &Inline) -> &[Inline] {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Superscript(content)
        | Inline::Subscript(content)
        | Inline::Speech(Speech { content, .. })
        | Inline::Link(Link { content, .. })
        | Inline::Foreign(Foreign { content, .. }) => content,
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::LineBreak(())
        | Inline::FootnoteReference(_)
        | Inline::Unknown(_) => &[],
    }
}

/// Returns the pieces inside a piece, to change them.
pub(crate) fn content_mut(inline: &mut Inline) -> Option<&mut Vec<Inline>> {
    match inline {
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Superscript(content)
        | Inline::Subscript(content)
        | Inline::Speech(Speech { content, .. })
        | Inline::Link(Link { content, .. })
        | Inline::Foreign(Foreign { content, .. }) => Some(content),
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::LineBreak(())
        | Inline::FootnoteReference(_)
        | Inline::Unknown(_) => None,
    }
}

fn map_content(mut inline: Inline, map: impl FnOnce(Vec<Inline>) -> Vec<Inline>) -> Inline {
    if let Some(content) = content_mut(&mut inline) {
        *content = map(std::mem::take(content));
    }
    inline
}

/// Splits a normalised line into paragraphs at double line breaks.
pub(super) fn paragraphs(line: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut paragraphs = vec![Vec::new()];
    let mut pieces = line.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        if matches!(piece, Inline::LineBreak(())) && matches!(pieces.peek(), Some(Inline::LineBreak(()))) {
            while matches!(pieces.peek(), Some(Inline::LineBreak(()))) {
                pieces.next();
            }
            paragraphs.push(Vec::new());
        } else if let Some(last) = paragraphs.last_mut() {
            last.push(piece);
        }
    }
    for paragraph in &mut paragraphs {
        trim_start(paragraph);
        trim_end(paragraph);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Appends a line to another after a line break.
pub(super) fn join(line: &mut Vec<Inline>, more: Vec<Inline>) {
    if !line.is_empty() && !more.is_empty() {
        line.push(Inline::LineBreak(()));
    }
    line.extend(more);
}

/// Turns a block into one line that keeps its words and the links in its text, for places where only a line is possible.
pub(super) fn of_block(block: Block) -> Vec<Inline> {
    match block {
        Block::Heading(heading) => vec![Inline::Strong(heading.content)],
        Block::Quotation(quotation) => {
            let mut line = of_blocks(quotation.content);
            if let Some(speaker) = quotation.speaker.filter(|speaker| !speaker.in_text) {
                let name = [Some(speaker.name), speaker.role].into_iter().flatten().collect::<Vec<_>>().join(", ");
                join(&mut line, vec![Inline::Text(format!("— {name}"))]);
            }
            line
        }
        Block::Context(aside) | Block::Note(aside) => {
            let mut line: Vec<Inline> =
                aside.title.into_iter().map(|title| Inline::Strong(vec![Inline::Text(title)])).collect();
            join(&mut line, of_blocks(aside.content));
            line
        }
        mut other => {
            let mut line = Vec::new();
            other.parts_mut(&mut |part| match part {
                PartMut::Blocks(blocks) => join(&mut line, of_blocks(std::mem::take(blocks))),
                PartMut::Line(content) => join(&mut line, std::mem::take(content)),
                PartMut::Text(text) => text.lines().for_each(|text| join(&mut line, vec![Inline::text(text)])),
                PartMut::Picture(picture) => join(&mut line, of_picture(std::mem::take(picture))),
                PartMut::Date(_) => {}
            });
            // A recording or a post is a link with words.
            if let Block::Video(Recording { address, .. })
            | Block::Audio(Recording { address, .. })
            | Block::Post(Post { address, .. }) = other
                && let Some(address) = address
            {
                let content = vec![Inline::text(&*address)];
                join(&mut line, vec![Inline::Link(Link { target: LinkTarget::Address(address), content })]);
            }
            line
        }
    }
}

/// Returns the words of a picture.
fn of_picture(picture: Picture) -> Vec<Inline> {
    let mut line: Vec<Inline> =
        Some(picture.alternative).filter(|text| !text.is_empty()).into_iter().map(Inline::Text).collect();
    join(&mut line, picture.caption);
    join(&mut line, picture.credit.into_iter().map(Inline::Text).collect());
    line
}

/// Turns blocks into one line.
pub(super) fn of_blocks(blocks: Vec<Block>) -> Vec<Inline> {
    blocks.into_iter().fold(Vec::new(), |mut line, block| {
        join(&mut line, of_block(block));
        line
    })
}

#[cfg(test)]
mod tests {
    use model::block::TimelineEntry;

    use super::*;

    fn check(line: Vec<Inline>, expected: &[Vec<Inline>]) {
        assert_eq!(paragraphs(normalize(line)), expected);
    }

    #[test]
    fn a_block_keeps_its_links_in_one_line() {
        let link = || {
            let target = LinkTarget::Address("https://kite.example/".to_owned());
            Inline::Link(Link { target, content: vec![Inline::text("the club")] })
        };
        let content = vec![Block::Paragraph(vec![link()]), Block::Paragraph(vec![Inline::text("meets")])];
        let timeline = Block::Timeline(vec![TimelineEntry { when: vec![Inline::text("Today")], content }]);
        let line = [Inline::text("Today"), Inline::LineBreak(()), link(), Inline::LineBreak(()), Inline::text("meets")];
        assert_eq!(of_block(timeline), line);
    }

    #[test]
    fn white_space_is_a_browsers() {
        let text = Inline::text;
        check(
            vec![text("  One \n"), Inline::Emphasis(vec![text(" two ")]), text(" three\u{a0} ")],
            &[vec![text("One "), Inline::Emphasis(vec![text("two ")]), text("three\u{a0}")]],
        );
        check(
            vec![
                text("a"),
                Inline::LineBreak(()),
                text(" "),
                Inline::LineBreak(()),
                text("b "),
                Inline::LineBreak(()),
                text(" c"),
            ],
            &[vec![text("a")], vec![text("b"), Inline::LineBreak(()), text("c")]],
        );
        check(vec![text(" "), Inline::Strong(vec![]), Inline::LineBreak(()), text("\n")], &[]);
        check(vec![text("a"), Inline::Strong(vec![text(" ")]), text("b")], &[vec![text("a b")]]);
    }
}
