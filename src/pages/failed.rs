//! The page whose content could not be had.

use leptos::prelude::*;
use messages::Messages;

use crate::context::PageContext;
use crate::view::view;
use edition::error::ContentError;
use edition::routes::PageId;

/// Renders what happened, and the ways out.
pub fn failed(page: &PageContext, error: ContentError) -> impl IntoView {
    // A link to the page itself: the app tries once more. What this app cannot read a newer one can, so there the browser
    // loads the page and with it the app.
    let again = page.href(page.route.place.clone());
    let again = if error == ContentError::Unreadable { Some(page.fresh()) } else { again };
    let (retry, reload) = if error == ContentError::Unreadable { (None, Some("")) } else { (Some(""), None) };
    view! {
        <h1 class="page-title">{page.messages.page_failed()}</h1>
        <p>{reason(page.messages, error)}</p>
        <p class="more">
            <a class="button" href=again data-retry=retry data-reload=reload>{page.messages.retry()}</a>
            <a href=page.href(PageId::Front)>{page.messages.front_page()}</a>
        </p>
    }
}

/// Returns what happened, and what to do.
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
