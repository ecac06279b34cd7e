//! The reading time of an article.

use leptos::prelude::*;
use messages::Messages;

use crate::view::view;

/// The number of words that people read in a minute.
const WORDS_PER_MINUTE: u32 = 200;

/// The reading time of an article; nothing for an article without words.
#[component]
pub fn ReadingTime(
    /// The messages in the article's language.
    messages: &'static Messages,
    /// The number of words in the article.
    words: u32,
) -> impl IntoView {
    let minutes = words.div_ceil(WORDS_PER_MINUTE);
    (minutes > 0).then(|| view! { <span>{messages.reading_time(minutes)}</span> })
}
