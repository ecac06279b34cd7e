//! Getting files from the site and its mirrors over the network, or out of the portable edition that the app runs in.

pub(super) mod single_file;
mod sources;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::Request;
use js_sys::Uint8Array;
use messages::Messages;
use model::{BundleReference, Head, Language, Manifest};
use trust::SourceStatus;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, RequestCache, RequestCredentials, RequestMode, RequestRedirect, Response};

use self::single_file::File;
use super::dom;
use edition::content::read;
use edition::error::ContentError;
use edition::routes;
use updates::{BundleSource, FileSource};

/// A site that has not begun to answer after this long will not: somebody holds it back.
const HEAD_TIMEOUT: Duration = Duration::from_secs(45);

/// How long it has where others may have the same.
const FALLBACK_HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an answer may take that has begun: on the slowest networks a pack of articles takes minutes.
const BODY_TIMEOUT: Duration = Duration::from_secs(240);

/// The longest file, in bytes, of which nothing says how long it is.
const MAX_FILE_BYTES: usize = 32 << 20;

/// How many mirrors are asked beside the site itself.
const MIRRORS: usize = 3;

#[wasm_bindgen]
extern "C" {
    /// All bytes of an answer; fails when there are more than so many.
    #[wasm_bindgen(js_namespace = offprint, js_name = "read", catch)]
    async fn read_answer(answer: &Response, most: f64) -> Result<JsValue, JsValue>;
}

/// How an address has behaved in this tab: the better ones are asked first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SourceRecord {
    Reliable,
    Unreachable,
    /// It sent something else than it was asked for.
    Untrusted,
}

/// The site's files, over the network.
pub(super) struct Network {
    root: String,
    /// Where the files can be had that are named by their hashes: the site itself, then its mirrors.
    sources: RefCell<Vec<(String, SourceRecord)>>,
    /// How many mirrors have been asked, one after the other.
    turn: Cell<usize>,
    /// The path of the app's script, which the page that was loaded tells.
    script: Option<String>,
    /// Whether nothing is to be written on this device.
    private: Rc<Cell<bool>>,
    /// Whether the app keeps what it gets, so that the browser need not: then it is gone when it is forgotten.
    is_kept: bool,
    /// The file that carries all there is; then nobody is asked for anything.
    file: Option<File>,
}

impl Network {
    /// The files below a root.
    pub(super) fn new(root: String, private: Rc<Cell<bool>>, is_kept: bool) -> Self {
        let sources = RefCell::new(vec![(root.clone(), SourceRecord::Reliable)]);
        Self { script: dom::script(&root), root, sources, turn: Cell::default(), private, is_kept, file: None }
    }

    /// The files that a file carries.
    pub(super) fn of_file(file: File) -> Self {
        let script = Some(routes::PORTABLE_SCRIPT.to_owned());
        let (root, sources) = (String::new(), RefCell::default());
        let (turn, private) = (Cell::default(), Rc::default());
        Self { script, root, sources, turn, private, is_kept: false, file: Some(file) }
    }

    /// The file that carries all there is.
    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// Learns of the mirrors that an edition names, in place of those that one before it named.
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

    /// The addresses to ask which edition is the newest: the site itself, and some of its mirrors, others each time.
    fn addresses(&self) -> Vec<String> {
        let sources = self.sources.borrow();
        let mirrors = sources.iter().skip(1);
        let count = MIRRORS.min(mirrors.len());
        let turn = self.turn.replace(self.turn.get() + count);
        let turn = turn.checked_rem(mirrors.len()).unwrap_or_default();
        let mirrors = mirrors.cycle().skip(turn).take(count);
        sources.iter().take(1).chain(mirrors).map(|(address, _)| address.clone()).collect()
    }

    /// The addresses in the order in which they are asked for a file.
    fn in_order(&self) -> Vec<String> {
        let sources = self.sources.borrow();
        let mut ordered = Vec::new();
        for record in [SourceRecord::Reliable, SourceRecord::Unreachable, SourceRecord::Untrusted] {
            ordered.extend(sources.iter().filter(|source| source.1 == record).map(|source| source.0.clone()));
        }
        ordered
    }

    /// Notes what an address sent when it was asked for the newest edition.
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

    /// Whoever lied once is asked last as long as the tab lives.
    fn record(&self, address: &str, record: SourceRecord) {
        for (known, before) in self.sources.borrow_mut().iter_mut() {
            if known == address && *before != SourceRecord::Untrusted {
                *before = record;
            }
        }
    }

    /// Asks which edition is newest.
    pub(super) async fn head(&self) -> Result<Head, ContentError> {
        // The only file that changes in place: a stored answer may be an old one.
        let bytes = self.own(Head::PATH, RequestCache::NoCache, trust::edition::MAX_BYTES).await?;
        read(&bytes).map_err(|_| what_is_wrong(&bytes))
    }

    /// A file of the app.
    pub(super) async fn own_file(&self, name: &str) -> Result<Vec<u8>, ContentError> {
        self.own(name, RequestCache::Default, MAX_FILE_BYTES).await
    }

    /// The bytes of the page that is open as they were sent, where the browser still has them: whoever sent something else
    /// is not asked once more.
    pub(super) async fn sent(&self, address: &str) -> Result<Vec<u8>, ContentError> {
        self.get("", address, RequestCache::OnlyIfCached, MAX_FILE_BYTES, HEAD_TIMEOUT).await
    }

    /// Makes the words of a language known. Without them its pages would be in another language.
    pub(super) async fn words(&self, language: &Language) -> Result<(), ContentError> {
        let language = Messages::spoken(language);
        if !Messages::are_missing(language) {
            return Ok(());
        }
        let mut wrong = ContentError::Damaged;
        // What the browser stored may be the damaged copy: ask the site itself, once.
        for cache in [RequestCache::Default, RequestCache::Reload] {
            let file = self.words_file(language, cache).await?;
            wrong = what_is_wrong(&file);
            if Messages::add(language, file) {
                return Ok(());
            }
        }
        Err(wrong)
    }

    /// The file of the words of a language.
    async fn words_file(&self, language: &str, cache: RequestCache) -> Result<Vec<u8>, ContentError> {
        let script = self.script.as_deref().ok_or(ContentError::Missing)?;
        match self.own(&routes::messages_file(script, language), cache, MAX_FILE_BYTES).await {
            // It is there as long as the app is, so there is a newer app.
            Err(ContentError::Missing) => Err(ContentError::Unreadable),
            file => file,
        }
    }

    /// A file of the site itself, or of the file that carries all there is.
    async fn own(&self, path: &str, cache: RequestCache, most: usize) -> Result<Vec<u8>, ContentError> {
        match &self.file {
            Some(file) => file.get(path).await,
            None => self.get(&self.root, path, cache, most, HEAD_TIMEOUT).await,
        }
    }

    async fn get(
        &self,
        root: &str,
        path: &str,
        cache: RequestCache,
        most: usize,
        timeout: Duration,
    ) -> Result<Vec<u8>, ContentError> {
        let is_stored = cache == RequestCache::OnlyIfCached;
        let cache = if self.private.get() && !is_stored { RequestCache::NoStore } else { cache };
        let request = Running(AbortController::new().ok());
        let signal = request.0.as_ref().map(AbortController::signal);
        // Where a mirror sends its readers is not where the newsroom said that they may be sent.
        let redirect = if root == self.root { RequestRedirect::Follow } else { RequestRedirect::Error };
        let asked = Request::get(&format!("{root}{path}")).cache(cache).redirect(redirect);
        // Only of its own origin may a page ask what the browser has.
        let asked = if is_stored { asked.mode(RequestMode::SameOrigin) } else { asked };
        let asked = asked.credentials(RequestCredentials::SameOrigin).abort_signal(signal.as_ref());
        let response = match dom::within(timeout, asked.send()).await {
            Some(Ok(response)) => response,
            Some(Err(_)) | None => return Err(ContentError::Unreachable),
        };
        match response.status() {
            404 | 410 => return Err(ContentError::Missing),
            _ if !response.ok() => return Err(ContentError::Unreachable),
            _ => {}
        }
        let response: Response = response.into();
        match dom::within(BODY_TIMEOUT, read_answer(&response, most as f64)).await {
            Some(Ok(bytes)) => Ok(bytes.unchecked_into::<Uint8Array>().to_vec()),
            Some(Err(_)) => Err(ContentError::Damaged),
            None => Err(ContentError::Unreachable),
        }
    }

    /// A file from one address, which must have these bytes.
    async fn proven(
        &self,
        root: &str,
        path: &str,
        reference: &BundleReference,
        timeout: Duration,
    ) -> Result<Vec<u8>, ContentError> {
        let mut wrong = ContentError::Damaged;
        // What the browser stored may be the damaged copy: ask the site itself, once.
        let again = if self.is_kept { RequestCache::NoStore } else { RequestCache::Reload };
        for cache in [if self.is_kept { RequestCache::NoStore } else { RequestCache::Default }, again] {
            let most = reference.bytes as usize;
            let bytes = match self.get(root, path, cache, most, timeout).await {
                Err(ContentError::Damaged) => continue,
                bytes => bytes?,
            };
            if trust::check(reference, &bytes).is_ok() {
                return Ok(bytes);
            }
            wrong = what_is_wrong(&bytes);
        }
        Err(wrong)
    }
}

/// A request, which ends with whoever waits for it.
struct Running(Option<AbortController>);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has been answered stays as it is.
        self.0.iter().for_each(AbortController::abort);
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
        let roots = self.in_order();
        let timeout = if roots.len() > 1 { FALLBACK_HEAD_TIMEOUT } else { HEAD_TIMEOUT };
        let mut first = None;
        for root in roots {
            let error = match self.proven(&root, path, reference, timeout).await {
                Ok(bytes) => return Ok(bytes),
                Err(error) => error,
            };
            match error {
                ContentError::Unreachable => self.record(&root, SourceRecord::Unreachable),
                ContentError::Damaged | ContentError::Foreign => self.record(&root, SourceRecord::Untrusted),
                // The others may lack it as well.
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

/// No file of an edition or of the app begins as web pages do.
fn what_is_wrong(bytes: &[u8]) -> ContentError {
    if is_web_page(bytes) { ContentError::Foreign } else { ContentError::Damaged }
}

/// Whether bytes begin as those of a web page.
fn is_web_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}
