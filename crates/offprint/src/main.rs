//! The `offprint` command.

#![warn(clippy::print_stdout, clippy::print_stderr)]

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
