//! The body of an article: one exhaustive match over its blocks, and a file for each kind that is more than a tag.

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
pub use inline::inlines;

/// Some blocks, one after the other.
pub fn blocks(scene: PageContext<'_>, blocks: &[Block]) -> Vec<AnyView> {
    blocks.iter().map(|block| self::block(scene, block)).collect()
}

/// One block. A kind that is added to the model does not compile until it is rendered here.
fn block(scene: PageContext<'_>, block: &Block) -> AnyView {
    match block {
        Block::Paragraph(content) => view! { <p>{inlines(scene, content)}</p> }.into_any(),
        Block::Heading(heading) => heading::heading(scene, heading),
        Block::Quotation(quotation) => quotation::quotation(scene, quotation),
        Block::PullQuote(quote) => pull_quote::pull_quote(scene, quote),
        Block::List(list) => list::list(scene, list),
        Block::Picture(picture) => picture::figure(scene, picture, Loading::Lazy),
        Block::Gallery(gallery) => gallery::gallery(scene, gallery),
        Block::Video(recording) => recording::recording(scene, recording, recording::Kind::Video),
        Block::Audio(recording) => recording::recording(scene, recording, recording::Kind::Audio),
        Block::Post(post) => post::post(scene, post),
        Block::Table(table) => table::table(scene, table),
        Block::Code(code) => code::code(scene, code),
        Block::Context(aside) => aside::aside(scene, aside, aside::Kind::Context),
        Block::Note(aside) => aside::aside(scene, aside, aside::Kind::Note),
        Block::Footnote(footnote) => footnote::footnote(scene, footnote),
        Block::FoldOut(fold_out) => fold_out::fold_out(scene, fold_out),
        Block::KeyPoints(key_points) => key_points::key_points(scene, key_points),
        Block::QuestionsAndAnswers(pairs) => questions::questions(scene, pairs),
        Block::Timeline(entries) => timeline::timeline(scene, entries),
        Block::LiveEntry(entry) => live_entry::live_entry(scene, entry),
        Block::Divider(()) => divider::divider(),
        Block::Unknown(text) => view! { <p>{text.clone()}</p> }.into_any(),
    }
}

#[cfg(test)]
mod tests;
