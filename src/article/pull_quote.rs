//! A sentence of the article itself, set large.

use leptos::prelude::*;
use model::block::PullQuote;

use super::inlines;
use super::quotation::speaker;
use crate::context::PageContext;

/// A pull quote. It repeats what the text says, so it is an aside.
pub(super) fn pull_quote(scene: PageContext<'_>, quote: &PullQuote) -> AnyView {
    view! {
        <aside class="pull-quote">
            <p>{inlines(scene, &quote.content)}</p>
            {quote.speaker.as_ref().map(speaker)}
        </aside>
    }
    .into_any()
}
