//! The structure of blocks: the parts of each kind, in reading order.
//!
//! Code that visits the text, pictures or dates of a body folds over these parts, so that a new kind of block is
//! described once.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::block::Block;
use crate::date::Date;
use crate::inline::Inline;
use crate::picture::Picture;

/// Defines the parts of a block and the function that lists them, for shared or for mutable references.
macro_rules! structure {
    (
        $(#[$part_doc:meta])* $part:ident,
        $(#[$parts_doc:meta])* $parts:ident,
        $(#[$each_doc:meta])* $each:ident
        $(, $mutable:tt)?
    ) => {
        $(#[$part_doc])*
        #[derive(Debug)]
        pub enum $part<'a> {
            /// Blocks inside the block.
            Blocks(&'a $($mutable)? Vec<Block>),
            /// A line of text.
            Line(&'a $($mutable)? Vec<Inline>),
            /// A text without marks: a title, code, or the words of a kind that this version does not know.
            Text(&'a $($mutable)? String),
            /// A picture with its caption.
            Picture(&'a $($mutable)? Picture),
            /// A date.
            Date(&'a $($mutable)? Date),
        }

        $(#[$parts_doc])*
        pub fn $parts(block: &$($mutable)? Block) -> Vec<$part<'_>> {
            use $part::{Blocks, Date, Line, Picture, Text};
            match block {
                Block::Paragraph(content) => vec![Line(content)],
                Block::Heading(heading) => vec![Line(&$($mutable)? heading.content)],
                Block::Quotation(quotation) => vec![Blocks(&$($mutable)? quotation.content)],
                Block::PullQuote(quote) => vec![Line(&$($mutable)? quote.content)],
                Block::List(list) => (&$($mutable)? list.items).into_iter().map(Blocks).collect(),
                Block::Picture(picture) => vec![Picture(picture)],
                Block::Gallery(gallery) => {
                    let pictures = (&$($mutable)? gallery.pictures).into_iter().map(Picture);
                    pictures.chain([Line(&$($mutable)? gallery.caption)]).collect()
                }
                Block::Video(recording) | Block::Audio(recording) => {
                    let title = (&$($mutable)? recording.title).into_iter().map(Text);
                    let poster = (&$($mutable)? recording.poster).into_iter().map(Picture);
                    title.chain(poster).chain([Blocks(&$($mutable)? recording.description)]).collect()
                }
                Block::Post(post) => {
                    let date = (&$($mutable)? post.date).into_iter().map(Date);
                    date.chain([Blocks(&$($mutable)? post.content)]).collect()
                }
                Block::Table(table) => {
                    let header = (&$($mutable)? table.header).into_iter().map(Line);
                    let cells = (&$($mutable)? table.rows).into_iter().flatten().map(Line);
                    [Line(&$($mutable)? table.caption)].into_iter().chain(header).chain(cells).collect()
                }
                Block::Code(code) => vec![Text(&$($mutable)? code.text)],
                Block::Context(aside) | Block::Note(aside) => {
                    let title = (&$($mutable)? aside.title).into_iter().map(Text);
                    title.chain([Blocks(&$($mutable)? aside.content)]).collect()
                }
                Block::Footnote(footnote) => vec![Blocks(&$($mutable)? footnote.content)],
                Block::FoldOut(fold_out) => {
                    vec![Line(&$($mutable)? fold_out.summary), Blocks(&$($mutable)? fold_out.content)]
                }
                Block::KeyPoints(key_points) => {
                    let title = (&$($mutable)? key_points.title).into_iter().map(Text);
                    title.chain((&$($mutable)? key_points.points).into_iter().map(Blocks)).collect()
                }
                Block::QuestionsAndAnswers(pairs) => {
                    let mut parts = Vec::with_capacity(2 * pairs.len());
                    for pair in pairs {
                        parts.extend([Line(&$($mutable)? pair.question), Blocks(&$($mutable)? pair.answer)]);
                    }
                    parts
                }
                Block::Timeline(entries) => {
                    let mut parts = Vec::with_capacity(2 * entries.len());
                    for entry in entries {
                        parts.extend([Line(&$($mutable)? entry.when), Blocks(&$($mutable)? entry.content)]);
                    }
                    parts
                }
                Block::LiveEntry(entry) => {
                    let date = (&$($mutable)? entry.date).into_iter().map(Date);
                    let title = (&$($mutable)? entry.title).into_iter().map(Text);
                    date.chain(title).chain([Blocks(&$($mutable)? entry.content)]).collect()
                }
                Block::Divider(()) => Vec::new(),
                Block::Unknown(text) => vec![Text(text)],
            }
        }

        $(#[$each_doc])*
        pub fn $each(blocks: &$($mutable)? [Block], visit: &mut dyn FnMut($part<'_>)) {
            for block in blocks {
                for part in $parts(block) {
                    match part {
                        $part::Blocks(inner) => $each(inner, visit),
                        other => visit(other),
                    }
                }
            }
        }
    };
}

structure!(
    /// A part of a block.
    Part,
    /// Lists the parts of a block, in reading order.
    parts,
    /// Calls `visit` on every part except [`Part::Blocks`], at any depth, in reading order.
    each
);

structure!(
    /// A mutable part of a block.
    PartMut,
    /// Lists the mutable parts of a block, in reading order.
    parts_mut,
    /// Calls `visit` on every mutable part except [`PartMut::Blocks`], at any depth, in reading order.
    each_mut,
    mut
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Aside, List, Recording, TimelineEntry};

    #[test]
    fn parts_come_in_reading_order_from_any_depth() {
        let paragraph = |text: &str| Block::Paragraph(vec![Inline::text(text)]);
        let entry = |when: &str, text: &str| TimelineEntry {
            when: vec![Inline::text(when)],
            content: vec![Block::List(List { start: None, items: vec![vec![paragraph(text)]] })],
        };
        let timeline = Block::Timeline(vec![entry("one", "two"), entry("three", "four")]);
        let mut body = vec![Block::Context(Aside { title: Some("zero".into()), content: vec![timeline] })];
        let mut found = Vec::new();
        each(&body, &mut |part| match part {
            Part::Line(line) => found.push(crate::text::of_inlines(line)),
            Part::Text(text) => found.push(text.clone()),
            Part::Blocks(_) | Part::Picture(_) | Part::Date(_) => {}
        });
        assert_eq!(found, ["zero", "one", "two", "three", "four"]);
        each_mut(&mut body, &mut |part| {
            if let PartMut::Line(line) = part {
                line.clear();
            }
        });
        assert_eq!(crate::text::of_blocks(&body), "zero\n");
    }

    #[test]
    fn a_poster_is_a_picture_of_its_recording() {
        let poster = Picture { caption: vec![Inline::text("The quay.")], ..Picture::default() };
        let recording = Recording { title: Some("The ferry".into()), poster: Some(poster), ..Recording::default() };
        assert_eq!(crate::text::of_blocks(&[Block::Video(recording)]), "The ferry\nThe quay.\n");
    }
}
