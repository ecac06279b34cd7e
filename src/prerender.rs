//! Renders a page to HTML natively, for the builder.

use leptos::prelude::*;

use crate::app::page_view;
use crate::page::Page;

/// The identifier of the element that the app takes over; the builder pours the rendered page into it.
pub const ROOT: &str = "offprint";

/// The HTML of all that the page shows: the content of the element [`ROOT`].
pub fn render(page: &Page) -> String {
    let owner = Owner::new();
    let html = owner.with(|| page_view(page).to_html());
    owner.cleanup();
    without_comments(&html)
}

/// Leptos marks places in its HTML by comments, for hydrating; nobody hydrates these pages.
fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut plain = String::with_capacity(html.len());
    while let Some(start) = rest.find("<!") {
        plain.push_str(&rest[..start]);
        let after = &rest[start..];
        let end = after.find('>').map_or(after.len(), |end| end + 1);
        rest = &after[end..];
    }
    plain.push_str(rest);
    plain
}
