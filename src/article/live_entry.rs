//! One entry of a live blog.

use leptos::prelude::*;
use model::block::LiveEntry;

use super::blocks;
use crate::components::date::Time;
use crate::context::PageContext;
use crate::view::view;

/// Renders an entry of a live blog.
pub(super) fn live_entry(page: &PageContext, entry: &LiveEntry) -> impl IntoView {
    let date = entry.date.clone().map(|date| view! { <p class="meta"><Time date /></p> });
    let title = entry.title.clone().map(|title| view! { <h2>{title}</h2> });
    view! { <div class="live-entry">{date}{title}{blocks(page, &entry.content)}</div> }
}
