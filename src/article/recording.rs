//! What stands for a video or a sound recording: nothing is fetched from where it lies until the reader goes there.

use leptos::prelude::*;
use model::block::Recording;

use super::blocks;
use super::picture::{caption, elsewhere};
use crate::components::picture::{COLUMN, Loading, host, image};
use crate::context::PageContext;

/// What kind of recording it is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Video,
    Audio,
}

/// A stand-in for a recording.
pub(super) fn recording(scene: PageContext<'_>, recording: &Recording, kind: Kind) -> AnyView {
    let (class, name) = match kind {
        Kind::Video => ("card video", scene.messages.video()),
        Kind::Audio => ("card audio", scene.messages.audio()),
    };
    let poster = recording.poster.as_ref().map(|poster| {
        let shown = image(scene, poster, COLUMN, Loading::Lazy).or_else(|| elsewhere(scene, poster));
        view! { {shown}{caption(scene, poster)} }.into_any()
    });
    let provider = recording.provider.clone().map(|provider| view! { <span>{provider}</span> }.into_any());
    let duration = recording.seconds.map(|seconds| view! { <span>{duration(scene, seconds)}</span> }.into_any());
    let title = recording.title.clone().map(|title| view! { <p class="card-title">{title}</p> }.into_any());
    view! {
        <figure class=class>
            {poster}
            <p class="meta"><span>{name}</span>{provider}{duration}</p>
            {title}
            {blocks(scene, &recording.description)}
            {open(scene, recording.provider.as_ref(), recording.address.as_ref())}
        </figure>
    }
    .into_any()
}

/// The link to where something lies that is not fetched.
pub fn open(scene: PageContext<'_>, provider: Option<&String>, address: Option<&String>) -> Option<AnyView> {
    let address = address?.clone();
    let place = provider.map_or_else(|| host(&address), String::as_str);
    let line = scene.messages.open_on(place);
    Some(view! { <p class="card-open"><a href=address rel="external noreferrer">{line}</a></p> }.into_any())
}

/// Minutes and seconds, with hours where there are any: `3:20`, `1:02:05`.
fn duration(scene: PageContext<'_>, seconds: u32) -> String {
    let two = |number: u32| {
        let text = scene.messages.number(number);
        if number < 10 { format!("{}{text}", scene.messages.number(0_u32)) } else { text }
    };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{}:{}:{}", scene.messages.number(hours), two(minutes), two(seconds))
    } else {
        format!("{}:{}", scene.messages.number(minutes), two(seconds))
    }
}
