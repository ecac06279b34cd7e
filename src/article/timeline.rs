//! Timelines.

use leptos::prelude::*;
use model::block::TimelineEntry;

use super::inlines;
use super::list::item;
use crate::context::PageContext;
use crate::view::view;

/// Renders a timeline.
pub(super) fn timeline(page: &PageContext, entries: &[TimelineEntry]) -> impl IntoView {
    let entries = entries
        .iter()
        .map(|entry| {
            view! {
                <li>
                    <p class="timeline-when">{inlines(page, &entry.when)}</p>
                    <div>{item(page, &entry.content)}</div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{entries}</ol> }
}
