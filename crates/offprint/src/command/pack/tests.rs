//! Tests the messages of the command, and that an older file stays if it cannot make a new one.

use clap::Parser;
use tempfile::TempDir;

use super::*;
use crate::command::{Cli, Command};

const SHELL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/shell");

/// Writes a newsroom of one article into the folder `town`, beside an older file `old.html`.
fn town() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("town");
    fs::create_dir_all(town.join("articles")).unwrap();
    fs::write(town.join("offprint.toml"), "title = \"The Test\"\n").unwrap();
    fs::write(town.join("articles/fair.md"), "---\ntitle: The fair\ndate: 2026-05-01\n---\n\nIt rained.\n").unwrap();
    fs::write(folder.path().join("old.html"), "older").unwrap();
    folder
}

/// Runs the command on the newsroom.
fn pack(folder: &TempDir, out: &str, arguments: &[&str]) -> Result<Ended, String> {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let command = ["offprint", "pack", &path("town"), "--shell", SHELL, "--out", &path(out)];
    let cli = Cli::try_parse_from(command.iter().copied().chain(arguments.iter().copied()))
        .map_err(|error| error.to_string())?;
    let Command::Pack(arguments) = cli.command else { panic!("another command") };
    run(&arguments).map_err(|error| format!("{error:#}").replace(&path(""), ""))
}

fn pack_error(folder: &TempDir, out: &str, arguments: &[&str]) -> String {
    pack(folder, out, arguments).map(drop).unwrap_err()
}

/// Returns the names in the folder, and the text of the older file.
fn left(folder: &TempDir) -> (Vec<String>, String) {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    (names, fs::read_to_string(folder.path().join("old.html")).unwrap())
}

#[test]
fn a_file_takes_the_place_of_the_older_one() {
    let folder = town();
    // Another program uses the second name.
    for name in [".offprint-part-Ab12Cd", ".tmpAb12Cd"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    assert!(matches!(pack(&folder, "old.html", &["--article", "fair"]), Ok(Ended::Done)));
    let (names, new) = left(&folder);
    assert_eq!(names, [".tmpAb12Cd", "old.html", "town"]);
    assert!(new.contains("It rained.") && new.trim_end().ends_with("-->"));
}

#[test]
fn what_cannot_be_made_leaves_the_older_file() {
    let folder = town();
    let unknown = pack_error(&folder, "old.html", &["--article", "fare"]);
    assert_eq!(unknown, "the edition does not have an article `fare`; it has fair");
    let section = pack_error(&folder, "old.html", &["--section", "sport"]);
    assert_eq!(section, "the edition does not have a section `sport`; it has none");
    let tight = pack_error(&folder, "old.html", &["--max-size", "100"]);
    assert!(tight.starts_with("even its newest article alone takes "), "{tight}");
    let site = pack_error(&folder, "old.html", &["--site", "/nowhere"]);
    assert!(site.starts_with("/nowhere is not a site: it has no edition/head.json"), "{site}");
    fs::write(folder.path().join("town/offprint.toml"), "title = \n").unwrap();
    assert!(matches!(pack(&folder, "old.html", &[]), Ok(Ended::NotBuilt)));
    assert_eq!(left(&folder), (vec!["old.html".to_owned(), "town".to_owned()], "older".to_owned()));
}

#[test]
fn the_ending_says_what_to_make() {
    let folder = town();
    let ending = "has an unknown ending: name a file that ends with .html or .zip";
    assert_eq!(pack_error(&folder, "new.pdf", &[]), format!("new.pdf {ending}"));
    assert_eq!(pack_error(&folder, "new", &[]), format!("new {ending}"));
    let part = pack_error(&folder, "new.zip", &["--article", "fair"]);
    assert_eq!(
        part,
        "a .zip file contains the whole edition: leave out options that choose a part, or write a .html file"
    );
    assert!(matches!(pack(&folder, "new.ZIP", &[]), Ok(Ended::Done)));
    assert!(
        pack_error(&folder, "new.html", &["--article", "fair", "--month", "2026-05"]).contains("cannot be used with")
    );
    assert!(pack_error(&folder, "new.html", &["--max-size", "much"]).contains("`much` is not a size"));
}

#[test]
fn a_place_that_cannot_be_written_says_so() {
    let folder = town();
    let missing = pack_error(&folder, "none/new.html", &[]);
    assert!(missing.starts_with("none/new.html cannot be written: "), "{missing}");
    fs::create_dir(folder.path().join("folder.html")).unwrap();
    let taken = pack_error(&folder, "folder.html", &[]);
    assert!(taken.starts_with("folder.html cannot be written: "), "{taken}");
    assert_eq!(left(&folder).0, ["folder.html", "old.html", "town"], "nothing half done stays");
}

#[test]
fn sizes_are_read_as_people_write_them() {
    for (text, bytes) in [("200000", 200_000), ("900KB", 900_000), ("1.5 MB", 1_500_000), ("2MiB", 2 << 20)] {
        assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
    }
    for text in ["", "MB", "5 apples", "-1MB", "0", "nan", "1e400"] {
        assert!(text.parse::<Size>().is_err(), "{text}");
    }
}
