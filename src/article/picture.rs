//! Pictures.

use leptos::prelude::*;
use model::{Inline, Picture};

use super::inlines;
use crate::app::Scene;
use crate::page::{Carried, Form};

/// When a picture is fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it is on the first screen.
    Eager,
    /// When the reader comes near it.
    Lazy,
}

/// How wide a picture in an article is set, as in the attribute `sizes`.
pub(super) const COLUMN: &str = "(min-width: 46rem) 42rem, 100vw";

/// A picture with its caption and its maker.
pub fn figure(scene: Scene<'_>, picture: &Picture, loading: Loading) -> AnyView {
    let shown = image(scene, picture, COLUMN, loading).or_else(|| elsewhere(scene, picture));
    view! { <figure>{shown}{caption(scene, picture)}</figure> }.into_any()
}

/// The picture itself, in as many widths as there are; none when there is no file of it.
///
/// `sizes` is how wide it is set, as in the attribute of that name.
pub fn image(scene: Scene<'_>, picture: &Picture, sizes: &'static str, loading: Loading) -> Option<AnyView> {
    if let Form::File(file) = &scene.page.form {
        return carried(picture, file);
    }
    let widest = picture.renditions.first()?;
    let root = scene.page.route.root();
    let sources: Vec<String> =
        picture.renditions.iter().map(|rendition| format!("{root}{} {}w", rendition.path(), rendition.width)).collect();
    let (sources, sizes) = if sources.len() > 1 { (Some(sources.join(", ")), Some(sizes)) } else { (None, None) };
    let image = view! {
        <img
            src=format!("{root}{}", widest.path())
            srcset=sources
            sizes=sizes
            width=widest.width.to_string()
            height=widest.height.to_string()
            alt=picture.alternative.clone()
            loading=(loading == Loading::Lazy).then_some("lazy")
            decoding="async"
        />
    };
    Some(image.into_any())
}

/// A picture as a portable edition carries it: one of its renditions; none when it carries none of them.
fn carried(picture: &Picture, file: &Carried) -> Option<AnyView> {
    let mut found = picture.renditions.iter().filter_map(|rendition| Some((rendition, file.picture(&rendition.hash)?)));
    let (rendition, address) = found.next()?;
    let image = view! {
        <img
            data-hash=rendition.hash.to_string()
            src=address.to_owned()
            width=rendition.width.to_string()
            height=rendition.height.to_string()
            alt=picture.alternative.clone()
        />
    };
    Some(image.into_any())
}

/// What stands for a picture that is not here: what it shows, and where it lies if that is known.
pub(super) fn elsewhere(scene: Scene<'_>, picture: &Picture) -> Option<AnyView> {
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
pub(super) fn caption(scene: Scene<'_>, picture: &Picture) -> Option<AnyView> {
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

/// The host of an address, for people: `example.org` of `https://www.example.org/path`.
pub fn host(address: &str) -> &str {
    let rest = address.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or(address);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}
