//! The pages that few visits open. In the browser, a part of the app contains their views.

use leptos::prelude::*;
use model::{Month, PlaceIndex, TopicIndex};

use super::archive::archive;
use super::device::DevicePage;
use super::origin::OriginPage;
use super::subjects::{places, topics};
use crate::context::PageContext;
use crate::deferred::Deferred;
use crate::view::view;
use edition::page::Content;

/// The views of the pages that few visits open.
#[derive(Clone, Copy)]
pub struct DeferredViews {
    /// Renders the page about this device.
    pub device: fn() -> AnyView,
    /// Renders the page about where the newspaper comes from.
    pub origin: fn() -> AnyView,
    /// Renders the archive.
    pub archive: fn(&PageContext, &[Month]) -> AnyView,
    /// Renders the list of topics.
    pub topics: fn(&PageContext, &[TopicIndex]) -> AnyView,
    /// Renders the list of places.
    pub places: fn(&PageContext, &[PlaceIndex]) -> AnyView,
}

/// The views, for the part of the app and for prerendering. The core uses [`LOADED_VIEWS`].
pub const VIEWS: DeferredViews = DeferredViews {
    device: || view! { <DevicePage /> }.into_any(),
    origin: || view! { <OriginPage /> }.into_any(),
    archive: |page, months| archive(page, months).into_any(),
    topics: |page, index| topics(page, index).into_any(),
    places: |page, index| places(page, index).into_any(),
};

/// The views, once they are loaded.
pub static LOADED_VIEWS: Deferred<DeferredViews> = Deferred::new(VIEWS);

/// Returns whether one of these views renders some content.
pub fn is_deferred(content: &Content) -> bool {
    matches!(content, Content::Device | Content::Origin | Content::Archive(_) | Content::Topics(_) | Content::Places(_))
}

/// Renders a page with one of the views. The app loads them before it shows such a page.
pub fn view(render: impl FnOnce(DeferredViews) -> AnyView) -> Option<AnyView> {
    LOADED_VIEWS.get().map(render)
}
