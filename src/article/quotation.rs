//! Somebody's words, or a passage from a document.

use leptos::prelude::*;
use model::block::{Quotation, Speaker};

use super::blocks;
use super::recording::open;
use crate::context::PageContext;

/// A quotation, with its speaker under it unless the quoted text names the speaker itself.
pub(super) fn quotation(scene: PageContext<'_>, quotation: &Quotation) -> AnyView {
    let named = quotation.speaker.as_ref().filter(|speaker| !speaker.in_text);
    view! {
        <blockquote class="quotation" cite=quotation.address.clone()>
            {blocks(scene, &quotation.content)}
            {named.map(speaker)}
            {open(scene, None, quotation.address.as_ref())}
        </blockquote>
    }
    .into_any()
}

/// Who speaks.
pub(super) fn speaker(speaker: &Speaker) -> AnyView {
    let role = speaker.role.clone().map(|role| view! { <span class="role">{role}</span> }.into_any());
    view! { <footer class="speaker"><cite>{speaker.name.clone()}</cite>{role}</footer> }.into_any()
}
