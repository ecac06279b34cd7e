//! The lists of topics and places.

use leptos::prelude::*;
use model::{MonthCount, PlaceIndex, TopicIndex};

use crate::context::PageContext;
use crate::view::view;
use edition::routes::{ListPage, PageId};

/// Renders the topics, sorted by name.
pub fn topics(page: &PageContext, topics: &[TopicIndex]) -> impl IntoView {
    let line = |index: &TopicIndex| {
        let place = PageId::Topic(ListPage::newest(index.topic.slug.clone()));
        self::line(page, place, &index.topic.name, None, &index.months)
    };
    index(page.messages.topics(), topics.iter().map(line).collect_view())
}

/// Renders the places, sorted by name.
pub fn places(page: &PageContext, places: &[PlaceIndex]) -> impl IntoView {
    let line = |index: &PlaceIndex| {
        let place = PageId::Place(ListPage::newest(index.place.slug.clone()));
        let around = [&index.place.region, &index.place.country];
        let around: Vec<&str> = around.into_iter().flatten().map(String::as_str).collect();
        let around = (!around.is_empty()).then(|| around.join(", "));
        self::line(page, place, &index.place.name, around, &index.months)
    };
    index(page.messages.places(), places.iter().map(line).collect_view())
}

fn index(title: &'static str, lines: impl IntoView) -> impl IntoView {
    view! { <h1 class="page-title">{title}</h1> <ul class="index">{lines}</ul> }
}

/// Renders a line of the index. The view borrows nothing.
fn line(
    page: &PageContext,
    place: PageId,
    name: &str,
    around: Option<String>,
    months: &[MonthCount],
) -> impl IntoView + use<> {
    let articles: u32 = months.iter().map(|month| month.articles).sum();
    view! {
        <li>
            <a href=page.href(place)>{name.to_owned()}</a>
            <span class="meta">
                {around.map(|around| view! { <span>{around}</span> })}
                <span>{page.messages.number(articles)}</span>
            </span>
        </li>
    }
}
