//! Getting files from the site over the network, or out of the portable edition that the app runs in.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::Request;
use model::{BundleReference, Head, Language};
use web_sys::{AbortController, RequestCache, RequestCredentials};

use super::dom;
use super::file::File;
use crate::content::{ContentError, Origin, read};
use crate::messages::Messages;
use crate::routes;

/// A site that has not begun to answer after this long will not: somebody holds it back.
const PATIENCE: Duration = Duration::from_secs(45);

/// How long an answer may take that has begun: on the slowest networks a pack of articles takes minutes.
const PATIENCE_WITH_ANSWERS: Duration = Duration::from_secs(240);

/// The site's files, over the network.
pub(super) struct Network {
    root: String,
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
        Self { script: dom::script(&root), root, private, is_kept, file: None }
    }

    /// The files that a file carries.
    pub(super) fn of_file(file: File) -> Self {
        let script = Some(routes::CARRIED_SCRIPT.to_owned());
        Self { script, root: String::new(), private: Rc::default(), is_kept: false, file: Some(file) }
    }

    /// The file that carries all there is.
    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    /// Asks which edition is newest.
    pub(super) async fn head(&self) -> Result<Head, ContentError> {
        // The only file that changes in place: a stored answer may be an old one.
        let bytes = self.get(Head::PATH, RequestCache::NoCache).await?;
        read(&bytes).map_err(|_| what_is_wrong(&bytes))
    }

    /// A file of the app.
    pub(super) async fn own_file(&self, name: &str) -> Result<Vec<u8>, ContentError> {
        self.get(name, RequestCache::Default).await
    }

    /// Makes the words of a language known. Without them its pages would be in English.
    pub(super) async fn words(&self, language: &Language) -> Result<(), ContentError> {
        let language = language.primary();
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
        match self.get(&routes::words(script, language), cache).await {
            // It is there as long as the app is, so there is a newer app.
            Err(ContentError::Missing) => Err(ContentError::Unreadable),
            file => file,
        }
    }

    async fn get(&self, path: &str, cache: RequestCache) -> Result<Vec<u8>, ContentError> {
        if let Some(file) = &self.file {
            return file.get(path).await;
        }
        let cache = if self.private.get() { RequestCache::NoStore } else { cache };
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let request = Request::get(&format!("{}{path}", self.root)).cache(cache);
        let request = request.credentials(RequestCredentials::SameOrigin).abort_signal(signal.as_ref());
        let response = match dom::within(PATIENCE, request.send()).await {
            Some(Ok(response)) => response,
            Some(Err(_)) => return Err(ContentError::Unreachable),
            None => return Err(given_up(controller)),
        };
        match response.status() {
            404 | 410 => return Err(ContentError::Missing),
            _ if !response.ok() => return Err(ContentError::Unreachable),
            _ => {}
        }
        match dom::within(PATIENCE_WITH_ANSWERS, response.binary()).await {
            Some(bytes) => bytes.map_err(|_| ContentError::Damaged),
            None => Err(given_up(controller)),
        }
    }
}

/// Ends a request for which nobody waits any more.
fn given_up(controller: Option<AbortController>) -> ContentError {
    controller.iter().for_each(AbortController::abort);
    ContentError::Unreachable
}

impl Origin for Network {
    fn has_packs(&self) -> bool {
        self.file.is_none()
    }

    async fn fetch(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        let cache = if self.is_kept { RequestCache::NoStore } else { RequestCache::Default };
        let bytes = self.get(path, cache).await?;
        if trust::check(reference, &bytes).is_ok() {
            return Ok(bytes);
        }
        // What the browser stored may be the damaged copy: ask the site itself, once.
        let cache = if self.is_kept { RequestCache::NoStore } else { RequestCache::Reload };
        let bytes = self.get(path, cache).await?;
        trust::check(reference, &bytes).map_err(|_| what_is_wrong(&bytes))?;
        Ok(bytes)
    }
}

/// No file of an edition or of the app begins as web pages do.
fn what_is_wrong(bytes: &[u8]) -> ContentError {
    if bytes.trim_ascii_start().starts_with(b"<") { ContentError::Foreign } else { ContentError::Damaged }
}
