//! The page in place of content that cannot be loaded.

use leptos::prelude::*;
use messages::Messages;

use crate::context::PageContext;
use crate::view::view;
use edition::error::ContentError;
use edition::routes::PageId;

/// Renders the reason, and links to continue with.
pub fn failed(page: &PageContext, error: ContentError) -> impl IntoView {
    // The link leads to the page itself, so the app tries again. A newer app can read content that this one cannot: for
    // it the browser reloads the page, and the app with it.
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

/// Returns the reason, and advice.
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
