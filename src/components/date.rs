//! Dates, readable by people and machines.

use leptos::either::Either;
use leptos::prelude::*;
use messages::Messages;
use model::Date;

use crate::view::view;

/// A date.
#[component]
pub fn Time(
    /// The date.
    date: Date,
) -> impl IntoView {
    view! { <time datetime=date.iso>{date.text}</time> }
}

/// The date of an article, or a note that it has none.
#[component]
pub fn Published(
    /// The messages in the article's language.
    messages: &'static Messages,
    /// The date of publication.
    date: Option<Date>,
) -> impl IntoView {
    match date {
        Some(date) => Either::Left(view! { <Time date /> }),
        None => Either::Right(view! { <span>{messages.undated()}</span> }),
    }
}
