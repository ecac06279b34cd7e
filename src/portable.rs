//! What a portable edition shows of an article where no app runs.

use std::sync::Arc;

use leptos::prelude::*;
use model::Article;

use crate::context::PageContext;
use crate::pages::article::story;
use crate::view::view;
use edition::page::Page;
use edition::routes::PageId;

/// Renders an article of a file. The view borrows nothing.
pub fn article(page: Arc<Page>, article: &Article) -> impl IntoView + use<> {
    let page = PageContext::provide(page);
    let language = &article.language;
    let story = story(&page, article).into_any();
    // With the app the list is the front page, which all that is around it leads to.
    let list = page.href(PageId::Front).filter(|address| address.starts_with('#'));
    view! {
        <article
            class="article carried"
            id=page.identifier("")
            lang=language.to_string()
            dir=language.direction().as_str()
        >
            <p class="meta"><span>{page.masthead().title.clone()}</span></p>
            {story}
            {list.map(|address| view! { <p class="more"><a href=address>{page.messages.front_page()}</a></p> })}
        </article>
    }
}
