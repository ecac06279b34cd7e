//! The bottom of each page: links to the main pages, and to other places where readers can follow the newspaper.

use leptos::either::Either;
use leptos::prelude::*;
use model::FollowLink;

use crate::context::use_page;
use crate::view::view;
use edition::routes::PageId;

/// The bottom of a page.
#[component]
pub fn Footer() -> impl IntoView {
    let page = use_page();
    let (masthead, messages) = (page.masthead(), page.messages);
    let pages = [
        (true, PageId::Front, messages.front_page()),
        (true, PageId::Archive, messages.archive()),
        (masthead.topics, PageId::Topics, messages.topics()),
        (masthead.places, PageId::Places, messages.places()),
        (masthead.about, PageId::About, messages.about()),
        (true, PageId::Device, messages.device()),
        (true, PageId::Origin, messages.provenance()),
    ]
    .into_iter()
    .filter(|(exists, ..)| *exists)
    .map(|(_, place, name)| view! { <li><a href=page.href(place)>{name}</a></li> })
    .collect_view();
    let description = Some(masthead.description.clone()).filter(|description| !description.is_empty());
    view! {
        <footer class="colophon">
            <ul class="colophon-pages">{pages}</ul>
            <Follow />
            {description.map(|description| view! { <p class="colophon-description">{description}</p> })}
        </footer>
    }
}

/// Other places where readers can follow the newspaper; nothing if the newsroom names none.
#[component]
fn Follow() -> impl IntoView {
    let page = use_page();
    let links = &page.masthead().follow;
    (!links.is_empty()).then(|| {
        let links = links.iter().cloned().map(follow_link).map(IntoMaybeErased::into_maybe_erased).collect_view();
        view! { <p class="colophon-follow">{page.messages.follow()}</p> <ul class="colophon-pages">{links}</ul> }
    })
}

fn follow_link(link: FollowLink) -> impl IntoView {
    let name = link.name;
    match link.address {
        Some(address) => Either::Left(view! { <li><a href=address rel="external noreferrer">{name}</a></li> }),
        None => Either::Right(view! { <li>{name}</li> }),
    }
}
