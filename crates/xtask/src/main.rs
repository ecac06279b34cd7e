//! `cargo xtask`: runs the commands of contributors and of CI.

mod bench;
mod bench_build;
mod browser;
mod check;
mod dist;
mod fuzz;
mod hugo;
mod offprint;
mod paths;
mod progress;
mod sample;
mod serve;
mod setup;
mod shell;
mod size;
mod test;
mod tool;
mod toolchain;

use std::process::ExitCode;

struct Command {
    name: &'static str,
    help: &'static str,
    run: fn(&[String]) -> anyhow::Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        help: "Build the app, build a newsroom's site and serve it: serve [NEWSROOM] [--port N]",
        run: serve::run,
    },
    Command {
        name: "test",
        help: "Run all that CI runs: test [ARGUMENTS OF cargo test, to run only those tests]",
        run: test::run,
    },
    Command {
        name: "check",
        help: "Check formatting, lints for both targets and documentation; run no tests and measure no sizes",
        run: check::run,
    },
    Command {
        name: "size",
        help: "Compare sizes with their budgets and the last release: size [--release VERSION, to record them]",
        run: size::run,
    },
    Command {
        name: "bench",
        help: "Measure offline reading: bench [--details]; bench --first-visit [--visits N] [--until EVENT] [--before SITE | --hugo]; \
               or builds: bench build [--articles N]",
        run: bench::run,
    },
    Command {
        name: "fuzz",
        help: "Look for input that breaks the checks of signatures: fuzz [TARGET] [--seconds N for each target, else 600]",
        run: fuzz::run,
    },
    Command {
        name: "dist",
        help: "Make the offprint command with the app inside: target/dist/offprint",
        run: dist::run,
    },
    Command {
        name: "shell",
        help: "Build only the shell: target/shell; with --whole, an app without parts: target/shell-whole",
        run: shell::run,
    },
    Command { name: "setup", help: "Install missing tools, which the other commands also do", run: setup::run },
    Command {
        name: "measured",
        help: "Run a command and print what it used; bench calls this",
        run: bench_build::run_measured,
    },
    Command { name: "fill", help: "Turn Trunk's staging folder into a site; Trunk calls this", run: shell::fill },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.skip_while(|argument| argument == "--").collect();

    if matches!(name.as_str(), "" | "help" | "-h" | "--help") {
        println!("{}", help());
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("error: cargo xtask has no command `{name}`\n\n{}", help());
        return ExitCode::from(2);
    };
    if arguments.iter().any(|argument| matches!(argument.as_str(), "-h" | "--help")) {
        println!("cargo xtask {}\n{}", command.name, command.help);
        return ExitCode::SUCCESS;
    }
    match (command.run)(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    let commands: Vec<String> =
        COMMANDS.iter().map(|command| format!("  {:<6}  {}", command.name, command.help)).collect();
    format!("Usage: cargo xtask COMMAND\n\nCommands:\n{}", commands.join("\n"))
}
