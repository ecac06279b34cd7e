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

#[derive(Subcommand)]
enum Command {
    /// Make a new newsroom with a first article in each shape
    Init(init::Arguments),
    /// Name every problem of a newsroom at once; writes nothing
    Check(check::Arguments),
    /// Build a newsroom's site into a folder
    Build(build::Arguments),
    /// Build and show a newsroom; build again and reload the page when a file changes
    Serve(serve::Arguments),
    /// Put an edition, a part of it or one article into a single file that opens without a server
    Pack(pack::Arguments),
    /// Make the keys with which a newsroom signs its editions
    Keygen(keygen::Arguments),
    /// Sign a site that was built, or say anew that its edition is the newest
    Sign(sign::Arguments),
    /// Replace keys, or renew the root
    Rotate(rotate::Arguments),
    /// Check whether a site or a file is what its newsroom signed
    Verify(verify::Arguments),
    /// Watch over the other places of a site
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

/// A time in seconds since 1970, as it is signed.
fn seconds(time: Timestamp) -> anyhow::Result<u64> {
    u64::try_from(time.as_second()).context("the clock says that it is before 1970: correct it")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
