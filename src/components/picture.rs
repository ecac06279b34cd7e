//! A picture, and the host of an address.

use leptos::either::Either;
use leptos::prelude::*;
use model::Picture;

use crate::context::PageContext;
use crate::view::view;
use edition::page::{Medium, SingleFile};

/// When a picture is fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it is on the first screen.
    Eager,
    /// When the reader comes near it.
    Lazy,
}

/// How wide a picture in an article is set, as in the attribute `sizes`.
pub const COLUMN: &str = "(min-width: 46rem) 42rem, 100vw";

/// Renders the picture itself, in as many widths as there are; nothing when there is no file of it.
///
/// `sizes` is how wide it is set, as in the attribute of that name. The view borrows nothing.
pub fn image(
    page: &PageContext,
    picture: &Picture,
    sizes: &'static str,
    loading: Loading,
) -> Option<impl IntoView + use<>> {
    match &page.medium {
        Medium::Site => on_site(page, picture, sizes, loading).map(Either::Left),
        Medium::SingleFile(file) => in_file(picture, file).map(Either::Right),
    }
}

/// Renders a picture as a site has it.
fn on_site(
    page: &PageContext,
    picture: &Picture,
    sizes: &'static str,
    loading: Loading,
) -> Option<impl IntoView + use<>> {
    let widest = picture.renditions.first()?;
    let root = page.route.root();
    let sources: Vec<String> =
        picture.renditions.iter().map(|rendition| format!("{root}{} {}w", rendition.path(), rendition.width)).collect();
    let (sources, sizes) = if sources.len() > 1 { (Some(sources.join(", ")), Some(sizes)) } else { (None, None) };
    Some(view! {
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
    })
}

/// Renders a picture as a portable edition carries it: one of its renditions; nothing when it carries none of them.
fn in_file(picture: &Picture, file: &SingleFile) -> Option<impl IntoView + use<>> {
    let (rendition, address) =
        picture.renditions.iter().find_map(|rendition| Some((rendition, file.picture(&rendition.hash)?)))?;
    Some(view! {
        <img
            data-hash=rendition.hash.to_string()
            src=address.to_owned()
            width=rendition.width.to_string()
            height=rendition.height.to_string()
            alt=picture.alternative.clone()
        />
    })
}

/// Returns the host of an address, for people: `example.org` of `https://www.example.org/path`.
pub fn host(address: &str) -> &str {
    let rest = address.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or(address);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}
