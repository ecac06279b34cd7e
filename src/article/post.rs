//! What stands for a message on another service.

use leptos::prelude::*;
use model::block::Post;

use super::blocks;
use super::recording::open;
use crate::components::date::date;
use crate::context::PageContext;

/// A stand-in for a message: its words, and where they were written.
pub(super) fn post(scene: PageContext<'_>, post: &Post) -> AnyView {
    let author = post.author.clone().map(|author| view! { <cite>{author}</cite> }.into_any());
    let handle = post.handle.clone().map(|handle| view! { <span dir="ltr">{handle}</span> }.into_any());
    let provider = post.provider.clone().unwrap_or_else(|| scene.messages.post().to_owned());
    view! {
        <figure class="card post">
            <p class="meta">{author}{handle}<span>{provider}</span>{post.date.as_ref().map(date)}</p>
            <blockquote>{blocks(scene, &post.content)}</blockquote>
            {open(scene, post.provider.as_ref(), post.address.as_ref())}
        </figure>
    }
    .into_any()
}
