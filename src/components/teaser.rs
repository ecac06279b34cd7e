//! An article in a list, and links to articles.

use leptos::either::Either;
use leptos::prelude::*;
use model::{ArticleLink, Entry};

use super::date::{Published, Time};
use super::reading_time::ReadingTime;
use crate::components::picture::{Loading, image};
use crate::context::use_page;
use crate::view::view;
use edition::routes::PageId;

/// The position of a teaser, which decides its size and the level of its heading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// At the top of the front page.
    Lead,
    /// In a list.
    Listed,
    /// In a list under a heading of its own.
    Grouped,
}

/// An article in a list: headline, lead, date and picture.
#[component]
pub fn Teaser(
    /// The article.
    entry: Entry,
    /// The position of the teaser.
    position: Position,
) -> impl IntoView {
    let page = use_page();
    let messages = page.messages;
    let (class, sizes, loading) = match position {
        Position::Lead => ("teaser teaser-lead-story", "(min-width: 62rem) 36rem, 100vw", Loading::Eager),
        Position::Listed | Position::Grouped => ("teaser", "10rem", Loading::Lazy),
    };
    let picture = entry.picture.as_ref().and_then(|picture| image(&page, picture, sizes, loading));
    let href = page.href(PageId::Article(entry.slug.clone()));
    let month = entry.month().to_owned();
    let link = view! { <a href=href data-month=month>{entry.headline}</a> };
    let headline = match position {
        Position::Lead | Position::Listed => Either::Left(view! { <h2 class="teaser-headline">{link}</h2> }),
        Position::Grouped => Either::Right(view! { <h3 class="teaser-headline">{link}</h3> }),
    };
    view! {
        <article class=class>
            <div class="teaser-text">
                {headline}
                {(!entry.lead.is_empty()).then(|| view! { <p class="teaser-lead">{entry.lead}</p> })}
                // A withdrawn article has no words, so no reading time.
                <p class="meta"><Published messages date=entry.published /><ReadingTime messages words=entry.words /></p>
            </div>
            {picture.map(|picture| view! { <div class="teaser-picture">{picture}</div> })}
        </article>
    }
}

/// A link to another article, by its headline, with its date.
#[component]
pub fn LinkToArticle(
    /// The link to the article.
    link: ArticleLink,
) -> impl IntoView {
    let href = use_page().href_in(&link.language, PageId::Article(link.slug));
    view! {
        <a href=href data-month=link.month>{link.headline}</a>
        {link.published.map(|date| view! { <span class="meta"><Time date /></span> })}
    }
}
