//! What stands beside the story: background, and notes of the newsroom.

use leptos::prelude::*;
use model::block::Aside;

use super::blocks;
use crate::context::PageContext;

/// What kind of box it is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Context,
    Note,
}

/// A box beside the story.
pub(super) fn aside(scene: PageContext<'_>, aside: &Aside, kind: Kind) -> AnyView {
    let (class, name) = match kind {
        Kind::Context => ("box context", scene.messages.background()),
        Kind::Note => ("box note", scene.messages.note()),
    };
    let title = aside.title.clone().unwrap_or_else(|| name.to_owned());
    let label = title.clone();
    view! {
        <aside class=class aria-label=label>
            <p class="box-title">{title}</p>
            {blocks(scene, &aside.content)}
        </aside>
    }
    .into_any()
}
