//! What the newsroom knows of a story beside its text: sources, places, people, organisations, topics, corrections.

use leptos::prelude::*;
use messages::Messages;
use model::{Article, Certainty, Source, SourceKind};

use super::inlines;
use crate::components::date::date;
use crate::components::picture::host;
use crate::context::PageContext;
use edition::routes::{ListPage, PageId};

/// The identifier of the corrections, for the link in the byline.
pub const CORRECTIONS: &str = "corrections";

/// All that is known beside the text; nothing when that is nothing.
pub fn facts(scene: PageContext<'_>, article: &Article) -> AnyView {
    let messages = scene.messages;
    let groups: Vec<AnyView> = [
        corrections(scene, article),
        group(messages.sources(), article.sources.iter().map(|source| self::source(scene, source)).collect()),
        group(messages.places(), places(scene, article)),
        group(
            messages.people(),
            article.people.iter().map(|person| named(&person.name, person.role.as_ref())).collect(),
        ),
        group(
            messages.organisations(),
            article.organisations.iter().map(|found| named(&found.name, found.kind.as_ref())).collect(),
        ),
        group(messages.topics(), topics(scene, article)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if groups.is_empty() {
        return ().into_any();
    }
    view! { <footer class="facts">{groups}</footer> }.into_any()
}

fn group(title: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
        view! { <section><h2 class="small-title">{title}</h2><ul>{lines}</ul></section> }.into_any()
    })
}

fn corrections(scene: PageContext<'_>, article: &Article) -> Option<AnyView> {
    let lines: Vec<AnyView> = article
        .corrections
        .iter()
        .map(|correction| {
            let corrected =
                correction.date.as_ref().map(|at| view! { <span class="meta">{date(at)}</span>" " }.into_any());
            view! { <li>{corrected}{inlines(scene, &correction.content)}</li> }.into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section id=scene.page.identifier(CORRECTIONS) class="corrections">
                <h2 class="small-title">{scene.messages.corrections()}</h2>
                <ul>{lines}</ul>
            </section>
        }
        .into_any()
    })
}

fn source(scene: PageContext<'_>, source: &Source) -> AnyView {
    let name = match source.address.clone() {
        Some(address) => view! { <a href=address rel="external noreferrer">{source.name.clone()}</a>" " }.into_any(),
        None => format!("{} ", source.name).into_any(),
    };
    let host = source.address.as_deref().map(|address| {
        let host = host(address).to_owned();
        view! { <span dir="ltr">{host}</span> }.into_any()
    });
    let archived = source.archived.clone().map(|address| {
        view! { <a href=address rel="external noreferrer">{scene.messages.archived_copy()}</a> }.into_any()
    });
    let kind = source
        .kind
        .and_then(|kind| source_kind(scene.messages, kind))
        .map(|kind| view! { <span>{kind}</span> }.into_any());
    let certainty = source.certainty.map(|certainty| {
        view! { <span class="certainty">{self::certainty(scene.messages, certainty)}</span> }.into_any()
    });
    view! { {name}<span class="meta">{host}{kind}{certainty}{archived}</span> }.into_any()
}

/// What kind of source it is; `None` for one of no particular kind.
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

/// How sure the newsroom is of a source.
fn certainty(messages: &Messages, certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Confirmed => messages.certainty_confirmed(),
        Certainty::Likely => messages.certainty_likely(),
        Certainty::Disputed => messages.certainty_disputed(),
        Certainty::Unverified => messages.certainty_unverified(),
    }
}

fn places(scene: PageContext<'_>, article: &Article) -> Vec<AnyView> {
    let line = |place: &model::Place| {
        let href = scene.href(PageId::Place(ListPage::newest(place.slug.clone())));
        let around: Vec<&str> = [&place.region, &place.country].into_iter().flatten().map(String::as_str).collect();
        let around =
            (!around.is_empty()).then(|| view! { " "<span class="meta">{around.join(", ")}</span> }.into_any());
        let point = place.coordinates.map(|point| {
            // A `geo` address opens the reader's own map, or nothing: no map is fetched from anywhere.
            view! { " "<a class="meta" dir="ltr" href=format!("geo:{point}")>{point.to_string()}</a> }.into_any()
        });
        view! { <a href=href>{place.name.clone()}</a>{around}{point} }.into_any()
    };
    article.places.iter().map(line).collect()
}

fn topics(scene: PageContext<'_>, article: &Article) -> Vec<AnyView> {
    let line = |topic: &model::Topic| {
        let href = scene.href(PageId::Topic(ListPage::newest(topic.slug.clone())));
        view! { <a href=href>{topic.name.clone()}</a> }.into_any()
    };
    article.topics.iter().map(line).collect()
}

fn named(name: &str, note: Option<&String>) -> AnyView {
    let Some(note) = note.cloned() else { return name.to_owned().into_any() };
    view! { {format!("{name} ")}<span class="meta">{note}</span> }.into_any()
}
