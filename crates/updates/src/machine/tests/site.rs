//! Simulates a newsroom's site in memory: its editions, signed or not, forged ones, and files of them.

use std::cell::Cell;
use std::rc::Rc;

use ed25519_dalek::SigningKey;
use model::{BundleReference, Hash, Head, Manifest};
use trust::edition::{EditionStatement, Timestamp};
use trust::key::Holders;
use trust::root::RootStatement;
use trust::{Accepted, NoHead, Root, SourceAnswer, TrustState, sign};

use crate::edition_info::EditionInfo;
use crate::import::FileSource;
use crate::store::BundleSource;
use crate::tests::fixture::{Host, pause, texts};
use edition::content;
use edition::error::ContentError;

/// The time by the device's clock.
pub(super) const NOW: u64 = 1_790_000_000;

const DAY: u64 = 24 * 3600;

/// The number of editions, including the forged ones.
pub(super) const EDITIONS: usize = 9;

/// The number of files.
pub(super) const FILES: u32 = 5;

/// An unpublished edition: number, epoch, months.
type Draft = (u64, u64, Vec<(&'static str, Vec<String>)>);

/// A site with all editions that it may ever have.
pub(super) struct Site {
    pub(super) host: Host,
    pub(super) editions: Vec<Edition>,
    pub(super) is_signed: bool,
}

/// An edition that the site may have.
pub(super) struct Edition {
    pub(super) head: Head,
    pub(super) info: EditionInfo,
    /// `true` if the newsroom published the edition.
    pub(super) is_honest: bool,
    roots: Vec<String>,
    paths: Vec<String>,
}

/// A file that the reader may open.
pub(super) struct TestFile {
    site: Rc<Site>,
    edition: usize,
    paths: Vec<String>,
    is_slow: bool,
}

impl Site {
    pub(super) fn new(is_signed: bool) -> Self {
        let mut host = Host::default();
        let changed = |count: usize, text: &str| {
            let mut texts = texts(count);
            texts[0] = text.to_owned();
            texts
        };
        // The last two are forged if the site is signed.
        let editions: [Draft; EDITIONS] = [
            (1, 1, vec![("2026-10", texts(4))]),
            (2, 1, vec![("2026-10", changed(4, "Corrected."))]),
            (3, 1, vec![("2026-11", texts(3)), ("2026-10", changed(4, "Corrected."))]),
            // Nothing in it is new.
            (4, 1, vec![("2026-11", texts(3)), ("2026-10", changed(4, "Corrected."))]),
            (5, 1, vec![("2026-11", texts(5)), ("2026-10", changed(4, "Corrected again."))]),
            // The newsroom counted from 1 again.
            (1, 2, vec![("2026-12", texts(4)), ("2026-11", texts(5))]),
            (3, 1, vec![("2026-11", changed(3, "Another one."))]),
            (9, 1, vec![("2026-12", texts(2))]),
            (9, 1, vec![("2026-12", texts(3))]),
        ];
        let (keys, others) = (Keys::new(10), Keys::new(90));
        let mut all = Vec::new();
        for (position, (number, epoch, months)) in editions.into_iter().enumerate() {
            host.paths.clear();
            let mut head = host.publish(number, &months);
            let paths = std::mem::take(&mut host.paths);
            let is_forged = position == 7;
            let roots = if is_forged { others.roots(epoch) } else { keys.roots(epoch) };
            let signer = if is_forged { &others } else { &keys };
            // The last one has no signatures.
            if is_signed && position != EDITIONS - 1 {
                head.signed = Some(signer.sign(&head, epoch));
            }
            let manifest: Manifest = content::read(&host.files[&head.manifest.manifest_path()]).unwrap();
            let info = EditionInfo::of(Accepted::stored(head.clone()), &manifest);
            all.push(Edition { head, info, is_honest: !is_signed || position < 7, roots, paths });
        }
        Self { host, editions: all, is_signed }
    }

    pub(super) fn info(&self, manifest: &Hash) -> Option<&EditionInfo> {
        self.editions.iter().map(|edition| &edition.info).find(|info| info.head.head().manifest.hash == *manifest)
    }

    /// Returns the trust state pinned in pages of the site.
    pub(super) fn pinned(&self) -> TrustState {
        if self.is_signed { TrustState::pinned(Keys::new(10).statement(1).site, None) } else { TrustState::unknown() }
    }

    /// Returns the epoch and number of an edition.
    pub(super) fn number(&self, manifest: &Hash) -> (u64, u64) {
        let edition = self.edition(manifest);
        (edition.roots.len() as u64, edition.head.edition)
    }

    /// Returns whether the newsroom published an edition.
    pub(super) fn is_honest(&self, manifest: &Hash) -> bool {
        self.edition(manifest).is_honest
    }

    fn edition(&self, manifest: &Hash) -> &Edition {
        self.editions.iter().find(|edition| edition.head.manifest.hash == *manifest).unwrap()
    }

    /// Returns the answer of a site with this edition.
    pub(super) fn answer(&self, edition: usize) -> SourceAnswer {
        let Edition { head, roots, .. } = &self.editions[edition];
        SourceAnswer { roots: roots.clone(), ..answer(Ok(head.clone())) }
    }

    pub(super) fn paths(&self, edition: usize) -> &[String] {
        &self.editions[edition].paths
    }

    /// Returns a file. The last one has only part of its edition.
    pub(super) fn file(self: &Rc<Self>, file: u32, is_slow: bool) -> TestFile {
        let edition = [1, 2, 4, 7, 2][file as usize];
        let mut paths = self.paths(edition).to_vec();
        if file == FILES - 1 {
            let is_article = |path: &String| self.host.files[path].starts_with(b"{\"slug\"");
            let last = paths.iter().position(is_article).unwrap();
            paths.remove(last);
        }
        TestFile { site: Rc::clone(self), edition, paths, is_slow }
    }
}

/// Returns an answer of the site.
pub(super) fn answer(head: Result<Head, NoHead>) -> SourceAnswer {
    SourceAnswer { source: "https://lantern.example/".to_owned(), is_own: true, head, roots: Vec::new() }
}

impl BundleSource for TestFile {
    fn has_packs(&self) -> bool {
        false
    }

    async fn fetch(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        let bytes = self.raw(path).await?;
        trust::check(reference, &bytes).map_err(|_| ContentError::Damaged)?;
        Ok(bytes)
    }
}

impl FileSource for TestFile {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    async fn raw(&self, path: &str) -> Result<Vec<u8>, ContentError> {
        pause(self.is_slow).await;
        let edition = &self.site.editions[self.edition];
        if path == Head::PATH {
            return Ok(serde_json::to_vec(&edition.head).unwrap());
        }
        let version = |version: usize| Root::path(version as u64);
        if let Some(root) = (1..=edition.roots.len()).find(|number| version(*number) == path) {
            return Ok(edition.roots[root - 1].clone().into_bytes());
        }
        let is_there = self.paths.iter().any(|known| known == path);
        self.site.host.files.get(path).filter(|_| is_there).cloned().ok_or(ContentError::Missing)
    }
}

/// The keys of a newsroom, one for each role.
struct Keys {
    number: u8,
}

impl Keys {
    fn new(number: u8) -> Self {
        Self { number }
    }

    fn key(&self, role: u8) -> SigningKey {
        SigningKey::from_bytes(&[self.number ^ role; 32])
    }

    fn statement(&self, version: u64) -> RootStatement {
        let holder = |key: &SigningKey| Holders { threshold: 1, keys: vec![sign::public(key)] };
        let root = holder(&self.key(1));
        RootStatement {
            site: RootStatement::site_of(&root),
            version,
            epoch: version,
            minimum: 1,
            issued: NOW - 30 * DAY,
            expires: NOW + 700 * DAY,
            root,
            desk: holder(&self.key(2)),
            pulse: holder(&self.key(2 + version as u8)),
        }
    }

    fn roots(&self, last: u64) -> Vec<String> {
        (1..=last).map(|version| sign::root(&self.statement(version), &[&self.key(1)])).collect()
    }

    /// Returns the signed text of an edition.
    fn sign(&self, head: &Head, epoch: u64) -> String {
        let statement = EditionStatement {
            site: self.statement(1).site,
            epoch,
            edition: head.edition,
            previous: None,
            manifest: head.manifest,
            files: trust::reference(b"").unwrap(),
        };
        let issued = NOW - 3 * DAY + head.edition;
        let timestamp = Timestamp { issued, expires: issued + 7 * DAY, root: epoch };
        sign::head(&sign::edition(&statement, &[&self.key(2)]), &timestamp, &[&self.key(2 + epoch as u8)])
    }
}

thread_local! {
    static SITES: [Cell<Option<Rc<Site>>>; 2] = const { [Cell::new(None), Cell::new(None)] };
}

/// Returns the site, built once for each thread.
pub(super) fn site(is_signed: bool) -> Rc<Site> {
    SITES.with(|sites| {
        let cell = &sites[usize::from(is_signed)];
        let site = cell.take().unwrap_or_else(|| Rc::new(Site::new(is_signed)));
        cell.set(Some(Rc::clone(&site)));
        site.host.asked.borrow_mut().clear();
        site.host.stops_after.set(None);
        site.host.fault.set(None);
        site.host.only.borrow_mut().take();
        site.host.is_slow.set(true);
        site
    })
}
