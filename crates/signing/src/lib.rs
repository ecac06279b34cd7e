//! Signs editions, and verifies sites on any host.

pub mod keys;
pub mod mirror;
pub mod sign;
pub mod verify;
