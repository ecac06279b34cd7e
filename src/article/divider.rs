//! A break between two parts.

use leptos::prelude::*;

/// A break between two parts.
pub(super) fn divider() -> AnyView {
    view! { <hr/> }.into_any()
}
