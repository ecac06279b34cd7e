//! Everything that a visitor sees. The same components run in the browser and, for prerendered pages, natively.

pub mod actions;
pub mod app;
pub mod article;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod components;
pub mod context;
pub mod deferred;
pub mod pages;
pub mod portable;
#[cfg(not(target_arch = "wasm32"))]
pub mod prerender;
pub mod title;
mod view;
