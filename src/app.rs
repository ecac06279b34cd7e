//! The page frame, and the table from a page's content to its view.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::footer::Footer;
use crate::components::header::Header;
use crate::context::PageContext;
use crate::pages;
use crate::pages::deferred;
use crate::view::view;
use edition::page::{Content, Page};

/// The identifier of a page's own content, between header and footer.
pub(crate) const CONTENT: &str = "content";

/// The app: it renders the open page, and then every page that the reader opens.
#[component]
pub fn App(
    /// The open page.
    page: ReadSignal<Arc<Page>>,
) -> impl IntoView {
    move || view! { <PageView page=page.get() /> }
}

/// A whole page: header, content, footer.
///
/// Views join the texts of a line into one string where they can. Browsers set two text nodes slightly wider than one,
/// and prerendered HTML has only one, so the letters would move when the app takes over the page.
#[component]
pub fn PageView(
    /// The page, which all components below get from [`use_page`](crate::context::use_page).
    page: Arc<Page>,
) -> impl IntoView {
    let page = PageContext::provide(page);
    let content = content(&page);
    view! {
        <a class="skip" href=page.anchor(CONTENT)>{page.messages.skip_to_content()}</a>
        <Header />
        <main id=page.identifier(CONTENT)>{content}</main>
        <Footer />
    }
}

fn content(page: &PageContext) -> AnyView {
    match &page.content {
        Content::Front(entries) => pages::front::front(page, entries).into_any(),
        Content::List(list) => pages::list::list(page, list).into_any(),
        Content::Archive(months) => deferred::view(|views| (views.archive)(page, months)),
        Content::Topics(topics) => deferred::view(|views| (views.topics)(page, topics)),
        Content::Places(places) => deferred::view(|views| (views.places)(page, places)),
        Content::Article(article) => pages::article::article(page, article).into_any(),
        Content::About(blocks) => pages::about::about(page, blocks).into_any(),
        Content::Device => deferred::view(|views| (views.device)()),
        Content::Origin => deferred::view(|views| (views.origin)()),
        Content::NotFound => pages::not_found::not_found(page).into_any(),
        Content::Failed(error) => pages::failed::failed(page, *error).into_any(),
    }
}
