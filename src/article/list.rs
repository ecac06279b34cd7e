//! Lists.

use leptos::either::Either;
use leptos::prelude::*;
use model::Block;
use model::block::List;

use super::{block, blocks, inlines};
use crate::context::PageContext;
use crate::view::view;

/// Renders a list, numbered or not.
pub(super) fn list(page: &PageContext, list: &List) -> impl IntoView {
    let items = list.items.iter().map(|content| view! { <li>{item(page, content)}</li> }).collect_view();
    match list.start {
        None => Either::Left(view! { <ul>{items}</ul> }),
        Some(start) => {
            let start = (start != 1).then(|| start.to_string());
            Either::Right(view! { <ol start=start>{items}</ol> })
        }
    }
}

/// Renders the content of an item. A `<p>` would add space, so a single paragraph has none, nor has one before a nested
/// list.
pub(super) fn item(page: &PageContext, content: &[Block]) -> Vec<AnyView> {
    match content {
        [Block::Paragraph(line)] => inlines(page, line),
        [Block::Paragraph(line), nested @ Block::List(_)] => {
            let mut views = inlines(page, line);
            views.push(block(page, nested));
            views
        }
        _ => blocks(page, content),
    }
}
