//! Footnotes and the references to them.

use leptos::prelude::*;
use model::block::Footnote;

use super::list::item;
use crate::context::PageContext;
use crate::view::view;
use edition::identifiers;

/// Renders a reference to a footnote.
pub(super) fn reference(page: &PageContext, label: &str) -> impl IntoView {
    view! {
        <sup class="footnote-reference">
            <a href=page.anchor(&identifiers::footnote(label)) id=page.identifier(&identifiers::reference(label)) role="doc-noteref">{page.messages.digits(label)}</a>
        </sup>
    }
}

/// Renders a footnote, with a link back to the text.
pub(super) fn footnote(page: &PageContext, footnote: &Footnote) -> impl IntoView {
    let label = &footnote.label;
    let number = page.messages.digits(label);
    let name = page.messages.back_to_text(&number);
    view! {
        <div class="footnote" id=page.identifier(&identifiers::footnote(label)) role="note">
            <a href=page.anchor(&identifiers::reference(label)) role="doc-backlink" aria-label=name>
                {number}
            </a>
            <div>{item(page, &footnote.content)}</div>
        </div>
    }
}
