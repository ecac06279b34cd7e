//! What the newspaper says of itself.

use leptos::prelude::*;
use model::Block;

use crate::article::blocks;
use crate::context::PageContext;
use edition::routes::PageId;

/// The about page.
pub fn about(scene: PageContext<'_>, content: &[Block]) -> AnyView {
    view! {
        <article class="article">
            <h1>{scene.messages.about()}</h1>
            <div class="body">{blocks(scene, content)}</div>
            <p class="meta">{scene.messages.provenance_limits()}</p>
            <p><a href=scene.href(PageId::Origin)>{scene.messages.provenance()}</a></p>
        </article>
    }
    .into_any()
}
