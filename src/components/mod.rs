//! Components that pages share.

pub mod button;
pub mod date;
pub mod footer;
pub mod header;
pub mod notice;
pub mod picture;
pub mod provenance;
pub mod reading_time;
pub mod signals;
pub mod teaser;
