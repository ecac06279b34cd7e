//! The lists of topics and places.

use leptos::prelude::*;
use model::{MonthCount, PlaceIndex, TopicIndex};

use crate::context::PageContext;
use edition::routes::{ListPage, PageId};

/// The topics, by name.
pub fn topics(scene: PageContext<'_>, topics: &[TopicIndex]) -> AnyView {
    let line = |index: &TopicIndex| {
        let place = PageId::Topic(ListPage::newest(index.topic.slug.clone()));
        self::line(scene, place, index.topic.name.clone(), None, &index.months)
    };
    index(scene.messages.topics(), topics.iter().map(line).collect())
}

/// The places, by name.
pub fn places(scene: PageContext<'_>, places: &[PlaceIndex]) -> AnyView {
    let line = |index: &PlaceIndex| {
        let place = PageId::Place(ListPage::newest(index.place.slug.clone()));
        let around = [&index.place.region, &index.place.country];
        let around: Vec<&str> = around.into_iter().flatten().map(String::as_str).collect();
        let around = (!around.is_empty()).then(|| around.join(", "));
        self::line(scene, place, index.place.name.clone(), around, &index.months)
    };
    index(scene.messages.places(), places.iter().map(line).collect())
}

fn index(title: &'static str, lines: Vec<AnyView>) -> AnyView {
    view! { <h1 class="page-title">{title}</h1> <ul class="index">{lines}</ul> }.into_any()
}

fn line(scene: PageContext<'_>, place: PageId, name: String, around: Option<String>, months: &[MonthCount]) -> AnyView {
    let articles: u32 = months.iter().map(|month| month.articles).sum();
    view! {
        <li>
            <a href=scene.href(place)>{name}</a>
            <span class="meta">
                {around.map(|around| view! { <span>{around}</span> }.into_any())}
                <span>{scene.messages.number(articles)}</span>
            </span>
        </li>
    }
    .into_any()
}
