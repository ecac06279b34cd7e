//! A picture, and the host of an address.

use leptos::prelude::*;
use model::Picture;

use crate::context::PageContext;
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

/// The picture itself, in as many widths as there are; none when there is no file of it.
///
/// `sizes` is how wide it is set, as in the attribute of that name.
pub fn image(scene: PageContext<'_>, picture: &Picture, sizes: &'static str, loading: Loading) -> Option<AnyView> {
    if let Medium::SingleFile(file) = &scene.page.medium {
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
fn carried(picture: &Picture, file: &SingleFile) -> Option<AnyView> {
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

/// The host of an address, for people: `example.org` of `https://www.example.org/path`.
pub fn host(address: &str) -> &str {
    let rest = address.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or(address);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}
