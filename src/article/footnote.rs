//! Footnotes and the references to them.

use leptos::prelude::*;
use model::block::Footnote;

use super::list::item;
use crate::context::PageContext;

/// A reference to a footnote.
pub(super) fn reference(scene: PageContext<'_>, label: &str) -> AnyView {
    view! {
        <sup class="footnote-reference">
            <a href=scene.page.anchor(&format!("footnote-{label}")) id=scene.page.identifier(&format!("reference-{label}")) role="doc-noteref">{scene.messages.digits(label)}</a>
        </sup>
    }
    .into_any()
}

/// A footnote, with the way back to the text.
pub(super) fn footnote(scene: PageContext<'_>, footnote: &Footnote) -> AnyView {
    let label = &footnote.label;
    let number = scene.messages.digits(label);
    let name = scene.messages.back_to_text(&number);
    view! {
        <div class="footnote" id=scene.page.identifier(&format!("footnote-{label}")) role="note">
            <a href=scene.page.anchor(&format!("reference-{label}")) role="doc-backlink" aria-label=name>
                {number}
            </a>
            <div>{item(scene, &footnote.content)}</div>
        </div>
    }
    .into_any()
}
