//! Signs editions, and checks what anyone hosts.

pub mod keys;
pub mod mirror;
pub mod sign;
pub mod verify;
