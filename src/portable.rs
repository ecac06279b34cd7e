//! An article in a portable edition, as readers see it without the app.

use std::sync::Arc;

use leptos::prelude::*;
use model::Article;

use crate::context::PageContext;
use crate::pages::article::story;
use crate::view::view;
use edition::page::Page;
use edition::routes::PageId;

/// Renders an article of a portable edition. The view borrows nothing.
pub fn article(page: Arc<Page>, article: &Article) -> impl IntoView + use<> {
    let page = PageContext::provide(page);
    let language = &article.language;
    let story = story(&page, article).into_any();
    // Without the app no header leads to the file's list of articles, which has the address of the front page.
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
