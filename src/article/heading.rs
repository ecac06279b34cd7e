//! A heading inside the body.

use leptos::prelude::*;
use model::block::Heading;

use super::inlines;
use crate::context::PageContext;
use crate::view::view;

/// Renders a heading. Only the headline of the page has level 1.
pub(super) fn heading(page: &PageContext, heading: &Heading) -> AnyView {
    let content = inlines(page, &heading.content);
    let identifier = page.identifier(&heading.identifier);
    match heading.level {
        ..=2 => view! { <h2 id=identifier>{content}</h2> }.into_any(),
        3 => view! { <h3 id=identifier>{content}</h3> }.into_any(),
        4.. => view! { <h4 id=identifier>{content}</h4> }.into_any(),
    }
}
