//! What is shown only when asked for.

use leptos::prelude::*;
use model::block::FoldOut;

use super::{blocks, inlines};
use crate::context::PageContext;

/// A fold-out, which the browser opens without any script.
pub(super) fn fold_out(scene: PageContext<'_>, fold_out: &FoldOut) -> AnyView {
    view! {
        <details class="fold-out">
            <summary>{inlines(scene, &fold_out.summary)}</summary>
            {blocks(scene, &fold_out.content)}
        </details>
    }
    .into_any()
}
