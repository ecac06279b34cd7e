//! The facts below a story: sources, places, people, organisations, topics, corrections.

use leptos::prelude::*;
use messages::Messages;
use model::{Article, Certainty, Correction, Source, SourceKind};

use super::inlines;
use crate::components::date::Time;
use crate::components::picture::host;
use crate::context::PageContext;
use crate::view::view;
use edition::identifiers::CORRECTIONS;
use edition::routes::{ListPage, PageId};

/// Renders the sources, places, people, organisations, topics and corrections; `None` if there are none.
pub fn facts(page: &PageContext, article: &Article) -> Option<impl IntoView> {
    let messages = page.messages;
    let corrections = corrections(page, article);
    let sources = article.sources.iter().map(|source| self::source(page, source));
    let sources = group(messages.sources(), sources.collect());
    let places = group(messages.places(), article.places.iter().map(|place| self::place(page, place)).collect());
    let people = article.people.iter().map(|person| named(&person.name, person.role.as_ref()));
    let people = group(messages.people(), people.collect());
    let organisations = article.organisations.iter();
    let organisations = organisations.map(|organisation| named(&organisation.name, organisation.kind.as_ref()));
    let organisations = group(messages.organisations(), organisations.collect());
    let topics = group(messages.topics(), article.topics.iter().map(|topic| self::topic(page, topic)).collect());
    let has_facts = corrections.is_some()
        || sources.is_some()
        || places.is_some()
        || people.is_some()
        || organisations.is_some()
        || topics.is_some();
    has_facts.then(|| {
        view! { <footer class="facts">{corrections}{sources}{places}{people}{organisations}{topics}</footer> }
    })
}

/// Renders lines under a title; `None` if there are none.
fn group<V: IntoView>(title: &'static str, lines: Vec<V>) -> Option<impl IntoView> {
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <section><h2 class="small-title">{title}</h2><ul>{lines}</ul></section> }
    })
}

fn corrections(page: &PageContext, article: &Article) -> Option<impl IntoView> {
    let line = |correction: &Correction| {
        let date = correction.date.clone().map(|date| view! { <span class="meta"><Time date /></span>" " });
        view! { <li>{date}{inlines(page, &correction.content)}</li> }
    };
    (!article.corrections.is_empty()).then(|| {
        view! {
            <section id=page.identifier(CORRECTIONS) class="corrections">
                <h2 class="small-title">{page.messages.corrections()}</h2>
                <ul>{article.corrections.iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

fn source(page: &PageContext, source: &Source) -> impl IntoView {
    let link = source.address.clone().map(|address| {
        view! { <a href=address rel="external noreferrer">{source.name.clone()}</a>" " }
    });
    let name = link.is_none().then(|| format!("{} ", source.name));
    let host = source.address.as_deref().map(|address| view! { <span dir="ltr">{host(address).to_owned()}</span> });
    let archived = source.archived.clone().map(|address| {
        view! { <a href=address rel="external noreferrer">{page.messages.archived_copy()}</a> }
    });
    let kind = source.kind.and_then(|kind| source_kind(page.messages, kind));
    let kind = kind.map(|kind| view! { <span>{kind}</span> });
    let certainty = source.certainty.map(|certainty| certainty_text(page.messages, certainty));
    let certainty = certainty.map(|certainty| view! { <span class="certainty">{certainty}</span> });
    view! { {link}{name}<span class="meta">{host}{kind}{certainty}{archived}</span> }
}

/// Returns the name of a kind of source; `None` for sources of no particular kind.
fn source_kind(messages: &Messages, kind: SourceKind) -> Option<&'static str> {
    Some(match kind {
        SourceKind::Document => messages.document_source(),
        SourceKind::Person => messages.person_source(),
        SourceKind::Agency => messages.agency_source(),
        SourceKind::Channel => messages.channel_source(),
        SourceKind::Video => messages.video_source(),
        SourceKind::Photo => messages.photo_source(),
        SourceKind::Website => messages.website_source(),
        SourceKind::Other => return None,
    })
}

/// Returns the message about the newsroom's certainty of a source.
fn certainty_text(messages: &Messages, certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Confirmed => messages.certainty_confirmed(),
        Certainty::Likely => messages.certainty_likely(),
        Certainty::Disputed => messages.certainty_disputed(),
        Certainty::Unverified => messages.certainty_unverified(),
    }
}

fn place(page: &PageContext, place: &model::Place) -> impl IntoView {
    let href = page.href(PageId::Place(ListPage::newest(place.slug.clone())));
    let around: Vec<&str> = [&place.region, &place.country].into_iter().flatten().map(String::as_str).collect();
    let around = (!around.is_empty()).then(|| view! { " "<span class="meta">{around.join(", ")}</span> });
    let point = place.coordinates.map(|point| {
        // A `geo` address opens the reader's own map app, if there is one: the page itself fetches no map.
        view! { " "<a class="meta" dir="ltr" href=format!("geo:{point}")>{point.to_string()}</a> }
    });
    view! { <a href=href>{place.name.clone()}</a>{around}{point} }
}

fn topic(page: &PageContext, topic: &model::Topic) -> impl IntoView {
    let href = page.href(PageId::Topic(ListPage::newest(topic.slug.clone())));
    view! { <a href=href>{topic.name.clone()}</a> }
}

fn named(name: &str, note: Option<&String>) -> impl IntoView {
    let name = if note.is_some() { format!("{name} ") } else { name.to_owned() };
    view! { {name}{note.cloned().map(|note| view! { <span class="meta">{note}</span> })} }
}
