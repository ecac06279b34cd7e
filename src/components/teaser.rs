//! What a list shows of an article.

use leptos::prelude::*;
use model::{ArticleLink, Entry};

use super::date::date;
use super::reading_time::reading_time;
use crate::components::picture::{Loading, image};
use crate::context::PageContext;
use edition::routes::PageId;

/// Where a teaser stands, which says how large it is set and how deep its heading is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// At the top of the front page.
    Lead,
    /// In a list.
    Listed,
    /// In a list under a heading of its own.
    Grouped,
}

/// What a list shows of an article.
pub fn teaser(scene: PageContext<'_>, entry: &Entry, position: Position) -> AnyView {
    let (class, sizes, loading) = match position {
        Position::Lead => ("teaser teaser-lead-story", "(min-width: 62rem) 36rem, 100vw", Loading::Eager),
        Position::Listed | Position::Grouped => ("teaser", "10rem", Loading::Lazy),
    };
    let picture = entry.picture.as_ref().and_then(|picture| image(scene, picture, sizes, loading));
    let lead = (!entry.lead.is_empty()).then(|| view! { <p class="teaser-lead">{entry.lead.clone()}</p> }.into_any());
    let published = match &entry.published {
        Some(published) => date(published),
        None => view! { <span>{scene.messages.undated()}</span> }.into_any(),
    };
    // What is withdrawn has no words.
    let reading_time = reading_time(scene.messages, entry.words);
    view! {
        <article class=class>
            <div class="teaser-text">
                {headline(scene, entry, position)}
                {lead}
                <p class="meta">{published}{reading_time}</p>
            </div>
            {picture.map(|picture| view! { <div class="teaser-picture">{picture}</div> }.into_any())}
        </article>
    }
    .into_any()
}

fn headline(scene: PageContext<'_>, entry: &Entry, position: Position) -> AnyView {
    let href = scene.href(PageId::Article(entry.slug.clone()));
    let month = entry.month().to_owned();
    let link = view! { <a href=href data-month=month>{entry.headline.clone()}</a> };
    match position {
        Position::Lead | Position::Listed => view! { <h2 class="teaser-headline">{link}</h2> }.into_any(),
        Position::Grouped => view! { <h3 class="teaser-headline">{link}</h3> }.into_any(),
    }
}

/// A link to another article, by its headline, with its date.
pub fn article_link(scene: PageContext<'_>, link: &ArticleLink) -> AnyView {
    let href = scene.href_in(&link.language, PageId::Article(link.slug.clone()));
    view! {
        <a href=href data-month=link.month.clone()>{link.headline.clone()}</a>
        {link.published.as_ref().map(|published| view! { <span class="meta">{date(published)}</span> }.into_any())}
    }
    .into_any()
}
