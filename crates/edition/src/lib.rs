//! From a route to a page: what an edition shows, out of bundles that come from anywhere.

pub mod content;
pub mod error;
pub mod limits;
pub mod lists;
pub mod page;
pub mod routes;
