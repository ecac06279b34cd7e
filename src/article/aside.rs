//! Boxes beside the story: background, and notes of the newsroom.

use leptos::prelude::*;
use model::block::Aside;

use super::blocks;
use crate::context::PageContext;
use crate::view::view;

/// The kind of a box.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Context,
    Note,
}

/// Renders a box beside the story.
pub(super) fn aside(page: &PageContext, aside: &Aside, kind: Kind) -> impl IntoView {
    let (class, name) = match kind {
        Kind::Context => ("box context", page.messages.background()),
        Kind::Note => ("box note", page.messages.note()),
    };
    let title = aside.title.clone().unwrap_or_else(|| name.to_owned());
    let label = title.clone();
    view! {
        <aside class=class aria-label=label>
            <p class="box-title">{title}</p>
            {blocks(page, &aside.content)}
        </aside>
    }
}
