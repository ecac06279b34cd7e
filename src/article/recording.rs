//! Stand-ins for videos and sound recordings: the page fetches nothing from another host.

use leptos::prelude::*;
use model::block::Recording;

use super::blocks;
use super::picture::{caption, image_or_stand_in};
use crate::components::picture::{Loading, host};
use crate::context::PageContext;
use crate::view::view;

/// The kind of a recording.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Video,
    Audio,
}

/// Renders a stand-in for a recording.
pub(super) fn recording(page: &PageContext, recording: &Recording, kind: Kind) -> impl IntoView {
    let (class, name) = match kind {
        Kind::Video => ("card video", page.messages.video()),
        Kind::Audio => ("card audio", page.messages.audio()),
    };
    let poster = recording.poster.as_ref().map(|poster| {
        view! { {image_or_stand_in(page, poster, Loading::Lazy)}{caption(page, poster)} }
    });
    let provider = recording.provider.clone().map(|provider| view! { <span>{provider}</span> });
    let duration = recording.seconds.map(|seconds| view! { <span>{duration(page, seconds)}</span> });
    let title = recording.title.clone().map(|title| view! { <p class="card-title">{title}</p> });
    view! {
        <figure class=class>
            {poster}
            <p class="meta"><span>{name}</span>{provider}{duration}</p>
            {title}
            {blocks(page, &recording.description)}
            {open(page, recording.provider.as_ref(), recording.address.as_ref())}
        </figure>
    }
}

/// Renders a link to content that the page does not fetch; `None` without an address.
pub fn open(page: &PageContext, provider: Option<&String>, address: Option<&String>) -> Option<impl IntoView + use<>> {
    let address = address?.clone();
    let place = provider.map_or_else(|| host(&address), String::as_str);
    let line = page.messages.open_on(place);
    Some(view! { <p class="card-open"><a href=address rel="external noreferrer">{line}</a></p> })
}

/// Returns minutes and seconds, and hours if there are any: `3:20`, `1:02:05`.
fn duration(page: &PageContext, seconds: u32) -> String {
    let two = |number: u32| {
        let text = page.messages.number(number);
        if number < 10 { format!("{}{text}", page.messages.number(0_u32)) } else { text }
    };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{}:{}:{}", page.messages.number(hours), two(minutes), two(seconds))
    } else {
        format!("{}:{}", page.messages.number(minutes), two(seconds))
    }
}
