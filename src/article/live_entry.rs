//! One entry of a live blog.

use leptos::prelude::*;
use model::block::LiveEntry;

use super::blocks;
use crate::components::date::date;
use crate::context::PageContext;

/// One entry of a live blog.
pub(super) fn live_entry(scene: PageContext<'_>, entry: &LiveEntry) -> AnyView {
    let title = entry.title.clone().map(|title| view! { <h2>{title}</h2> }.into_any());
    let written = entry.date.as_ref().map(|written| view! { <p class="meta">{date(written)}</p> }.into_any());
    view! { <div class="live-entry">{written}{title}{blocks(scene, &entry.content)}</div> }.into_any()
}
