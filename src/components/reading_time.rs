//! How long an article takes to read.

use leptos::prelude::*;
use messages::Messages;

use crate::view::view;

/// Words that a reader reads in a minute.
const WORDS_PER_MINUTE: u32 = 200;

/// The time that an article takes; nothing for an article without words.
#[component]
pub fn ReadingTime(
    /// The messages in the article's language.
    messages: &'static Messages,
    /// How many words the article has.
    words: u32,
) -> impl IntoView {
    let minutes = words.div_ceil(WORDS_PER_MINUTE);
    (minutes > 0).then(|| view! { <span>{messages.reading_time(minutes)}</span> })
}
