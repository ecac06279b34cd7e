//! Checks that the repository reads the same on every machine.

use crate::files::{files, read};

#[test]
fn no_file_names_a_folder_of_one_machine() {
    // Concatenated here, so that this file does not name the folders either.
    let folders = [["/wo", "rk/"], ["/ro", "ot/"], ["/tmp/", "plan"]].map(|parts| parts.concat());
    for file in files("") {
        for (number, line) in file.text.lines().enumerate() {
            let found = folders.iter().find(|folder| line.contains(*folder));
            assert!(found.is_none(), "{}:{} names a folder of one machine: {line}", file.path, number + 1);
        }
    }
}

#[test]
fn packages_come_from_where_everybody_gets_them() {
    let sources = read("Cargo.lock");
    let others: Vec<&str> = sources
        .lines()
        .filter(|line| line.starts_with("source = "))
        .filter(|line| *line != "source = \"registry+https://github.com/rust-lang/crates.io-index\"")
        .collect();
    assert!(others.is_empty(), "{others:#?}");
    let config = read(".cargo/config.toml");
    for setting in ["[source", "[registr", "proxy", "index ="] {
        assert!(!config.contains(setting), ".cargo/config.toml has {setting}");
    }
}

#[test]
fn no_file_is_left_from_a_snapshot_or_a_merge() {
    for file in files("") {
        for ending in [".snap.new", ".orig", ".rej", ".pending-snap"] {
            assert!(!file.path.ends_with(ending), "{} is left over from a snapshot or a merge", file.path);
        }
        assert!(!file.text.contains("\n<<<<<<< "), "{} has a merge conflict", file.path);
    }
}

/// A file that has outgrown one idea is split.
#[test]
fn no_source_file_is_long() {
    let sources = ["src", "crates", "tests", "client"].into_iter().flat_map(files);
    let is_source = |path: &str| path.ends_with(".rs") || (path.ends_with(".js") && !path.contains("/vendor/"));
    for file in sources.filter(|file| is_source(&file.path) && !file.path.starts_with("tests/fixtures/")) {
        let lines = file.text.lines().count();
        assert!(lines <= 450, "{} has {lines} lines: split it by its ideas", file.path);
    }
}

/// Newcomers read both before anything else.
#[test]
fn the_first_pages_are_short() {
    for page in ["README.md", "ARCHITECTURE.md"] {
        let lines = read(page).lines().count();
        assert!(lines <= 150, "{page} has {lines} lines: move details to docs/");
    }
}
