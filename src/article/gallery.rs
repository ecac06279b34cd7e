//! Several pictures that belong together.

use leptos::prelude::*;
use model::block::Gallery;

use super::inlines;
use super::picture::figure;
use crate::components::picture::Loading;
use crate::context::PageContext;
use crate::view::view;

/// Renders a gallery: its pictures side by side on wide screens, with one caption under all of them.
pub(super) fn gallery(page: &PageContext, gallery: &Gallery) -> impl IntoView {
    let pictures = gallery.pictures.iter().map(|picture| figure(page, picture, Loading::Lazy)).collect_view();
    let caption =
        (!gallery.caption.is_empty()).then(|| view! { <figcaption>{inlines(page, &gallery.caption)}</figcaption> });
    view! { <figure class="gallery"><div class="gallery-pictures">{pictures}</div>{caption}</figure> }
}
