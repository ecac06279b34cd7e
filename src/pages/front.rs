//! The front page: a lead story, then the rest by section.

use leptos::either::Either;
use leptos::prelude::*;
use model::Entry;

use crate::components::teaser::{Position, Teaser};
use crate::context::PageContext;
use crate::view::view;
use edition::routes::{ListPage, PageId};

/// Renders the front page.
pub fn front(page: &PageContext, entries: &[Entry]) -> impl IntoView {
    let masthead = page.masthead();
    let Some((lead, rest)) = entries.split_first() else {
        return Either::Left(view! {
            <h1 class="page-title">{masthead.title.clone()}</h1>
            <p>{page.messages.list_empty()}</p>
        });
    };
    let groups = masthead.sections.iter().filter_map(|section| {
        let belongs = |entry: &Entry| entry.section.as_ref() == Some(&section.identifier);
        let href = page.href(PageId::Section(ListPage::newest(section.identifier.clone())));
        let title = view! { <a href=href>{section.name.clone()}</a> };
        group(title, rest.iter().filter(|entry| belongs(entry)).collect())
    });
    let has_section =
        |entry: &Entry| masthead.sections.iter().any(|section| entry.section.as_ref() == Some(&section.identifier));
    let others = group(page.messages.more(), rest.iter().filter(|entry| !has_section(entry)).collect());
    Either::Right(view! {
        <h1 class="hidden">{masthead.title.clone()}</h1>
        <Teaser entry=lead.clone() position=Position::Lead />
        <div class="front-sections">{groups.collect_view()}{others}</div>
        <p class="more"><a href=page.href(PageId::Archive)>{page.messages.archive()}</a></p>
    })
}

/// Renders articles under a title; `None` if there are none.
fn group<T: IntoView>(title: T, entries: Vec<&Entry>) -> Option<impl IntoView + use<T>> {
    (!entries.is_empty()).then(|| {
        let teasers = entries.into_iter().cloned().map(|entry| view! { <Teaser entry position=Position::Grouped /> });
        let teasers = teasers.collect_view();
        view! { <section class="front-section"><h2 class="front-section-title">{title}</h2>{teasers}</section> }
    })
}
