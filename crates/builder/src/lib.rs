//! Makes a site out of articles: bundles, pages, and the files beside them.

pub mod alias;
pub mod bundle;
pub mod embed;
pub mod feed;
pub mod icons;
pub mod not_found;
pub mod offline;
pub mod page;
pub mod prerender;
pub mod public;
pub mod robots;
pub mod service_worker;
pub mod sitemap;
pub mod web_app;

#[cfg(test)]
mod fixtures;
