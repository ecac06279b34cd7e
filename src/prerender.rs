//! Renders a page to HTML natively, for the builder.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::PageView;
use crate::article::blocks;
use crate::context::PageContext;
use crate::view::view;
use edition::page::{Content, Page};

/// Renders a page: the content of the element [`ROOT`](edition::identifiers::ROOT).
pub fn render(page: &Page) -> String {
    render_view(|| view! { <PageView page=Arc::new(page.clone()) /> })
}

/// Renders a page as the running app does; the views of this device read these signals.
#[cfg(test)]
pub(crate) fn render_with(page: &Page, signals: crate::components::signals::DeviceSignals) -> String {
    render_view(|| {
        provide_context(signals);
        view! { <PageView page=Arc::new(page.clone()) /> }
    })
}

/// Renders a view to HTML.
pub fn render_view<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.cleanup();
    without_comments(&html)
}

/// Renders an article's text alone, for feeds; returns nothing for any other page.
pub fn render_text(page: &Page) -> String {
    let Content::Article(article) = &page.content else {
        return String::new();
    };
    render_view(|| blocks(&PageContext::provide(Arc::new(page.clone())), &article.body))
}

/// Removes the comments that Leptos writes for hydration: these pages are not hydrated.
pub fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut plain = String::with_capacity(html.len());
    while let Some(start) = rest.find("<!") {
        plain.push_str(&rest[..start]);
        let after = &rest[start..];
        // Text contains no bare `<` here, so this is a comment, `<!-- … -->`, or the shorter mark `<!>`.
        let close = if after.starts_with("<!--") { "-->" } else { ">" };
        let end = after.find(close).map_or(after.len(), |end| end + close.len());
        rest = &after[end..];
    }
    plain.push_str(rest);
    plain
}
