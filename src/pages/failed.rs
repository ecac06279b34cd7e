//! The page whose content could not be had.

use leptos::prelude::*;
use messages::Messages;

use crate::context::PageContext;
use edition::error::ContentError;
use edition::routes::PageId;

/// The page whose content could not be had: what happened, and the ways out.
pub fn failed(scene: PageContext<'_>, error: ContentError) -> AnyView {
    // A link to the page itself: the app tries once more. What this app cannot read a newer one can, so there the browser
    // loads the page and with it the app.
    let again = scene.href(scene.page.route.place.clone());
    let again = if error == ContentError::Unreadable { Some(scene.fresh()) } else { again };
    let (retry, reload) = if error == ContentError::Unreadable { (None, Some("")) } else { (Some(""), None) };
    view! {
        <h1 class="page-title">{scene.messages.page_failed()}</h1>
        <p>{reason(scene.messages, error)}</p>
        <p class="more">
            <a class="button" href=again data-retry=retry data-reload=reload>{scene.messages.retry()}</a>
            <a href=scene.href(PageId::Front)>{scene.messages.front_page()}</a>
        </p>
    }
    .into_any()
}

/// What happened, and what to do.
fn reason(messages: &Messages, error: ContentError) -> &'static str {
    match error {
        ContentError::Unreachable => messages.content_unreachable(),
        ContentError::Missing => messages.content_missing(),
        ContentError::Foreign => messages.content_foreign(),
        ContentError::Damaged => messages.content_damaged(),
        ContentError::Unproven => messages.provenance_altered(),
        ContentError::Unreadable => messages.content_unreadable(),
    }
}
