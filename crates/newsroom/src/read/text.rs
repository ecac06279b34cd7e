//! Plain text: a headline in the first line, then paragraphs, one on each line or separated by blank lines.

use model::{Block, Inline};

use crate::read::{autolink, speech};

/// The content of a plain text file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainText {
    pub(super) headline: String,
    pub(super) body: Vec<Block>,
}

/// The maximum length in characters of a line that was wrapped by hand.
const MAX_WRAPPED_LENGTH: usize = 120;
/// The minimum length in characters of every line of a wrapped paragraph except the last.
const MIN_WRAPPED_LENGTH: usize = 40;

/// Parses the text of a file.
pub(super) fn read(text: &str) -> PlainText {
    let text = text.trim_start_matches(is_blank).trim_end_matches(is_blank);
    let (headline, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut body: Vec<Block> = paragraphs(rest.trim_matches('\n')).into_iter().map(block).collect();
    autolink::link(&mut body);
    PlainText { headline: headline.trim_matches(is_blank).to_owned(), body }
}

/// Returns whether a character is white space that text editors leave. A no-break space is text.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Returns the lines of each paragraph.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut groups: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        let line = line.trim_matches(is_blank);
        match groups.last_mut() {
            Some(group) if !line.is_empty() => group.push(line),
            Some(group) if !group.is_empty() => groups.push(Vec::new()),
            _ => {}
        }
    }
    groups.retain(|group| !group.is_empty());
    let by_line = groups.len() < 2;
    let mut paragraphs = Vec::new();
    for group in groups {
        let long = group.iter().any(|line| line.chars().count() > MAX_WRAPPED_LENGTH);
        if (by_line && !is_wrapped(&group)) || long {
            paragraphs.extend(group.into_iter().map(|line| vec![line]));
        } else {
            paragraphs.push(group);
        }
    }
    paragraphs
}

/// Returns whether the lines are one paragraph that was wrapped to fit a window: few of them end a sentence.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((_, before)) = lines.split_last() else { return false };
    let ends_sentence = |line: &&&str| line.ends_with(['.', '!', '?', '…', '”', '»', '"', ':', '؟']);
    before.len() > 1 && fits(before) && before.iter().filter(ends_sentence).count() * 3 < before.len()
}

fn fits(lines: &[&str]) -> bool {
    lines.iter().all(|line| (MIN_WRAPPED_LENGTH..=MAX_WRAPPED_LENGTH).contains(&line.chars().count()))
}

fn block(lines: Vec<&str>) -> Block {
    match lines.as_slice() {
        [line] => speech::paragraph(line),
        [before @ .., _] if fits(before) => speech::paragraph(&lines.join(" ")),
        _ => {
            let mut content = Vec::new();
            for line in lines {
                if !content.is_empty() {
                    content.push(Inline::LineBreak(()));
                }
                content.extend(speech::inlines(line));
            }
            Block::Paragraph(content)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, headline: &str, body: &[&str]) {
        let read = read(text);
        assert_eq!(read.headline, headline);
        let found: Vec<String> = read
            .body
            .iter()
            .map(|block| model::text::of_blocks(std::slice::from_ref(block)).trim_end_matches('\n').to_owned())
            .collect();
        assert_eq!(found, body);
    }

    #[test]
    fn paragraphs_are_lines_or_parted_by_blank_ones() {
        check("\n  The bridge\nIs open.\nIt was closed.\n", "The bridge", &["Is open.", "It was closed."]);
        check("The bridge\n\nIs open.\n\n\nIt was closed.", "The bridge", &["Is open.", "It was closed."]);
        check("The bridge\n\nOne line\nand another\n\nEnd.", "The bridge", &["One line\nand another", "End."]);
        check("The bridge", "The bridge", &[]);
        check("Мост\u{a0}открыт\nДа.", "Мост\u{a0}открыт", &["Да."]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let wrapped = "The bridge over the river was opened in the morning,\nand hundreds of people came to see it although it was\nraining.";
        let joined = wrapped.replace('\n', " ");
        check(&format!("The bridge\n\n{wrapped}\n\nEnd."), "The bridge", &[&joined, "End."]);
        check(&format!("The bridge\n\n{wrapped}"), "The bridge", &[&joined]);
    }

    #[test]
    fn long_lines_are_paragraphs_even_between_blank_lines() {
        let long = "A sentence that goes on. ".repeat(8);
        let long = long.trim_end();
        check(&format!("The bridge\n\n{long}\n{long}\n\nEnd."), "The bridge", &[long, long, "End."]);
    }
}
