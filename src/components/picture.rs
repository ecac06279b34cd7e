//! Pictures, and the host of an address.

use leptos::either::Either;
use leptos::prelude::*;
use model::Picture;

use crate::context::PageContext;
use crate::view::view;
use edition::page::{Medium, SingleFile};

/// The moment at which the browser fetches a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it is on the first screen.
    Eager,
    /// When the reader comes near it.
    Lazy,
}

/// The width of a picture in an article, for the attribute `sizes`.
pub const COLUMN: &str = "(min-width: 46rem) 42rem, 100vw";

/// Renders the picture itself, in all its widths; `None` if there is no file of it.
///
/// `sizes` is the attribute of that name: the width on the page. The view borrows nothing.
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

/// Renders a picture on a site's page.
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
            fetchpriority=(loading == Loading::Eager).then_some("high")
            decoding="async"
        />
    })
}

/// Renders a picture in a portable edition: the rendition that the file contains; `None` if it contains none.
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
