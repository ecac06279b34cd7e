//! A sentence of the article itself, set large.

use leptos::prelude::*;
use model::block::PullQuote;

use super::inlines;
use super::quotation::speaker;
use crate::context::PageContext;
use crate::view::view;

/// Renders a pull quote. It repeats a sentence of the text, so it is an aside.
pub(super) fn pull_quote(page: &PageContext, quote: &PullQuote) -> impl IntoView {
    view! {
        <aside class="pull-quote">
            <p>{inlines(page, &quote.content)}</p>
            {quote.speaker.as_ref().map(speaker)}
        </aside>
    }
}
