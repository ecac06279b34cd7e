//! What happened when.

use leptos::prelude::*;
use model::block::TimelineEntry;

use super::inlines;
use super::list::item;
use crate::context::PageContext;

/// A timeline.
pub(super) fn timeline(scene: PageContext<'_>, entries: &[TimelineEntry]) -> AnyView {
    let entries: Vec<AnyView> = entries
        .iter()
        .map(|entry| {
            view! {
                <li>
                    <p class="timeline-when">{inlines(scene, &entry.when)}</p>
                    <div>{item(scene, &entry.content)}</div>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="timeline">{entries}</ol> }.into_any()
}
