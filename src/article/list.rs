//! Lists.

use leptos::prelude::*;
use model::Block;
use model::block::List;

use super::{blocks, inlines};
use crate::context::PageContext;

/// A list, with numbers or without.
pub(super) fn list(scene: PageContext<'_>, list: &List) -> AnyView {
    let items: Vec<AnyView> =
        list.items.iter().map(|content| view! { <li>{item(scene, content)}</li> }.into_any()).collect();
    match list.start {
        None => view! { <ul>{items}</ul> }.into_any(),
        Some(1) => view! { <ol>{items}</ol> }.into_any(),
        Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
    }
}

/// The content of an item; a single paragraph, or one before a nested list, is set without the space of one.
pub(super) fn item(scene: PageContext<'_>, content: &[Block]) -> Vec<AnyView> {
    match content {
        [Block::Paragraph(line)] => inlines(scene, line),
        [Block::Paragraph(line), Block::List(nested)] => {
            let mut views = inlines(scene, line);
            views.push(list(scene, nested));
            views
        }
        _ => blocks(scene, content),
    }
}
