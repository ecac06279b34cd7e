//! The page frame, and the table from a page's content to its view.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::footer::Footer;
use crate::components::header::Header;
use crate::context::PageContext;
use crate::pages;
use crate::pages::device::DevicePage;
use crate::pages::origin::OriginPage;
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
        Content::Archive(months) => pages::archive::archive(page, months).into_any(),
        Content::Topics(topics) => pages::subjects::topics(page, topics).into_any(),
        Content::Places(places) => pages::subjects::places(page, places).into_any(),
        Content::Article(article) => pages::article::article(page, article).into_any(),
        Content::About(blocks) => pages::about::about(page, blocks).into_any(),
        Content::Device => view! { <DevicePage /> }.into_any(),
        Content::Origin => view! { <OriginPage /> }.into_any(),
        Content::NotFound => pages::not_found::not_found(page).into_any(),
        Content::Failed(error) => pages::failed::failed(page, *error).into_any(),
    }
}
