//! A date, readable by people and machines.

use leptos::prelude::*;
use model::Date;

/// A date.
pub fn date(date: &Date) -> AnyView {
    view! { <time datetime=date.iso.clone()>{date.text.clone()}</time> }.into_any()
}
