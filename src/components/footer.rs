//! The bottom of each page: the lists of everything, and where to follow the newspaper.

use leptos::prelude::*;
use model::{FollowLink, Masthead};

use crate::context::PageContext;
use edition::routes::PageId;

/// The bottom of a page.
pub fn footer(scene: PageContext<'_>) -> AnyView {
    let messages = scene.messages;
    let masthead = scene.page.masthead();
    let pages: Vec<AnyView> = [
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
    .map(|(_, place, name)| view! { <li><a href=scene.href(place)>{name}</a></li> }.into_any())
    .collect();
    view! {
        <footer class="colophon">
            <ul class="colophon-pages">{pages}</ul>
            {follow(scene, masthead)}
            {description(masthead)}
        </footer>
    }
    .into_any()
}

fn follow(scene: PageContext<'_>, masthead: &Masthead) -> AnyView {
    if masthead.follow.is_empty() {
        return ().into_any();
    }
    let links: Vec<AnyView> = masthead.follow.iter().map(follow_link).collect();
    view! { <p class="colophon-follow">{scene.messages.follow()}</p> <ul class="colophon-pages">{links}</ul> }
        .into_any()
}

fn follow_link(link: &FollowLink) -> AnyView {
    let name = link.name.clone();
    match link.address.clone() {
        Some(address) => view! { <li><a href=address rel="external noreferrer">{name}</a></li> }.into_any(),
        None => view! { <li>{name}</li> }.into_any(),
    }
}

fn description(masthead: &Masthead) -> AnyView {
    if masthead.description.is_empty() {
        return ().into_any();
    }
    view! { <p class="colophon-description">{masthead.description.clone()}</p> }.into_any()
}
