//! The page whose content could not be had.

use leptos::prelude::*;

use crate::app::Scene;
use crate::content::ContentError;
use crate::routes::Place;

/// The page whose content could not be had: what happened, and the ways out.
pub fn failed(scene: Scene<'_>, error: ContentError) -> AnyView {
    // A link to the page itself: the app tries once more, and without the app the browser does.
    let again = scene.href(scene.page.route.place.clone());
    view! {
        <div role="alert">
            <h1 class="page-title">{scene.messages.failed}</h1>
            <p>{scene.messages.content_error(error)}</p>
        </div>
        <p class="more">
            <a class="button" href=again data-retry="">{scene.messages.retry}</a>
            <a href=scene.href(Place::Front)>{scene.messages.front_page}</a>
        </p>
    }
    .into_any()
}
