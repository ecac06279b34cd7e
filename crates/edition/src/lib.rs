//! Makes the page of a route from the bundles of an edition, wherever they come from.

pub mod content;
pub mod error;
pub mod identifiers;
pub mod limits;
pub mod lists;
pub mod page;
pub mod routes;
