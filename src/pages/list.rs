//! A list of articles: a section, a month, a topic, a place.

use leptos::prelude::*;

use crate::components::teaser::{Position, Teaser};
use crate::context::PageContext;
use crate::view::view;
use edition::page::List;
use edition::routes::Route;

/// Renders a list of articles.
pub fn list(page: &PageContext, list: &List) -> impl IntoView {
    let teasers = list.entries.iter().cloned().map(|entry| view! { <Teaser entry position=Position::Listed /> });
    let subtitle = (!list.subtitle.is_empty()).then(|| view! { <span>{list.subtitle.clone()}</span> });
    // Older pages must not change when articles arrive, so only the newest page shows the count.
    let count = list.newer.is_none().then(|| view! { <span>{page.messages.article_count(list.articles)}</span> });
    let has_meta = subtitle.is_some() || count.is_some();
    view! {
        <h1 class="page-title">{list.title.clone()}</h1>
        {has_meta.then(|| view! { <p class="meta page-meta">{subtitle}{count}</p> })}
        <div class="list">{teasers.collect_view()}</div>
        {paging(page, list)}
    }
}

fn paging(page: &PageContext, list: &List) -> Option<impl IntoView> {
    let link = |route: &Option<Route>, relation: &'static str, name: &'static str| {
        route.as_ref().map(|route| view! { <a href=page.address(route) rel=relation>{name}</a> })
    };
    (list.newer.is_some() || list.older.is_some()).then(|| {
        view! {
            <nav class="paging" aria-label=list.title.clone()>
                <span>{link(&list.newer, "prev", page.messages.newer())}</span>
                <span>{link(&list.older, "next", page.messages.older())}</span>
            </nav>
        }
    })
}
