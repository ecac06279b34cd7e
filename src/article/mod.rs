//! The body of an article: one exhaustive match over its blocks, the renderers of small kinds below it, and a file for each
//! larger kind. `blocks` and `inlines` return views that borrow nothing.

mod aside;
pub mod facts;
mod footnote;
mod gallery;
mod heading;
mod inline;
mod key_points;
mod list;
pub mod picture;
mod post;
mod questions;
mod quotation;
pub mod recording;
pub mod status;
mod table;
mod timeline;

use leptos::prelude::*;
use model::Block;
use model::block::{Code, FoldOut, LiveEntry, PullQuote};

use crate::components::date::Time;
use crate::components::picture::Loading;
use crate::context::PageContext;
use crate::view::view;
pub use inline::inlines;
use quotation::speaker;

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
        Block::PullQuote(quote) => pull_quote(page, quote).into_any(),
        Block::List(list) => list::list(page, list).into_any(),
        Block::Picture(picture) => picture::figure(page, picture, Loading::Lazy).into_any(),
        Block::Gallery(gallery) => gallery::gallery(page, gallery).into_any(),
        Block::Video(recording) => recording::recording(page, recording, recording::Kind::Video).into_any(),
        Block::Audio(recording) => recording::recording(page, recording, recording::Kind::Audio).into_any(),
        Block::Post(post) => post::post(page, post).into_any(),
        Block::Table(table) => table::table(page, table).into_any(),
        Block::Code(code) => self::code(page, code).into_any(),
        Block::Context(aside) => aside::aside(page, aside, aside::Kind::Context).into_any(),
        Block::Note(aside) => aside::aside(page, aside, aside::Kind::Note).into_any(),
        Block::Footnote(footnote) => footnote::footnote(page, footnote).into_any(),
        Block::FoldOut(fold_out) => self::fold_out(page, fold_out).into_any(),
        Block::KeyPoints(key_points) => key_points::key_points(page, key_points).into_any(),
        Block::QuestionsAndAnswers(pairs) => questions::questions(page, pairs).into_any(),
        Block::Timeline(entries) => timeline::timeline(page, entries).into_any(),
        Block::LiveEntry(entry) => live_entry(page, entry).into_any(),
        Block::Divider(()) => view! { <hr/> }.into_any(),
        Block::Unknown(text) => view! { <p>{text.clone()}</p> }.into_any(),
    }
}

/// Renders code. It runs from left to right in every language, and the keyboard can scroll it.
fn code(page: &PageContext, code: &Code) -> impl IntoView {
    view! { <pre dir="ltr" tabindex="0" role="region" aria-label=page.messages.code()><code data-language=code.language.clone()>{code.text.clone()}</code></pre> }
}

/// Renders a fold-out, which works without any script.
fn fold_out(page: &PageContext, fold_out: &FoldOut) -> impl IntoView {
    view! {
        <details class="fold-out">
            <summary>{inlines(page, &fold_out.summary)}</summary>
            {blocks(page, &fold_out.content)}
        </details>
    }
}

/// Renders an entry of a live blog.
fn live_entry(page: &PageContext, entry: &LiveEntry) -> impl IntoView {
    let date = entry.date.clone().map(|date| view! { <p class="meta"><Time date /></p> });
    let title = entry.title.clone().map(|title| view! { <h2>{title}</h2> });
    view! { <div class="live-entry">{date}{title}{blocks(page, &entry.content)}</div> }
}

/// Renders a pull quote. It repeats a sentence of the text, so it is an aside.
fn pull_quote(page: &PageContext, quote: &PullQuote) -> impl IntoView {
    view! {
        <aside class="pull-quote">
            <p>{inlines(page, &quote.content)}</p>
            {quote.speaker.as_ref().map(speaker)}
        </aside>
    }
}

#[cfg(test)]
mod tests;
