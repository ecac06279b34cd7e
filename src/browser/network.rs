//! Fetches files from the site and its mirrors, or reads them from the portable edition in which the app runs.

mod fetch;
pub(super) mod single_file;
mod sources;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::Request;
use messages::Messages;
use model::{BundleReference, Head, Language, Manifest};
use trust::SourceStatus;
use web_sys::{RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use self::fetch::{early, fetch, wrong_content};
use self::single_file::File;
use super::dom;
use edition::content::read;
use edition::error::ContentError;
use edition::routes;
use updates::{BundleSource, FileSource};

/// The longest wait for the beginning of an answer. A later one will not come: a network blocks it.
const HEAD_TIMEOUT: Duration = Duration::from_secs(45);

/// The longest wait for the beginning of an answer if other sources may have the same file.
const FALLBACK_HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum size of a file of unknown length, in bytes.
const MAX_FILE_BYTES: usize = 32 << 20;

/// The number of mirrors that the app asks beside the site itself.
const MIRRORS: usize = 3;

/// The number of bundles that a tab remembers, and the maximum size of each in bytes. An article that the reader opens and
/// saves, and the lists that lead to it, are fetched once.
const REMEMBERED: (usize, usize) = (8, 64 << 10);

/// The record of an address in this tab: the app asks better ones first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SourceRecord {
    Reliable,
    Unreachable,
    /// A source that sent something other than the requested file.
    Untrusted,
}

/// The site's files, over the network.
pub(super) struct Network {
    root: String,
    /// The sources of files that are named by their hashes: the site itself, then its mirrors.
    sources: RefCell<Vec<(String, SourceRecord)>>,
    /// The number of mirrors asked so far, so that all have their turn.
    turn: Cell<usize>,
    /// The bundles fetched last, the newest last.
    remembered: RefCell<VecDeque<(BundleReference, Vec<u8>)>>,
    /// The path of the app's script, read from the loaded page.
    script: Option<String>,
    /// `true` if this tab must not write to the device.
    private: Rc<Cell<bool>>,
    /// `true` if the app stores fetched files itself. The browser must not store them too, so that erasing removes
    /// them.
    is_kept: bool,
    /// The portable edition that contains all files; then nothing is fetched from the network.
    file: Option<File>,
}

impl Network {
    /// Fetches files below a root.
    pub(super) fn new(root: String, private: Rc<Cell<bool>>, is_kept: bool) -> Self {
        let sources = RefCell::new(vec![(root.clone(), SourceRecord::Reliable)]);
        Self {
            script: dom::script(&root),
            root,
            sources,
            turn: Cell::default(),
            remembered: RefCell::default(),
            private,
            is_kept,
            file: None,
        }
    }

    /// Reads the files in a portable edition.
    pub(super) fn of_file(file: File) -> Self {
        let script = Some(routes::PORTABLE_SCRIPT.to_owned());
        let (root, sources) = (String::new(), RefCell::default());
        let (turn, remembered, private) = (Cell::default(), RefCell::default(), Rc::default());
        Self { script, root, sources, turn, remembered, private, is_kept: false, file: Some(file) }
    }

    /// Returns the portable edition that contains all files.
    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// Replaces the known mirrors by those that an edition names.
    pub(super) fn learn(&self, manifest: &Manifest) {
        let mut sources = self.sources.borrow_mut();
        let before = std::mem::take(&mut *sources);
        let listed = manifest.address.iter().chain(&manifest.mirrors);
        for address in [&self.root].into_iter().chain(listed) {
            if !sources.iter().any(|(known, _)| known == address) {
                let record =
                    before.iter().find(|(known, _)| known == address).map_or(SourceRecord::Reliable, |known| known.1);
                sources.push((address.clone(), record));
            }
        }
    }

    /// Returns the addresses to check for the newest edition: the site itself, and some mirrors, others each time.
    fn addresses(&self) -> Vec<String> {
        let sources = self.sources.borrow();
        let mirrors = sources.iter().skip(1);
        let count = MIRRORS.min(mirrors.len());
        let turn = self.turn.replace(self.turn.get() + count);
        let turn = turn.checked_rem(mirrors.len()).unwrap_or_default();
        let mirrors = mirrors.cycle().skip(turn).take(count);
        sources.iter().take(1).chain(mirrors).map(|(address, _)| address.clone()).collect()
    }

    /// Returns the addresses in the order in which the app asks them for a file.
    fn in_order(&self) -> Vec<String> {
        let sources = self.sources.borrow();
        let mut ordered = Vec::new();
        for record in [SourceRecord::Reliable, SourceRecord::Unreachable, SourceRecord::Untrusted] {
            ordered.extend(sources.iter().filter(|source| source.1 == record).map(|source| source.0.clone()));
        }
        ordered
    }

    /// Records the result of checking an address for the newest edition.
    fn note(&self, address: &str, status: SourceStatus) {
        self.record(
            address,
            match status {
                SourceStatus::Altered(_) => SourceRecord::Untrusted,
                SourceStatus::Silent => SourceRecord::Unreachable,
                _ => SourceRecord::Reliable,
            },
        );
    }

    /// Records the behaviour of an address. An untrusted one stays so, and comes last, as long as the tab lives.
    fn record(&self, address: &str, record: SourceRecord) {
        for (known, before) in self.sources.borrow_mut().iter_mut() {
            if known == address && *before != SourceRecord::Untrusted {
                *before = record;
            }
        }
    }

    fn remembered(&self, reference: &BundleReference) -> Option<Vec<u8>> {
        self.remembered.borrow().iter().find(|(known, _)| known == reference).map(|(_, bytes)| bytes.clone())
    }

    /// Forgets the bundles that this tab has fetched.
    pub(super) fn forget(&self) {
        self.remembered.take();
    }

    fn remember(&self, reference: &BundleReference, bytes: &[u8]) {
        let (count, max_bytes) = REMEMBERED;
        let mut remembered = self.remembered.borrow_mut();
        if bytes.len() > max_bytes || remembered.iter().any(|(known, _)| known == reference) {
            return;
        }
        if remembered.len() == count {
            remembered.pop_front();
        }
        remembered.push_back((*reference, bytes.to_vec()));
    }

    /// Fetches the head of the newest edition from the site itself.
    pub(super) async fn head(&self) -> Result<Head, ContentError> {
        // The only file that changes in place, so the browser's cached copy may be old.
        let bytes = self.own(Head::PATH, RequestCache::NoCache, trust::edition::MAX_BYTES).await?;
        read(&bytes).map_err(|_| wrong_content(&bytes))
    }

    /// Returns a file of the app.
    pub(super) async fn own_file(&self, name: &str) -> Result<Vec<u8>, ContentError> {
        self.own(name, RequestCache::Default, MAX_FILE_BYTES).await
    }

    /// Returns the bytes of the open page as they were sent, if the browser still has them. The host is not asked
    /// again: it may send something else now.
    pub(super) async fn sent(&self, address: &str) -> Result<Vec<u8>, ContentError> {
        self.get("", address, RequestCache::OnlyIfCached, MAX_FILE_BYTES, HEAD_TIMEOUT).await
    }

    /// Loads the messages of a language. Without them its pages would show another language.
    pub(super) async fn load_messages(&self, language: &Language) -> Result<(), ContentError> {
        let language = Messages::spoken(language);
        if !Messages::are_missing(language) {
            return Ok(());
        }
        let mut wrong = ContentError::Damaged;
        // The browser's cached copy may be damaged: request the file from the site itself, once.
        for cache in [RequestCache::Default, RequestCache::Reload] {
            let file = self.messages_file(language, cache).await?;
            wrong = wrong_content(&file);
            if Messages::add(language, file) {
                return Ok(());
            }
        }
        Err(wrong)
    }

    /// Fetches the file with the messages of a language.
    async fn messages_file(&self, language: &str, cache: RequestCache) -> Result<Vec<u8>, ContentError> {
        let script = self.script.as_deref().ok_or(ContentError::Missing)?;
        match self.own(&routes::messages_file(script, language), cache, MAX_FILE_BYTES).await {
            // The site keeps the file as long as this app, so the site must have a newer app.
            Err(ContentError::Missing) => Err(ContentError::Unreadable),
            file => file,
        }
    }

    /// Returns a file of the site itself, or of the portable edition.
    async fn own(&self, path: &str, cache: RequestCache, max_bytes: usize) -> Result<Vec<u8>, ContentError> {
        match &self.file {
            Some(file) => file.get(path).await,
            None => self.get(&self.root, path, cache, max_bytes, HEAD_TIMEOUT).await,
        }
    }

    async fn get(
        &self,
        root: &str,
        path: &str,
        cache: RequestCache,
        max_bytes: usize,
        timeout: Duration,
    ) -> Result<Vec<u8>, ContentError> {
        // If the early request failed, the network may be back by now.
        if root == self.root
            && let Some(Ok(bytes)) = early(path, max_bytes, timeout).await
        {
            return Ok(bytes);
        }
        let is_stored = cache == RequestCache::OnlyIfCached;
        let cache = if self.private.get() && !is_stored { RequestCache::NoStore } else { cache };
        // The newsroom named the mirror, but not the address to which a mirror redirects.
        let redirect = if root == self.root { RequestRedirect::Follow } else { RequestRedirect::Error };
        let request = Request::get(&format!("{root}{path}")).cache(cache).redirect(redirect);
        // A page may ask for cached answers of its own origin only.
        let request = if is_stored { request.mode(RequestMode::SameOrigin) } else { request };
        let request = request.credentials(RequestCredentials::SameOrigin);
        fetch(request, max_bytes, timeout).await.map_err(ContentError::from)
    }

    /// Fetches a file from one address, and checks its hash and length.
    async fn proven(
        &self,
        root: &str,
        path: &str,
        reference: &BundleReference,
        timeout: Duration,
    ) -> Result<Vec<u8>, ContentError> {
        let mut wrong = ContentError::Damaged;
        // The browser's cached copy may be damaged: request the file from the site itself, once.
        let again = if self.is_kept { RequestCache::NoStore } else { RequestCache::Reload };
        for cache in [if self.is_kept { RequestCache::NoStore } else { RequestCache::Default }, again] {
            let max_bytes = reference.bytes as usize;
            let bytes = match self.get(root, path, cache, max_bytes, timeout).await {
                Err(ContentError::Damaged) => continue,
                bytes => bytes?,
            };
            if trust::check(reference, &bytes).is_ok() {
                return Ok(bytes);
            }
            wrong = wrong_content(&bytes);
        }
        Err(wrong)
    }
}

impl BundleSource for Network {
    fn has_packs(&self) -> bool {
        self.file.is_none()
    }

    async fn fetch(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        if let Some(file) = &self.file {
            let bytes = file.get(path).await?;
            return trust::check(reference, &bytes).map(|()| bytes).map_err(|_| ContentError::Damaged);
        }
        if let Some(bytes) = self.remembered(reference) {
            return Ok(bytes);
        }
        let roots = self.in_order();
        let timeout = if roots.len() > 1 { FALLBACK_HEAD_TIMEOUT } else { HEAD_TIMEOUT };
        let mut first = None;
        for root in roots {
            let error = match self.proven(&root, path, reference, timeout).await {
                Ok(bytes) => {
                    self.remember(reference, &bytes);
                    return Ok(bytes);
                }
                Err(error) => error,
            };
            match error {
                ContentError::Unreachable => self.record(&root, SourceRecord::Unreachable),
                ContentError::Damaged | ContentError::Foreign => self.record(&root, SourceRecord::Untrusted),
                // Other sources may lack the file too.
                _ => {}
            }
            first.get_or_insert(error);
        }
        Err(first.unwrap_or(ContentError::Unreachable))
    }
}

impl FileSource for Network {
    fn paths(&self) -> &[String] {
        self.file.as_ref().map(|file| &file.paths[..]).unwrap_or_default()
    }

    async fn raw(&self, path: &str) -> Result<Vec<u8>, ContentError> {
        self.own_file(path).await
    }
}
