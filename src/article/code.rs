//! Code, exactly as the author typed it.

use leptos::prelude::*;
use model::block::Code;

use crate::context::PageContext;
use crate::view::view;

/// Renders code. It runs from left to right in every language, and the keyboard can scroll it.
pub(super) fn code(page: &PageContext, code: &Code) -> impl IntoView {
    view! { <pre dir="ltr" tabindex="0" role="region" aria-label=page.messages.code()><code data-language=code.language.clone()>{code.text.clone()}</code></pre> }
}
