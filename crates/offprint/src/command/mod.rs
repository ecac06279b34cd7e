//! Runs the command line: a file for each command.

mod build;
mod check;
mod init;
mod keygen;
mod loopback;
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

/// Turns a folder of articles into a newspaper that any web server can host
///
/// A newsroom is a folder with the file offprint.toml, and with articles in its folder articles, as Markdown or plain
/// text.
#[derive(Parser)]
#[command(name = "offprint", version, arg_required_else_help = true, after_help = FIRST_STEPS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  offprint init lantern                         create a newsroom with sample articles
  offprint serve lantern                        read it at http://127.0.0.1:8080/ while you write
  offprint build lantern --out site             build the folder for a web server
  offprint pack lantern --out lantern.html      make one file that needs no server
  offprint keygen --keys keys                   create keys; then: offprint sign site --keys keys
  offprint verify site                          verify a site on any host
  offprint mirror check https://mirror.example  check how a mirror serves a site";

/// The subcommands. Their help is at their `Arguments`: a doc comment here would replace it.
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

/// The newsroom, an argument of most commands.
#[derive(Clone, Args)]
struct NewsroomArgument {
    /// The newsroom's folder: the one that holds offprint.toml
    #[arg(value_name = "NEWSROOM", default_value = ".")]
    newsroom: PathBuf,
}

/// The shell to use instead of the one inside this program.
#[derive(Clone, Args)]
struct ShellArgument {
    /// The folder of the app that Trunk built, instead of the one inside this program
    #[arg(long, value_name = "DIR", hide_short_help = true)]
    shell: Option<PathBuf>,
}

/// The way in which a command ended.
enum Ended {
    /// The command succeeded.
    Done,
    /// The input cannot be built; the problems have been printed.
    NotBuilt,
    /// The command ended with this exit status; the errors have been printed.
    Status(u8),
}

/// Runs the command in the arguments.
pub fn run() -> ExitCode {
    // Wrong usage ends here, with exit status 2 and a message of clap.
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

/// Returns the current time, or that in SOURCE_DATE_EPOCH: no other function reads the clock.
fn now() -> anyhow::Result<Timestamp> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let seconds =
                seconds.trim().parse().context("SOURCE_DATE_EPOCH is not a number of seconds: unset or correct it")?;
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
            // A group needs no long help of its own: its commands have one.
            for command in command.get_subcommands().chain((!command.has_subcommands()).then_some(command)) {
                if command.get_about().is_none() || command.get_long_about().is_none() {
                    silent.push(command.get_name().to_owned());
                }
            }
        }
        assert!(silent.is_empty(), "{silent:?}");
    }
}
