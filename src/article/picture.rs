//! Pictures in an article, with what is written under them.

use leptos::prelude::*;
use model::{Inline, Picture};

use super::inlines;
use crate::components::picture::{COLUMN, Loading, host, image};
use crate::context::PageContext;

/// A picture with its caption and its maker.
pub fn figure(scene: PageContext<'_>, picture: &Picture, loading: Loading) -> AnyView {
    let shown = image(scene, picture, COLUMN, loading).or_else(|| elsewhere(scene, picture));
    view! { <figure>{shown}{caption(scene, picture)}</figure> }.into_any()
}

/// What stands for a picture that is not here: what it shows, and where it lies if that is known.
pub(super) fn elsewhere(scene: PageContext<'_>, picture: &Picture) -> Option<AnyView> {
    let alternative = picture.alternative.clone();
    match &picture.address {
        Some(address) => {
            let before = format!("{alternative} ");
            let line = scene.messages.picture_elsewhere(host(address));
            Some(
                view! {
                    <p class="stand-in">{before}<a href=address.clone() rel="external noreferrer">{line}</a></p>
                }
                .into_any(),
            )
        }
        None if alternative.is_empty() => None,
        None => Some(view! { <p class="stand-in">{alternative}</p> }.into_any()),
    }
}

/// What is written under a picture, and who made it.
pub(super) fn caption(scene: PageContext<'_>, picture: &Picture) -> Option<AnyView> {
    if picture.caption.is_empty() && picture.credit.is_none() {
        return None;
    }
    let mut line = picture.caption.clone();
    let credit = picture.credit.clone().map(|credit| {
        match line.last_mut() {
            Some(Inline::Text(text)) => text.push(' '),
            _ => line.push(Inline::text(" ")),
        }
        view! { <small>{credit}</small> }.into_any()
    });
    Some(view! { <figcaption>{inlines(scene, &line)}{credit}</figcaption> }.into_any())
}
