//! The body of an article: one exhaustive match over its blocks, and a file for each kind that needs more than a tag.

mod aside;
mod code;
mod divider;
pub mod facts;
mod fold_out;
mod footnote;
mod gallery;
mod heading;
mod inline;
mod key_points;
mod list;
mod live_entry;
pub mod picture;
mod post;
mod pull_quote;
mod questions;
mod quotation;
pub mod recording;
pub mod status;
mod table;
mod timeline;

use leptos::prelude::*;
use model::Block;

use crate::components::picture::Loading;
use crate::context::PageContext;
use crate::view::view;
pub use inline::inlines;

/// Renders blocks, one after the other.
pub fn blocks(page: &PageContext, blocks: &[Block]) -> Vec<AnyView> {
    blocks.iter().map(|block| self::block(page, block)).collect()
}

/// Renders a block. After a new kind in the model, this does not compile until it renders that kind.
fn block(page: &PageContext, block: &Block) -> AnyView {
    match block {
        Block::Paragraph(content) => view! { <p>{inlines(page, content)}</p> }.into_any(),
        Block::Heading(heading) => heading::heading(page, heading).into_any(),
        Block::Quotation(quotation) => quotation::quotation(page, quotation).into_any(),
        Block::PullQuote(quote) => pull_quote::pull_quote(page, quote).into_any(),
        Block::List(list) => list::list(page, list).into_any(),
        Block::Picture(picture) => picture::figure(page, picture, Loading::Lazy).into_any(),
        Block::Gallery(gallery) => gallery::gallery(page, gallery).into_any(),
        Block::Video(recording) => recording::recording(page, recording, recording::Kind::Video).into_any(),
        Block::Audio(recording) => recording::recording(page, recording, recording::Kind::Audio).into_any(),
        Block::Post(post) => post::post(page, post).into_any(),
        Block::Table(table) => table::table(page, table).into_any(),
        Block::Code(code) => code::code(page, code).into_any(),
        Block::Context(aside) => aside::aside(page, aside, aside::Kind::Context).into_any(),
        Block::Note(aside) => aside::aside(page, aside, aside::Kind::Note).into_any(),
        Block::Footnote(footnote) => footnote::footnote(page, footnote).into_any(),
        Block::FoldOut(fold_out) => fold_out::fold_out(page, fold_out).into_any(),
        Block::KeyPoints(key_points) => key_points::key_points(page, key_points).into_any(),
        Block::QuestionsAndAnswers(pairs) => questions::questions(page, pairs).into_any(),
        Block::Timeline(entries) => timeline::timeline(page, entries).into_any(),
        Block::LiveEntry(entry) => live_entry::live_entry(page, entry).into_any(),
        Block::Divider(()) => divider::divider().into_any(),
        Block::Unknown(text) => view! { <p>{text.clone()}</p> }.into_any(),
    }
}

#[cfg(test)]
mod tests;
