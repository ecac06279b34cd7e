//! A break between two parts.

use leptos::prelude::*;

use crate::view::view;

/// Renders a break between two parts.
pub(super) fn divider() -> impl IntoView {
    view! { <hr/> }
}
