//! Text that the reader unfolds.

use leptos::prelude::*;
use model::block::FoldOut;

use super::{blocks, inlines};
use crate::context::PageContext;
use crate::view::view;

/// Renders a fold-out, which works without any script.
pub(super) fn fold_out(page: &PageContext, fold_out: &FoldOut) -> impl IntoView {
    view! {
        <details class="fold-out">
            <summary>{inlines(page, &fold_out.summary)}</summary>
            {blocks(page, &fold_out.content)}
        </details>
    }
}
