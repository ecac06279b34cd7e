//! The plain text of blocks and inlines: for descriptions, word counts, feeds and search.

use alloc::string::String;

use crate::block::Block;
use crate::block::walk::{self, Part};
use crate::inline::Inline;

/// Returns the plain text of a line.
pub fn of_inlines(inlines: &[Inline]) -> String {
    let mut text = String::new();
    inlines.iter().for_each(|inline| push_inline(&mut text, inline));
    text
}

/// Returns the plain text of a body, a line for each paragraph, heading, cell and caption.
pub fn of_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    walk::each(blocks, &mut |part| match part {
        Part::Line(line) => push_line(&mut text, &of_inlines(line)),
        Part::Text(line) => push_line(&mut text, line),
        Part::Picture(picture) => push_line(&mut text, &of_inlines(&picture.caption)),
        // `each` descends into blocks itself; views write dates.
        Part::Blocks(_) | Part::Date(_) => {}
    });
    text
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
}
