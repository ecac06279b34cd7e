//! The pages, one file for each kind of route.

pub mod about;
pub mod archive;
pub mod article;
pub mod deferred;
pub mod device;
pub mod failed;
pub mod front;
pub mod list;
pub mod not_found;
pub mod origin;
pub mod subjects;
