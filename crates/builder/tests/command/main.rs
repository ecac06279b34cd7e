//! The commands that sign and check, run as programs. A module for each theme.

mod desk;
mod mirrors;
mod signing;
