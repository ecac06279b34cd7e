//! The page that does not exist.

use leptos::prelude::*;

use crate::app::Scene;
use crate::routes::Place;

/// The page that does not exist.
pub fn not_found(scene: Scene<'_>) -> AnyView {
    view! {
        <h1 class="page-title">{scene.messages.not_found}</h1>
        <p>{scene.messages.not_found_advice}</p>
        <p class="more"><a href=scene.href(Place::Front)>{scene.messages.front_page}</a></p>
    }
    .into_any()
}
