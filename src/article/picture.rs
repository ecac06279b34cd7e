//! Pictures in an article, with their captions.

use leptos::prelude::*;
use model::{Inline, Picture};

use super::inlines;
use crate::components::picture::{COLUMN, Loading, host, image};
use crate::context::PageContext;
use crate::view::view;

/// Renders a picture with its caption and credit.
pub fn figure(page: &PageContext, picture: &Picture, loading: Loading) -> impl IntoView {
    view! { <figure>{image_or_stand_in(page, picture, loading)}{caption(page, picture)}</figure> }
}

/// Renders a picture, or a stand-in if its file is missing.
pub(super) fn image_or_stand_in(page: &PageContext, picture: &Picture, loading: Loading) -> impl IntoView {
    let image = image(page, picture, COLUMN, loading);
    let stand_in = if image.is_none() { stand_in(page, picture) } else { None };
    view! { {image}{stand_in} }
}

/// Renders the stand-in for a missing picture: its description, and a link to its address if that is known.
fn stand_in(page: &PageContext, picture: &Picture) -> Option<impl IntoView> {
    let mut alternative = picture.alternative.clone();
    let link = picture.address.clone().map(|address| {
        alternative.push(' ');
        let line = page.messages.picture_elsewhere(host(&address));
        view! { <a href=address rel="external noreferrer">{line}</a> }
    });
    (!alternative.is_empty()).then(|| view! { <p class="stand-in">{alternative}{link}</p> })
}

/// Renders the caption and the credit of a picture.
pub(super) fn caption(page: &PageContext, picture: &Picture) -> Option<impl IntoView> {
    if picture.caption.is_empty() && picture.credit.is_none() {
        return None;
    }
    let mut line = picture.caption.clone();
    let credit = picture.credit.clone().map(|credit| {
        match line.last_mut() {
            Some(Inline::Text(text)) => text.push(' '),
            _ => line.push(Inline::text(" ")),
        }
        view! { <small>{credit}</small> }
    });
    Some(view! { <figcaption>{inlines(page, &line)}{credit}</figcaption> })
}
