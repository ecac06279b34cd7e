//! The plain text of blocks and inlines: for descriptions, word counts, feeds and search.

use alloc::string::String;

use crate::block::Block;
use crate::inline::Inline;

/// The text of a line, without its marks.
pub fn of_inlines(inlines: &[Inline]) -> String {
    let mut text = String::new();
    inlines.iter().for_each(|inline| push_inline(&mut text, inline));
    text
}

/// The text of a body, a line for each paragraph, heading, cell and caption.
pub fn of_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    blocks.iter().for_each(|block| push_block(&mut text, block));
    text
}

/// How many words some text has: runs of characters between white space that hold a letter or a digit.
pub fn words(text: &str) -> u32 {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

fn push_inline(text: &mut String, inline: &Inline) {
    match inline {
        Inline::Text(plain) | Inline::Code(plain) | Inline::Unknown(plain) => text.push_str(plain),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Superscript(content)
        | Inline::Subscript(content) => push_inlines(text, content),
        Inline::Speech(speech) => push_inlines(text, &speech.content),
        Inline::Link(link) => push_inlines(text, &link.content),
        Inline::Foreign(foreign) => push_inlines(text, &foreign.content),
        Inline::LineBreak(()) => text.push('\n'),
        Inline::FootnoteReference(_) => {}
    }
}

fn push_inlines(text: &mut String, inlines: &[Inline]) {
    inlines.iter().for_each(|inline| push_inline(text, inline));
}

fn push_line(text: &mut String, line: &str) {
    if !line.trim().is_empty() {
        text.push_str(line.trim());
        text.push('\n');
    }
}

fn push_inline_line(text: &mut String, inlines: &[Inline]) {
    push_line(text, &of_inlines(inlines));
}

fn push_option(text: &mut String, line: Option<&String>) {
    if let Some(line) = line {
        push_line(text, line);
    }
}

fn push_blocks(text: &mut String, blocks: &[Block]) {
    blocks.iter().for_each(|block| push_block(text, block));
}

fn push_block(text: &mut String, block: &Block) {
    match block {
        Block::Paragraph(content) => push_inline_line(text, content),
        Block::Heading(heading) => push_inline_line(text, &heading.content),
        Block::Quotation(quotation) => push_blocks(text, &quotation.content),
        Block::PullQuote(quote) => push_inline_line(text, &quote.content),
        Block::List(list) => list.items.iter().for_each(|item| push_blocks(text, item)),
        Block::Picture(picture) => push_inline_line(text, &picture.caption),
        Block::Gallery(gallery) => {
            gallery.pictures.iter().for_each(|picture| push_inline_line(text, &picture.caption));
            push_inline_line(text, &gallery.caption);
        }
        Block::Video(recording) | Block::Audio(recording) => {
            push_option(text, recording.title.as_ref());
            push_blocks(text, &recording.description);
        }
        Block::Post(post) => push_blocks(text, &post.content),
        Block::Table(table) => {
            push_inline_line(text, &table.caption);
            table.header.iter().for_each(|cell| push_inline_line(text, cell));
            table.rows.iter().flatten().for_each(|cell| push_inline_line(text, cell));
        }
        Block::Code(code) => push_line(text, &code.text),
        Block::Context(aside) | Block::Note(aside) => {
            push_option(text, aside.title.as_ref());
            push_blocks(text, &aside.content);
        }
        Block::Footnote(footnote) => push_blocks(text, &footnote.content),
        Block::FoldOut(fold_out) => {
            push_inline_line(text, &fold_out.summary);
            push_blocks(text, &fold_out.content);
        }
        Block::KeyPoints(key_points) => {
            push_option(text, key_points.title.as_ref());
            key_points.points.iter().for_each(|point| push_blocks(text, point));
        }
        Block::QuestionsAndAnswers(pairs) => {
            for pair in pairs {
                push_inline_line(text, &pair.question);
                push_blocks(text, &pair.answer);
            }
        }
        Block::Timeline(entries) => {
            for entry in entries {
                push_inline_line(text, &entry.when);
                push_blocks(text, &entry.content);
            }
        }
        Block::LiveEntry(entry) => {
            push_option(text, entry.title.as_ref());
            push_blocks(text, &entry.content);
        }
        Block::Divider(()) => {}
        Block::Unknown(plain) => push_line(text, plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_kind_keeps_its_words() {
        let json = r#"[{"paragraph":["One ",{"emphasis":["two"]},{"sparkle":{"glow":3,"inside":["three",{"deep":"four"}]}}]},
                       {"carousel":{"slides":[{"title":"five"},{"text":"six"}],"speed":7}}]"#;
        let blocks: Vec<Block> = serde_json::from_str(json).expect("tolerant");
        assert_eq!(of_blocks(&blocks), "One twothree four\nfive six\n");
    }

    #[test]
    fn every_kind_survives_a_round_trip_under_its_own_name() {
        let block = Block::List(crate::block::List { start: Some(3), items: vec![vec![Block::Divider(())]] });
        let json = serde_json::to_string(&block).expect("serialises");
        assert_eq!(json, r#"{"list":{"start":3,"items":[[{"divider":null}]]}}"#);
        assert_eq!(serde_json::from_str::<Block>(&json).expect("reads"), block);
    }

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(words("Один — два, three. «چهار» ۵"), 5);
    }
}
