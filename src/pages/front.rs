//! The front page: a lead story, then the rest by section.

use leptos::prelude::*;
use model::{Entry, Section};

use crate::components::teaser::{Position, teaser};
use crate::context::PageContext;
use edition::routes::{ListPage, PageId};

/// The front page.
pub fn front(scene: PageContext<'_>, entries: &[Entry]) -> AnyView {
    let masthead = scene.page.masthead();
    let Some((lead, rest)) = entries.split_first() else {
        return view! {
            <h1 class="page-title">{masthead.title.clone()}</h1>
            <p>{scene.messages.list_empty()}</p>
        }
        .into_any();
    };
    let known =
        |entry: &Entry| masthead.sections.iter().any(|section| entry.section.as_ref() == Some(&section.identifier));
    let groups: Vec<AnyView> = masthead
        .sections
        .iter()
        .map(|section| {
            let belongs = |entry: &&Entry| entry.section.as_ref() == Some(&section.identifier);
            group(scene, Some(section), rest.iter().filter(belongs))
        })
        .chain([group(scene, None, rest.iter().filter(|entry| !known(entry)))])
        .collect();
    view! {
        <h1 class="hidden">{masthead.title.clone()}</h1>
        {teaser(scene, lead, Position::Lead)}
        <div class="front-sections">{groups}</div>
        <p class="more"><a href=scene.href(PageId::Archive)>{scene.messages.archive()}</a></p>
    }
    .into_any()
}

fn group<'a>(scene: PageContext<'_>, section: Option<&Section>, entries: impl Iterator<Item = &'a Entry>) -> AnyView {
    let teasers: Vec<AnyView> = entries.map(|entry| teaser(scene, entry, Position::Grouped)).collect();
    if teasers.is_empty() {
        return ().into_any();
    }
    let title = match section {
        Some(section) => {
            let href = scene.href(PageId::Section(ListPage::newest(section.identifier.clone())));
            view! { <a href=href>{section.name.clone()}</a> }.into_any()
        }
        None => scene.messages.more().into_any(),
    };
    view! { <section class="front-section"><h2 class="front-section-title">{title}</h2>{teasers}</section> }.into_any()
}
