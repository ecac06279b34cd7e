//! The page about the newspaper.

use leptos::prelude::*;
use model::Block;

use crate::article::blocks;
use crate::context::PageContext;
use crate::view::view;
use edition::routes::PageId;

/// Renders the about page.
pub fn about(page: &PageContext, content: &[Block]) -> impl IntoView {
    view! {
        <article class="article">
            <h1>{page.messages.about()}</h1>
            <div class="body">{blocks(page, content)}</div>
            <p class="meta">{page.messages.provenance_limits()}</p>
            <p><a href=page.href(PageId::Origin)>{page.messages.provenance()}</a></p>
        </article>
    }
}
