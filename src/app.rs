//! The page frame, and the table from a page's content to its view.

use leptos::prelude::*;

use crate::components::footer::footer;
use crate::components::header::header;
use crate::context::PageContext;
use crate::pages;
use edition::page::{Content, Page};

/// The identifier of what a page shows, without what stands on every page.
pub(crate) const CONTENT: &str = "content";

/// The app: the page that is open, and every page that is opened after it.
#[component]
pub fn App(
    /// The page that is open.
    page: ReadSignal<Page>,
) -> impl IntoView {
    move || page.with(page_view)
}

/// All that a page shows: header, content, footer.
///
/// Views join the texts of a line into one string where they can: two text nodes are set a hair wider than one, so that
/// the letters would stir when the app takes over a page, whose HTML has only one there.
pub fn page_view(page: &Page) -> AnyView {
    let scene = PageContext::new(page);
    view! {
        <a class="skip" href=page.anchor(CONTENT)>{scene.messages.skip_to_content()}</a>
        {header(scene)}
        <main id=page.identifier(CONTENT)>{content(scene)}</main>
        {footer(scene)}
    }
    .into_any()
}

fn content(scene: PageContext<'_>) -> AnyView {
    match &scene.page.content {
        Content::Front(entries) => pages::front::front(scene, entries),
        Content::List(list) => pages::list::list(scene, list),
        Content::Archive(months) => pages::archive::archive(scene, months),
        Content::Topics(topics) => pages::subjects::topics(scene, topics),
        Content::Places(places) => pages::subjects::places(scene, places),
        Content::Article(article) => pages::article::article(scene, article),
        Content::About(blocks) => pages::about::about(scene, blocks),
        Content::Device => pages::device::device(scene),
        Content::Origin => pages::origin::origin(scene),
        Content::NotFound => pages::not_found::not_found(scene),
        Content::Failed(error) => pages::failed::failed(scene, *error),
    }
}
