//! A heading inside the body.

use leptos::prelude::*;
use model::block::Heading;

use super::inlines;
use crate::context::PageContext;

/// A heading; the headline above it is the page's only one of level 1.
pub(super) fn heading(scene: PageContext<'_>, heading: &Heading) -> AnyView {
    let content = inlines(scene, &heading.content);
    let identifier = scene.page.identifier(&heading.identifier);
    match heading.level {
        ..=2 => view! { <h2 id=identifier>{content}</h2> }.into_any(),
        3 => view! { <h3 id=identifier>{content}</h3> }.into_any(),
        4.. => view! { <h4 id=identifier>{content}</h4> }.into_any(),
    }
}
