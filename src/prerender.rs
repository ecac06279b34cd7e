//! Renders a page to HTML natively, for the builder.

use leptos::prelude::*;

use crate::app::page_view;
use crate::article::blocks;
use crate::context::PageContext;
use edition::page::{Content, Page};

/// The identifier of the element that the app takes over; the builder pours the rendered page into it.
pub const ROOT: &str = "offprint";

/// The HTML of all that the page shows: the content of the element [`ROOT`].
pub fn render(page: &Page) -> String {
    render_view(|| page_view(page))
}

/// The HTML of all that the page shows while the app runs and the views of this device read these signals.
#[cfg(test)]
pub(crate) fn render_with(page: &Page, signals: crate::components::signals::DeviceSignals) -> String {
    render_view(|| {
        provide_context(signals);
        page_view(page)
    })
}

/// The HTML of a view.
pub fn render_view(view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.cleanup();
    without_comments(&html)
}

/// The HTML of an article's text alone, for feeds; empty for any other page.
pub fn render_text(page: &Page) -> String {
    let Content::Article(article) = &page.content else {
        return String::new();
    };
    render_view(|| blocks(PageContext::new(page), &article.body).into_any())
}

/// Leptos marks places in its HTML by comments, for hydrating; nobody hydrates these pages.
pub fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut plain = String::with_capacity(html.len());
    while let Some(start) = rest.find("<!") {
        plain.push_str(&rest[..start]);
        let after = &rest[start..];
        // Text has no `<` of its own here, so this is a comment, `<!-- … -->`, or the shorter mark `<!>`.
        let close = if after.starts_with("<!--") { "-->" } else { ">" };
        let end = after.find(close).map_or(after.len(), |end| end + close.len());
        rest = &after[end..];
    }
    plain.push_str(rest);
    plain
}
