//! Renders the cards that other sites show in a frame, without any script.

use leptos::prelude::*;
use messages::Messages;
use model::Entry;

use crate::snippets::{EmbeddedArticle, EmbeddedSection};
use edition::limits::MAX_LISTED;
use edition::routes::{PageId, Route};
use reader::article::status::status_line;
use reader::components::date::{Published, Time};
use reader::components::reading_time::ReadingTime;
use reader::prerender::without_comments;

/// The colours that a page may choose in the address of a frame, as in `#theme=dark`: the style checks which element is
/// the `:target`. The elements have no box, so that the browser does not scroll to them.
const THEMES: [&str; 2] = ["theme=light", "theme=dark"];

/// Renders the card of an article.
pub fn article(embedded: &EmbeddedArticle<'_>, section: Option<&str>) -> String {
    let EmbeddedArticle { route, article, newsroom, .. } = embedded;
    let messages = Messages::of(&article.language);
    let href = href(route, route);
    let kicker = [Some(*newsroom), section].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let status = status_line(article).map(|line| view! { <p class="embed-card-status">{line}</p> });
    let lead = embedded.lead();
    let lead = (!lead.is_empty()).then(|| view! { <p class="embed-card-lead">{lead}</p> });
    page(move || {
        view! {
            <main class="embed-card">
                <p class="embed-card-newsroom">{kicker}</p>
                <h1 class="embed-card-headline">
                    <a href=href target="_blank" rel="noopener noreferrer">{article.headline.clone()}</a>
                </h1>
                {status}
                {lead}
                <p class="embed-card-meta">
                    <Published messages date=article.published.clone() /><ReadingTime messages words=article.words />
                </p>
            </main>
        }
    })
}

/// Renders the card of a section.
pub fn list(embedded: &EmbeddedSection<'_>) -> String {
    let EmbeddedSection { route, title, newsroom, entries, .. } = embedded;
    let (title, newsroom) = ((*title).to_owned(), (*newsroom).to_owned());
    let section = href(route, route);
    let entries = entries.iter().take(MAX_LISTED).map(|entry| line(route, entry)).collect_view();
    page(move || {
        view! {
            <main class="embed-card">
                <p class="embed-card-newsroom">{newsroom}</p>
                <h1 class="embed-card-title"><a href=section target="_blank" rel="noopener noreferrer">{title}</a></h1>
                <ul class="embed-card-list">{entries}</ul>
            </main>
        }
    })
}

fn line(route: &Route, entry: &Entry) -> impl IntoView {
    let href = href(route, &route.sibling(PageId::Article(entry.slug.clone())));
    let published = entry.published.clone().map(|date| view! { <Time date /> });
    view! {
        <li>
            <a href=href target="_blank" rel="noopener noreferrer">{entry.headline.clone()}</a>
            {published}
        </li>
    }
}

fn page<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let themes = THEMES.into_iter().map(|theme| view! { <i id=theme hidden></i> }).collect_view();
        view! { {themes}{view()} }.to_html()
    });
    owner.cleanup();
    without_comments(&html)
}

/// Returns the relative address of a page from a card.
fn href(card: &Route, to: &Route) -> String {
    let root = card.card().map(|path| Route::up(&path)).unwrap_or_default();
    format!("{root}{}", to.path())
}
