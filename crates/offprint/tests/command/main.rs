//! Tests the commands, run as programs: most sign and verify. A module for each theme.

mod dates;
mod desk;
mod failures;
mod keys;
mod lies;
mod mirrors;
mod released;
mod roots;
mod signing;
