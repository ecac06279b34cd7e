//! The page for an address that does not exist.

use leptos::prelude::*;

use crate::article::recording::open;
use crate::context::PageContext;
use crate::view::view;
use edition::page::Medium;
use edition::routes::PageId;

/// Renders the page for an address that the site, or the open file, does not have.
pub fn not_found(page: &PageContext) -> impl IntoView {
    let messages = page.messages;
    let (title, advice) = match page.medium {
        Medium::Site => (messages.not_found(), messages.not_found_advice()),
        Medium::SingleFile(_) => (messages.not_in_file(), messages.not_in_file_advice()),
    };
    view! {
        <h1 class="page-title">{title}</h1>
        <p>{advice}</p>
        {open(page, None, page.home().as_ref())}
        <p class="more"><a href=page.href(PageId::Front)>{messages.front_page()}</a></p>
    }
}
