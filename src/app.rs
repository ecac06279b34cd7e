//! The page frame, and the table from a page's content to its view.

use std::sync::Arc;

use leptos::either::EitherOf7;
use leptos::prelude::*;

use crate::components::footer::Footer;
use crate::components::header::Header;
use crate::context::PageContext;
use crate::pages;
use crate::pages::deferred;
use crate::view::view;
use edition::identifiers::CONTENT;
use edition::page::{Content, Page};

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
        Content::Front(entries) => EitherOf7::A(pages::front::front(page, entries)),
        Content::List(list) => EitherOf7::B(pages::list::list(page, list)),
        Content::Article(article) => EitherOf7::C(pages::article::article(page, article)),
        Content::About(blocks) => EitherOf7::D(pages::about::about(page, blocks)),
        Content::NotFound => EitherOf7::E(pages::not_found::not_found(page)),
        Content::Failed(error) => EitherOf7::F(pages::failed::failed(page, *error)),
        Content::Archive(months) => EitherOf7::G(deferred::view(|views| (views.archive)(page, months))),
        Content::Topics(topics) => EitherOf7::G(deferred::view(|views| (views.topics)(page, topics))),
        Content::Places(places) => EitherOf7::G(deferred::view(|views| (views.places)(page, places))),
        Content::Device => EitherOf7::G(deferred::view(|views| (views.device)())),
        Content::Origin => EitherOf7::G(deferred::view(|views| (views.origin)())),
    }
    .into_any()
}
