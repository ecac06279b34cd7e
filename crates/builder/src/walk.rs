//! Goes through all of an article: every block, line, picture and date, wherever it stands.

use model::{Article, Block, Date, Inline, Picture};

/// Calls `visit` on every line of text: the lead, captions, corrections and what the blocks hold.
pub fn lines(article: &mut Article, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    visit(&mut article.lead);
    article.corrections.iter_mut().for_each(|correction| visit(&mut correction.content));
    block_lines(&mut article.body, visit);
    pictures(article, &mut |picture| visit(&mut picture.caption));
}

/// Calls `visit` on every line of text that stands in a body, captions of pictures aside.
pub fn block_lines(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    blocks_deep(blocks, &mut |block| parts(block).lines.into_iter().for_each(&mut *visit));
}

/// Calls `visit` on every picture, posters and galleries included.
pub fn pictures(article: &mut Article, visit: &mut dyn FnMut(&mut Picture)) {
    article.picture.iter_mut().for_each(&mut *visit);
    block_pictures(&mut article.body, visit);
}

/// Calls `visit` on every picture in a body.
pub fn block_pictures(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Picture)) {
    blocks_deep(blocks, &mut |block| parts(block).pictures.into_iter().for_each(&mut *visit));
}

/// Calls `visit` on every date.
pub fn dates(article: &mut Article, visit: &mut dyn FnMut(&mut Date)) {
    article.published.iter_mut().for_each(&mut *visit);
    article.updated.iter_mut().for_each(&mut *visit);
    article.corrections.iter_mut().filter_map(|correction| correction.date.as_mut()).for_each(&mut *visit);
    block_dates(&mut article.body, visit);
}

/// Calls `visit` on every date in a body.
pub fn block_dates(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Date)) {
    blocks_deep(blocks, &mut |block| parts(block).dates.into_iter().for_each(&mut *visit));
}

fn blocks_deep(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for inner in parts(block).blocks {
            blocks_deep(inner, visit);
        }
    }
}

/// What a block is made of.
#[derive(Default)]
struct Parts<'a> {
    blocks: Vec<&'a mut Vec<Block>>,
    lines: Vec<&'a mut Vec<Inline>>,
    pictures: Vec<&'a mut Picture>,
    dates: Vec<&'a mut Date>,
}

fn parts(block: &mut Block) -> Parts<'_> {
    let mut parts = Parts::default();
    match block {
        Block::Paragraph(content) => parts.lines.push(content),
        Block::Heading(heading) => parts.lines.push(&mut heading.content),
        Block::Quotation(quotation) => parts.blocks.push(&mut quotation.content),
        Block::PullQuote(quote) => parts.lines.push(&mut quote.content),
        Block::List(list) => parts.blocks.extend(&mut list.items),
        Block::Picture(picture) => parts.pictures.push(picture),
        Block::Gallery(gallery) => {
            parts.pictures.extend(&mut gallery.pictures);
            parts.lines.push(&mut gallery.caption);
        }
        Block::Video(recording) | Block::Audio(recording) => {
            parts.pictures.extend(&mut recording.poster);
            parts.blocks.push(&mut recording.description);
        }
        Block::Post(post) => {
            parts.dates.extend(&mut post.date);
            parts.blocks.push(&mut post.content);
        }
        Block::Table(table) => {
            parts.lines.push(&mut table.caption);
            parts.lines.extend(&mut table.header);
            parts.lines.extend(table.rows.iter_mut().flatten());
        }
        Block::Context(aside) | Block::Note(aside) => parts.blocks.push(&mut aside.content),
        Block::Footnote(footnote) => parts.blocks.push(&mut footnote.content),
        Block::FoldOut(fold_out) => {
            parts.lines.push(&mut fold_out.summary);
            parts.blocks.push(&mut fold_out.content);
        }
        Block::KeyPoints(key_points) => parts.blocks.extend(&mut key_points.points),
        Block::QuestionsAndAnswers(pairs) => {
            for pair in pairs {
                parts.lines.push(&mut pair.question);
                parts.blocks.push(&mut pair.answer);
            }
        }
        Block::Timeline(entries) => {
            for entry in entries {
                parts.lines.push(&mut entry.when);
                parts.blocks.push(&mut entry.content);
            }
        }
        Block::LiveEntry(entry) => {
            parts.dates.extend(&mut entry.date);
            parts.blocks.push(&mut entry.content);
        }
        Block::Code(_) | Block::Divider(()) | Block::Unknown(_) => {}
    }
    parts
}

#[cfg(test)]
mod tests {
    use model::block::{Aside, List};

    use super::*;

    #[test]
    fn nothing_is_too_deep() {
        let paragraph = Block::Paragraph(vec![Inline::text("deep")]);
        let list = Block::List(List { start: None, items: vec![vec![paragraph]] });
        let mut body = vec![Block::Context(Aside { title: None, content: vec![list] })];
        let mut found = Vec::new();
        block_lines(&mut body, &mut |line| found.push(line.clone()));
        assert_eq!(found, [[Inline::text("deep")]]);
    }
}
