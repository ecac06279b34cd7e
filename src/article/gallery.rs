//! Several pictures that belong together.

use leptos::prelude::*;
use model::block::Gallery;

use super::inlines;
use super::picture::figure;
use crate::components::picture::Loading;
use crate::context::PageContext;

/// A gallery: its pictures side by side where there is room, and the caption under all of them.
pub(super) fn gallery(scene: PageContext<'_>, gallery: &Gallery) -> AnyView {
    let pictures: Vec<AnyView> = gallery.pictures.iter().map(|picture| figure(scene, picture, Loading::Lazy)).collect();
    let caption = (!gallery.caption.is_empty())
        .then(|| view! { <figcaption>{inlines(scene, &gallery.caption)}</figcaption> }.into_any());
    view! { <figure class="gallery"><div class="gallery-pictures">{pictures}</div>{caption}</figure> }.into_any()
}
