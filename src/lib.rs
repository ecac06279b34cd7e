//! All that a visitor sees: the same components run in the browser and, natively, when pages are prerendered.

pub mod actions;
pub mod app;
pub mod article;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod components;
pub mod context;
pub mod pages;
pub mod portable;
#[cfg(not(target_arch = "wasm32"))]
pub mod prerender;
pub mod title;
mod view;
