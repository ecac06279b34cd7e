//! Code, as it was typed.

use leptos::prelude::*;
use model::block::Code;

use crate::context::PageContext;

/// Code: it runs from left to right whatever the language around it, and scrolls, for the keyboard too.
pub(super) fn code(scene: PageContext<'_>, code: &Code) -> AnyView {
    view! { <pre dir="ltr" tabindex="0" role="region" aria-label=scene.messages.code()><code data-language=code.language.clone()>{code.text.clone()}</code></pre> }
        .into_any()
}
