//! Tests the commands that sign and verify, run as programs. A module for each theme.

mod dates;
mod desk;
mod keys;
mod lies;
mod mirrors;
mod released;
mod roots;
mod signing;
