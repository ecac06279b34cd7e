//! The story in a few points.

use leptos::prelude::*;
use model::block::KeyPoints;

use super::list::item;
use crate::context::PageContext;

/// The story in a few points.
pub(super) fn key_points(scene: PageContext<'_>, key_points: &KeyPoints) -> AnyView {
    let title = key_points.title.clone().unwrap_or_else(|| scene.messages.key_points().to_owned());
    let points: Vec<AnyView> =
        key_points.points.iter().map(|content| view! { <li>{item(scene, content)}</li> }.into_any()).collect();
    let label = title.clone();
    view! {
        <section class="box key-points" aria-label=label>
            <p class="box-title">{title}</p>
            <ul>{points}</ul>
        </section>
    }
    .into_any()
}
