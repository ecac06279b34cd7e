//! How long an article takes to read.

use leptos::prelude::*;
use messages::Messages;

/// Words that a reader reads in a minute.
const WORDS_PER_MINUTE: u32 = 200;

/// The time that an article of so many words takes; nothing for an article without words.
pub fn reading_time(messages: &Messages, words: u32) -> Option<AnyView> {
    let minutes = words.div_ceil(WORDS_PER_MINUTE);
    (minutes > 0).then(|| view! { <span>{messages.reading_time(minutes)}</span> }.into_any())
}
