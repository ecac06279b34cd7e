//! The months of the archive.

use leptos::prelude::*;
use model::Month;

use crate::context::PageContext;
use crate::view::view;
use edition::routes::PageId;

/// Renders the months of the archive, newest first.
pub fn archive(page: &PageContext, months: &[Month]) -> impl IntoView {
    let lines = months
        .iter()
        .map(|month| {
            view! {
                <li>
                    <a href=page.href(PageId::Month(month.month.clone()))>{month.name.clone()}</a>
                    <span class="meta">{page.messages.number(month.articles)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <h1 class="page-title">{page.messages.archive()}</h1> <ul class="index">{lines}</ul> }
}
