//! The months of the archive.

use leptos::prelude::*;
use model::Month;

use crate::context::PageContext;
use edition::routes::PageId;

/// The months of the archive, newest first.
pub fn archive(scene: PageContext<'_>, months: &[Month]) -> AnyView {
    let lines: Vec<AnyView> = months
        .iter()
        .map(|month| {
            view! {
                <li>
                    <a href=scene.href(PageId::Month(month.month.clone()))>{month.name.clone()}</a>
                    <span class="meta">{scene.messages.number(month.articles)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <h1 class="page-title">{scene.messages.archive()}</h1> <ul class="index">{lines}</ul> }.into_any()
}
