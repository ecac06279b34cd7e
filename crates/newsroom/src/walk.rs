//! Visits every line, picture and date of an article, at any depth.

use model::block::walk::{PartMut, each_mut};
use model::{Article, Block, Date, Inline, Picture};

/// Calls `visit` on every line of text: lead, corrections, captions and body.
pub fn lines(article: &mut Article, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    visit(&mut article.lead);
    article.corrections.iter_mut().for_each(|correction| visit(&mut correction.content));
    article.picture.iter_mut().for_each(|picture| visit(&mut picture.caption));
    block_lines(&mut article.body, visit);
}

/// Calls `visit` on every line of text in a body, including captions.
pub fn block_lines(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    each_mut(blocks, &mut |part| match part {
        PartMut::Line(line) => visit(line),
        PartMut::Picture(picture) => visit(&mut picture.caption),
        PartMut::Blocks(_) | PartMut::Text(_) | PartMut::Date(_) => {}
    });
}

/// Calls `visit` on every picture, including posters and galleries.
pub fn pictures(article: &mut Article, visit: &mut dyn FnMut(&mut Picture)) {
    article.picture.iter_mut().for_each(&mut *visit);
    block_pictures(&mut article.body, visit);
}

/// Calls `visit` on every picture in a body.
pub fn block_pictures(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Picture)) {
    each_mut(blocks, &mut |part| match part {
        PartMut::Picture(picture) => visit(picture),
        PartMut::Blocks(_) | PartMut::Line(_) | PartMut::Text(_) | PartMut::Date(_) => {}
    });
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
    each_mut(blocks, &mut |part| match part {
        PartMut::Date(date) => visit(date),
        PartMut::Blocks(_) | PartMut::Line(_) | PartMut::Text(_) | PartMut::Picture(_) => {}
    });
}
