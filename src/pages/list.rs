//! A list of articles: a section, a month, a topic, a place.

use leptos::prelude::*;

use crate::components::teaser::{Position, teaser};
use crate::context::PageContext;
use edition::page::List;
use edition::routes::Route;

/// A list of articles.
pub fn list(scene: PageContext<'_>, list: &List) -> AnyView {
    let teasers: Vec<AnyView> = list.entries.iter().map(|entry| teaser(scene, entry, Position::Listed)).collect();
    let subtitle = (!list.subtitle.is_empty()).then(|| view! { <span>{list.subtitle.clone()}</span> }.into_any());
    // Older pages stay as they are when articles arrive, so only the newest counts them.
    let count =
        list.newer.is_none().then(|| view! { <span>{scene.messages.article_count(list.articles)}</span> }.into_any());
    let meta = (subtitle.is_some() || count.is_some())
        .then(|| view! { <p class="meta page-meta">{subtitle}{count}</p> }.into_any());
    view! {
        <h1 class="page-title">{list.title.clone()}</h1>
        {meta}
        <div class="list">{teasers}</div>
        {paging(scene, list)}
    }
    .into_any()
}

fn paging(scene: PageContext<'_>, list: &List) -> AnyView {
    if list.newer.is_none() && list.older.is_none() {
        return ().into_any();
    }
    let link = |route: &Option<Route>, relation, name: &'static str| {
        route.as_ref().map(|route| view! { <a href=scene.page.address(route) rel=relation>{name}</a> }.into_any())
    };
    view! {
        <nav class="paging" aria-label=list.title.clone()>
            <span>{link(&list.newer, "prev", scene.messages.newer())}</span>
            <span>{link(&list.older, "next", scene.messages.older())}</span>
        </nav>
    }
    .into_any()
}
