//! Code, as it was typed.

use leptos::prelude::*;
use model::block::Code;

/// Code: it runs from left to right whatever the language around it, and scrolls, for the keyboard too.
pub(super) fn code(code: &Code) -> AnyView {
    view! { <pre dir="ltr" tabindex="0"><code data-language=code.language.clone()>{code.text.clone()}</code></pre> }
        .into_any()
}
