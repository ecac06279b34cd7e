//! The story in a few points.

use leptos::prelude::*;
use model::block::KeyPoints;

use super::list::item;
use crate::context::PageContext;
use crate::view::view;

/// Renders the story in a few points.
pub(super) fn key_points(page: &PageContext, key_points: &KeyPoints) -> impl IntoView {
    let title = key_points.title.clone().unwrap_or_else(|| page.messages.key_points().to_owned());
    let points = key_points.points.iter().map(|content| view! { <li>{item(page, content)}</li> }).collect_view();
    let label = title.clone();
    view! {
        <section class="box key-points" aria-label=label>
            <p class="box-title">{title}</p>
            <ul>{points}</ul>
        </section>
    }
}
