//! A heading inside the body.

use leptos::html::custom;
use leptos::prelude::*;
use model::block::Heading;

use super::inlines;
use crate::context::PageContext;

/// Renders a heading. Only the headline of the page has level 1.
pub(super) fn heading(page: &PageContext, heading: &Heading) -> impl IntoView {
    let tag = match heading.level {
        ..=2 => "h2",
        3 => "h3",
        4.. => "h4",
    };
    custom(tag).id(page.identifier(&heading.identifier)).child(inlines(page, &heading.content))
}
