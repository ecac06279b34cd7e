//! Fixture: a newsroom with its site and keys, in which tests run the command.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub const PASSPHRASE: &str = "the ferry leaves at nine";
/// 24 November 2026.
pub const NOW: u64 = 1_795_500_000;
pub const DAY: u64 = 24 * 3600;

/// A newsroom, its site and its keys, in a folder of its own.
pub struct Desk {
    pub folder: TempDir,
    /// The time by the clock of its machine, in seconds since 1970.
    pub now: u64,
}

/// The exit status and the output of a command.
pub struct CommandOutput {
    pub status: i32,
    pub text: String,
}

impl Desk {
    /// Creates an empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), now: NOW }
    }

    /// Creates a newsroom with keys and an unsigned site.
    pub fn new() -> Self {
        let desk = Self::empty();
        desk.write("newsroom/offprint.toml", "title = \"The Quay\"\nlanguage = \"en\"\n");
        desk.write(
            "newsroom/articles/ferry.md",
            "---\ntitle: The ferry is back\ndate: 2026-11-12\n---\n\nForty people went across.\n\n![The quay](quay.png)\n",
        );
        let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8, y as u8, 90]));
        picture.save(desk.path("newsroom/articles/quay.png")).expect("a picture");
        desk.write_secret("passphrase", format!("{PASSPHRASE}\n"));
        desk.run("build newsroom --out site").succeeds();
        desk.run("keygen --keys keys --passphrase-file passphrase").succeeds();
        desk
    }

    /// Creates a newsroom with keys and a signed site.
    pub fn signed() -> Self {
        let desk = Self::new();
        desk.sign().succeeds();
        desk
    }

    /// Names a folder of keys in the newsroom's `offprint.toml`, so that its builds are signed.
    pub fn sign_in_builds(&self, keys: &str) {
        let config = format!("title = \"The Quay\"\nlanguage = \"en\"\n[signing]\nkeys = \"{keys}\"\n");
        self.write("newsroom/offprint.toml", config);
    }

    pub fn sign(&self) -> CommandOutput {
        self.run("sign site --keys keys --passphrase-file passphrase")
    }

    pub fn verify(&self) -> CommandOutput {
        self.run("verify site")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, content).expect("a file");
    }

    /// Writes a file that no other user may read.
    pub fn write_secret(&self, path: &str, content: impl AsRef<[u8]>) {
        self.write(path, content);
        self.set_mode(path, 0o600);
    }

    /// Sets the mode of a file.
    pub fn set_mode(&self, path: &str, mode: u32) {
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(mode)).expect("a mode");
    }

    /// Runs a command in the folder, at the time `now`.
    pub fn run(&self, arguments: &str) -> CommandOutput {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command
            .current_dir(self.folder.path())
            .args(arguments.split(' '))
            .env("SOURCE_DATE_EPOCH", self.now.to_string());
        if arguments.starts_with("build") || arguments.starts_with("pack") {
            command.arg("--shell").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/shell"));
        }
        let Output { status, stdout, stderr } = command.output().expect("the command");
        let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        CommandOutput { status: status.code().expect("an end"), text }
    }

    /// Returns a file of the site whose path begins and ends like this.
    pub fn find(&self, start: &str, end: &str) -> String {
        let files = self.files("site");
        let found = files.keys().find(|path| path.starts_with(start) && path.ends_with(end));
        found.unwrap_or_else(|| panic!("{start}…{end} in {:?}", files.keys())).clone()
    }

    /// Returns the files of a folder.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(folder);
        let mut files = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("below it").to_string_lossy().into_owned();
                    files.insert(name, fs::read(path).expect("a file"));
                }
            }
        }
        files
    }

    /// Runs a command that must change nothing in the site.
    pub fn changes_nothing(&self, arguments: &str, status: i32, message: &str) {
        let before = self.files("site");
        self.run(arguments).fails(status, message);
        assert!(self.files("site") == before, "after {arguments}");
    }
}

impl CommandOutput {
    #[track_caller]
    pub fn succeeds(self) -> String {
        assert_eq!(self.status, 0, "{}", self.text);
        self.text
    }

    #[track_caller]
    pub fn fails(self, status: i32, message: &str) {
        assert!(
            self.status == status && self.text.contains(message),
            "{status} {message:?}: {} {}",
            self.status,
            self.text
        );
    }
}
