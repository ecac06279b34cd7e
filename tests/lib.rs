//! Provides what the suites beside this file share: newsrooms to build sites from, files made of those, a server that
//! fails on demand, and the lies of mirrors.

pub mod generated;
pub mod hostile;
pub mod packing;
pub mod released;
pub mod server;
pub mod wait;

use std::fs;
use std::path::{Path, PathBuf};

use model::Head;
use offprint::{Built, Options};
use site::Site;
use tempfile::TempDir;

/// A copy of a newsroom for one test, which may change it.
pub struct Fixture {
    folder: TempDir,
}

impl Fixture {
    /// Copies the newsroom in `fixtures/<name>`.
    pub fn named(name: &str) -> Self {
        Self::copied(&fixtures().join(name))
    }

    /// Copies the sample newsroom.
    pub fn sample() -> Self {
        Self::copied(&root().join("newsroom"))
    }

    /// Copies the newsroom in a folder.
    pub fn copied(from: &Path) -> Self {
        let fixture = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (path, bytes) in read_folder(from) {
            fixture.write(&path, bytes);
        }
        fixture
    }

    /// Makes a newsroom with only a title.
    pub fn bare() -> Self {
        let fixture = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fixture.write("offprint.toml", "title = \"The Test\"\n");
        fixture
    }

    /// Returns the folder of the newsroom.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the newsroom.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.folder().join(path);
        fs::create_dir_all(file.parent().expect("a file in a folder")).expect("a folder");
        fs::write(file, content).expect("a file");
    }

    /// Adds this many short notices, five a month from January 2025 on.
    pub fn write_notices(&self, count: u32) {
        for number in 1..=count {
            let before = number - 1;
            let (year, month, day) = (2025 + before / 60, 1 + before / 5 % 12, 10 + before % 5);
            let notice = format!(
                "---\ntitle: Notice {number}\ndate: {year}-{month:02}-{day:02}\nsection: notices\n---\n\
                 The harbour office gives notice, for the {number}th time, that the quay is wet.\n"
            );
            self.write(&format!("articles/notice-{number:02}.md"), notice);
        }
    }

    /// Returns the options for building its site in memory.
    pub fn options(&self, shell: PathBuf) -> Options<'static> {
        Options {
            newsroom: self.folder().to_owned(),
            out: None,
            previous: None,
            shell: Some(shell),
            now: "2026-12-01T00:00:00Z".parse().expect("a moment"),
            strict: false,
            sign: None,
            compress: false,
            progress: Box::new(|_, _, _| {}),
        }
    }

    /// Builds its site in memory.
    pub fn build(&self, shell: PathBuf) -> Built {
        offprint::build(&self.options(shell)).unwrap_or_else(|error| panic!("{error:#}"))
    }
}

/// Returns a site with another number for its edition.
pub fn numbered(mut site: Site, edition: u64) -> Site {
    let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
    site.insert(Head::PATH.to_owned(), serde_json::to_vec(&Head { edition, ..head }).expect("a head is JSON"));
    // The compressed copies would be of the previous head.
    site.retain(|path, _| !path.starts_with(&format!("{}.", Head::PATH)));
    site
}

/// Returns a shell without an app, for sites that no browser opens.
pub fn shell_without_app() -> PathBuf {
    fixtures().join("shell")
}

/// Returns the shell that `cargo xtask shell` built, or the one that `OFFPRINT_SHELL` names.
pub fn shell() -> PathBuf {
    let shell = match std::env::var_os("OFFPRINT_SHELL") {
        Some(shell) => PathBuf::from(shell),
        None => root().join("target/shell"),
    };
    assert!(shell.join("parts/shell.json").is_file(), "no shell at {}: run `cargo xtask shell`", shell.display());
    shell
}

/// Returns the folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate is in the repository")
}

/// Reads the files of a folder, by their paths in it.
pub fn read_folder(folder: &Path) -> Site {
    let mut files = Site::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("a path inside the folder");
            files.insert(path.to_string_lossy().into_owned(), fs::read(entry.path()).expect("a readable file"));
        }
    }
    files
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
