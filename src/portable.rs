//! What a portable edition shows of an article where no app runs.

use leptos::prelude::*;
use model::Article;

use crate::context::PageContext;
use crate::pages::article::story;
use edition::page::Page;
use edition::routes::PageId;

/// An article of a file.
pub fn article(page: &Page, article: &Article) -> AnyView {
    let scene = PageContext::new(page);
    let language = &article.language;
    // With the app the list is the front page, which all that is around it leads to.
    let list = scene.href(PageId::Front).filter(|address| address.starts_with('#'));
    let back =
        list.map(|address| view! { <p class="more"><a href=address>{scene.messages.front_page()}</a></p> }.into_any());
    let paper = page.masthead().title.clone();
    view! {
        <article
            class="article carried"
            id=page.identifier("")
            lang=language.to_string()
            dir=language.direction().as_str()
        >
            <p class="meta"><span>{paper}</span></p>
            {story(scene, article)}
            {back}
        </article>
    }
    .into_any()
}
