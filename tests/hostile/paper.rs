//! Makes a newsroom that signs: its editions, its keys, and another newsroom.

use std::fs;
use std::path::Path;

use ed25519_dalek::SigningKey;
use model::Head;
use signing::keys::{Keys, Passphrase, Quorum, Rotation};
use signing::sign::Signer;
use site::Site;
use tempfile::TempDir;
use trust::edition::{EditionStatement, Timestamp, desk_part};
use trust::{Role, Root, Signed, listing, sign};

use crate::{Fixture, numbered};

/// The time when the newest edition was signed: 24 November 2026, in seconds since 1970.
pub const NOW: u64 = 1_795_500_000;

pub(super) const DAY: u64 = 24 * 3600;

/// The validity of each edition in days.
pub(super) const VALID_DAYS: u64 = 7;

const TITLE: &str = "title = \"The Quay\"\nlanguage = \"en\"\n";

/// The signed sites of a newsroom.
pub struct Paper {
    /// The first edition, still valid, signed with a desk key from which root 2 took the role.
    pub first: Site,
    /// The edition before the newest.
    pub older: Site,
    /// The newest edition, number 3.
    pub newest: Site,
    /// Another edition 3, signed with the same keys.
    pub fork: Site,
    /// The site of another newsroom.
    pub foreign: Site,
    pub(super) own: Secrets,
    pub(super) others: Secrets,
}

/// The unlocked keys of a newsroom.
pub(super) struct Secrets {
    pub(super) root: Root,
    pub(super) roots: Vec<SigningKey>,
    pub(super) desk: Vec<SigningKey>,
    pub(super) pulse: Vec<SigningKey>,
}

impl Paper {
    /// Writes, builds and signs everything. This takes a moment, because unlocking keys is slow on purpose. All
    /// editions name these mirrors.
    pub fn print(shell: &Path, mirrors: &[String]) -> Self {
        let newsroom = Fixture::bare();
        let mirrors: String = mirrors.iter().map(|address| format!("[[mirrors]]\naddress = {address:?}\n")).collect();
        let config = format!("{TITLE}{mirrors}");
        newsroom.write("offprint.toml", &config);
        let mut picture = std::io::Cursor::new(Vec::new());
        let pixels = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8, y as u8, 90]));
        pixels.write_to(&mut picture, image::ImageFormat::Png).expect("a picture");
        newsroom.write("articles/quay.png", picture.into_inner());
        // Hosts know this name for the page of a folder, and it is signed.
        newsroom.write("public/default.html", "<!doctype html><title>The old front page</title>");
        write(&newsroom, "ferry", "The ferry is back", "Forty people went across.\n\n![The quay](quay.png)");
        let first = build(&newsroom, shell);
        write(&newsroom, "fair", "The fair", "It rained.");
        let older = build(&newsroom, shell);
        write(&newsroom, "lamp", "The lamp", "It burns again.");
        let newest = build(&newsroom, shell);
        write(&newsroom, "lamp", "The lamp", "It is broken for good.");
        let fork = numbered(build(&newsroom, shell), 3);
        newsroom.write("offprint.toml", config.replace("Quay", "Pier"));
        let foreign = build(&newsroom, shell);

        let (own, other) = (folder(), folder());
        let quorum = Quorum { keys: 3, threshold: 2 };
        let mut keys = Keys::create(own.path(), &passphrase(), quorum, NOW - 30 * DAY).expect("keys");
        let first = signed(first, &signer(&own), NOW - 20 * DAY, 30);
        let rotation = Rotation { roles: vec![Role::Desk], ..Rotation::default() };
        keys.rotate(&rotation, &passphrase(), NOW - 10 * DAY).expect("a new desk key");
        let desk = signer(&own);
        let older = signed(older, &desk, NOW - 2 * DAY, VALID_DAYS);
        let newest = signed(newest, &desk, NOW, VALID_DAYS);
        // Uses the same number twice, as only a dishonest holder of the keys can.
        fs::remove_file(own.path().join("last.json")).expect("the head of the newest edition");
        let fork = signed(fork, &desk, NOW, VALID_DAYS);
        let quorum = Quorum { keys: 1, threshold: 1 };
        Keys::create(other.path(), &passphrase(), quorum, NOW - 30 * DAY).expect("keys");
        let foreign = signed(numbered(foreign, 3), &signer(&other), NOW, VALID_DAYS);
        Self { first, older, newest, fork, foreign, own: Secrets::unlock(&own), others: Secrets::unlock(&other) }
    }

    /// Returns the newest edition with another head.
    pub(super) fn with_head(&self, head: &Head) -> Site {
        let mut site = self.newest.clone();
        put_head(&mut site, head);
        site
    }

    /// Returns the newest edition with another signed text.
    pub(super) fn with_signed(&self, signed: impl FnOnce(&str) -> String) -> Site {
        let head = head_of(&self.newest);
        let text = signed(head.signed.as_deref().expect("a signed head"));
        self.with_head(&Head { signed: Some(text), ..head })
    }

    /// Returns the newest edition with a date signed by these keys, over this text of the desk.
    pub(super) fn with_date(&self, desk: &str, timestamp: &Timestamp, keys: &[SigningKey]) -> Site {
        let text = sign::head(desk, timestamp, &all(keys));
        self.with_signed(|_| text)
    }

    /// Returns the newest edition with another statement, signed by the desk itself.
    pub(super) fn stating(&self, site: Site, statement: &EditionStatement) -> Site {
        let text = sign::edition(statement, &all(&self.own.desk));
        let signed = sign::head(&text, &now(), &all(&self.own.pulse));
        let mut site = site;
        let head = Head { edition: statement.edition, manifest: statement.manifest, signed: Some(signed) };
        put_head(&mut site, &head);
        site
    }

    /// Returns the newest edition with another list of files, signed by the desk itself.
    pub(super) fn listing(&self, change: impl FnOnce(&str) -> String) -> Site {
        let (mut site, statement) = (self.newest.clone(), self.statement());
        let list = site.remove(&listing::path(&statement.files)).expect("a list");
        let list = change(std::str::from_utf8(&list).expect("text"));
        let files = trust::reference(list.as_bytes()).expect("short");
        site.insert(listing::path(&files), list.into_bytes());
        self.stating(site, &EditionStatement { files, ..statement })
    }

    /// Returns the desk's statement of the newest edition.
    pub(super) fn statement(&self) -> EditionStatement {
        Signed::check(&head_of(&self.newest), &self.own.root).expect("a signed edition").statement
    }

    /// Returns the desk's part of an edition.
    pub(super) fn desk_part(site: &Site) -> String {
        let head = head_of(site);
        desk_part(head.signed.as_deref().expect("a signed head")).expect("a desk's part").to_owned()
    }

    /// Returns the newest root with its signatures.
    pub fn root(&self) -> &Root {
        &self.own.root
    }
}

impl Secrets {
    fn unlock(folder: &TempDir) -> Self {
        let keys = Keys::open(folder.path()).expect("keys");
        let unlock = |role| keys.unlock(role, &passphrase()).expect("keys of the role");
        Self {
            root: keys.root().clone(),
            roots: unlock(Role::Root),
            desk: unlock(Role::Desk),
            pulse: unlock(Role::Pulse),
        }
    }
}

/// Returns the timestamp of the newest edition.
pub(super) fn now() -> Timestamp {
    Timestamp { issued: NOW, expires: NOW + VALID_DAYS * DAY, root: 2 }
}

/// Returns references to all keys.
pub(super) fn all(keys: &[SigningKey]) -> Vec<&SigningKey> {
    keys.iter().collect()
}

/// Returns the head of a site.
pub(super) fn head_of(site: &Site) -> Head {
    serde_json::from_slice(&site[Head::PATH]).expect("a head")
}

/// Puts a head into a site.
pub(super) fn put_head(site: &mut Site, head: &Head) {
    site.insert(Head::PATH.to_owned(), serde_json::to_vec(head).expect("a head is JSON"));
}

fn write(newsroom: &Fixture, slug: &str, title: &str, text: &str) {
    newsroom.write(&format!("articles/{slug}.md"), format!("---\ntitle: {title}\ndate: 2026-11-12\n---\n\n{text}\n"));
}

fn build(newsroom: &Fixture, shell: &Path) -> Site {
    newsroom.build(shell.to_owned()).site.expect("a site")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn passphrase() -> Passphrase {
    Passphrase::typed("the ferry leaves at nine".to_owned()).expect("a passphrase")
}

fn signer(folder: &TempDir) -> Signer {
    Signer::unlock(Keys::open(folder.path()).expect("keys"), &passphrase()).expect("keys of desk and pulse")
}

fn signed(mut site: Site, signer: &Signer, now: u64, valid_days: u64) -> Site {
    signer.sign(&mut site, now, valid_days).expect("a signed site");
    site
}
