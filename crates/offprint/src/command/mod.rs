//! What the command line offers: a file for each command.

mod build;
mod check;
mod init;
mod keygen;
mod mirror;
mod output;
mod pack;
mod passphrase;
mod rotate;
mod serve;
mod server;
mod sign;
mod verdict;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use offprint::seconds;

/// Turns a folder of articles into a newspaper that any web server can hold.
///
/// A newsroom is a folder with a file offprint.toml and articles in its folder articles, as Markdown or plain text.
#[derive(Parser)]
#[command(name = "offprint", version, arg_required_else_help = true, after_help = FIRST_STEPS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  offprint init lantern                         make a newsroom with a first article in each shape
  offprint serve lantern                        read it at http://127.0.0.1:8080/ while you write
  offprint build lantern --out site             make the folder that a web server holds
  offprint pack lantern --out lantern.html      make one file that needs no server
  offprint keygen --keys keys                   make keys, and then: offprint sign site --keys keys
  offprint verify site                          check what anybody hosts
  offprint mirror check https://mirror.example  check how a mirror serves it";

/// What each does stands at its arguments: said here too, it would take the place of all that is said there.
#[derive(Subcommand)]
enum Command {
    Init(init::Arguments),
    Check(check::Arguments),
    Build(build::Arguments),
    Serve(serve::Arguments),
    Pack(pack::Arguments),
    Keygen(keygen::Arguments),
    Sign(sign::Arguments),
    Rotate(rotate::Arguments),
    Verify(verify::Arguments),
    Mirror(mirror::Arguments),
}

/// The newsroom, as every command takes it.
#[derive(Clone, Args)]
struct NewsroomArgument {
    /// The newsroom's folder: the one that holds offprint.toml
    #[arg(value_name = "NEWSROOM", default_value = ".")]
    newsroom: PathBuf,
}

/// The shell, where it is not the one inside this program.
#[derive(Clone, Args)]
struct ShellArgument {
    /// The folder of the app that Trunk built, in place of the one inside this program
    #[arg(long, value_name = "DIR", hide_short_help = true)]
    shell: Option<PathBuf>,
}

/// Why a command ended.
enum Ended {
    /// It did what it was asked.
    Done,
    /// The input cannot be built; what is wrong has been said.
    NotBuilt,
    /// Something is wrong that has a number of its own; what it is has been said.
    Status(u8),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    // Wrong usage ends here, with 2 and what clap says.
    let ended = match Cli::parse().command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Pack(arguments) => pack::run(&arguments),
        Command::Keygen(arguments) => keygen::run(&arguments),
        Command::Sign(arguments) => sign::run(&arguments),
        Command::Rotate(arguments) => rotate::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Mirror(arguments) => mirror::run(&arguments),
    };
    match ended {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::NotBuilt) => ExitCode::FAILURE,
        Ok(Ended::Status(status)) => ExitCode::from(status),
        Err(error) => {
            output::print_error(&error);
            ExitCode::FAILURE
        }
    }
}

/// The time by which articles of the future are skipped: the only place that asks the clock.
fn now() -> anyhow::Result<Timestamp> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let seconds =
                seconds.trim().parse().context("SOURCE_DATE_EPOCH is no number of seconds: unset it or correct it")?;
            Ok(Timestamp::from_second(seconds)?)
        }
        Err(_) => Ok(Timestamp::now()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn each_command_says_more_than_a_line_of_itself() {
        let mut silent = Vec::new();
        for command in Cli::command().get_subcommands() {
            // A group has its commands to say it.
            for command in command.get_subcommands().chain((!command.has_subcommands()).then_some(command)) {
                if command.get_about().is_none() || command.get_long_about().is_none() {
                    silent.push(command.get_name().to_owned());
                }
            }
        }
        assert!(silent.is_empty(), "{silent:?}");
    }
}
