//! What a list shows of an article.

use leptos::prelude::*;
use model::{ArticleLink, Entry};

use super::date::date;
use crate::app::Scene;
use crate::article::picture::image;
use crate::routes::Place;

/// How large a teaser is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The story that leads the front page.
    Lead,
    /// One of many.
    Regular,
}

/// What a list shows of an article.
pub fn teaser(scene: Scene<'_>, entry: &Entry, size: Size) -> AnyView {
    let (class, sizes) = match size {
        Size::Lead => ("teaser teaser-lead-story", "(min-width: 62rem) 36rem, 100vw"),
        Size::Regular => ("teaser", "(min-width: 40rem) 12rem, 6.5rem"),
    };
    let picture = entry.picture.as_ref().and_then(|picture| image(scene, picture, sizes));
    let lead = (!entry.lead.is_empty()).then(|| view! { <p class="teaser-lead">{entry.lead.clone()}</p> }.into_any());
    let published = match &entry.published {
        Some(published) => date(published),
        None => scene.messages.undated.into_any(),
    };
    view! {
        <article class=class>
            <div class="teaser-text">
                <h3 class="teaser-headline">
                    <a href=scene.href(Place::Article(entry.slug.clone())) data-month=entry.month().to_owned()>
                        {entry.headline.clone()}
                    </a>
                </h3>
                {lead}
                <p class="meta">{published}<span>{scene.messages.reading_time(entry.words)}</span></p>
            </div>
            {picture.map(|picture| view! { <div class="teaser-picture">{picture}</div> }.into_any())}
        </article>
    }
    .into_any()
}

/// A link to another article, by its headline, with its date.
pub fn article_link(scene: Scene<'_>, link: &ArticleLink) -> AnyView {
    let href = scene.href_in(&link.language, Place::Article(link.slug.clone()));
    view! {
        <a href=href data-month=link.month.clone()>{link.headline.clone()}</a>
        {link.published.as_ref().map(|published| view! { <span class="meta">{date(published)}</span> }.into_any())}
    }
    .into_any()
}
