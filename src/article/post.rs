//! Stand-ins for posts on other services.

use leptos::prelude::*;
use model::block::Post;

use super::blocks;
use super::recording::open;
use crate::components::date::Time;
use crate::context::PageContext;
use crate::view::view;

/// Renders a stand-in for a post: its text, its author and a link to it.
pub(super) fn post(page: &PageContext, post: &Post) -> impl IntoView {
    let author = post.author.clone().map(|author| view! { <cite>{author}</cite> });
    let handle = post.handle.clone().map(|handle| view! { <span dir="ltr">{handle}</span> });
    let date = post.date.clone().map(|date| view! { <Time date /> });
    let provider = post.provider.clone().unwrap_or_else(|| page.messages.post().to_owned());
    view! {
        <figure class="card post">
            <p class="meta">{author}{handle}<span>{provider}</span>{date}</p>
            <blockquote>{blocks(page, &post.content)}</blockquote>
            {open(page, post.provider.as_ref(), post.address.as_ref())}
        </figure>
    }
}
