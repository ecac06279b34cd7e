//! Runs the unit tests of the build script.

mod compile;
