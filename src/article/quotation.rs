//! Quotations of people and documents.

use leptos::prelude::*;
use model::block::{Quotation, Speaker};

use super::blocks;
use super::recording::open;
use crate::context::PageContext;
use crate::view::view;

/// Renders a quotation, with its speaker under it unless the quoted text names the speaker itself.
pub(super) fn quotation(page: &PageContext, quotation: &Quotation) -> impl IntoView {
    let named = quotation.speaker.as_ref().filter(|speaker| !speaker.in_text);
    view! {
        <blockquote class="quotation" cite=quotation.address.clone()>
            {blocks(page, &quotation.content)}
            {named.map(speaker)}
            {open(page, None, quotation.address.as_ref())}
        </blockquote>
    }
}

/// Renders the name and the role of a speaker.
pub(super) fn speaker(speaker: &Speaker) -> impl IntoView {
    let role = speaker.role.clone().map(|role| view! { <span class="role">{role}</span> });
    view! { <footer class="speaker"><cite>{speaker.name.clone()}</cite>{role}</footer> }
}
