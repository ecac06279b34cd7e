//! Getting files from the site over the network.

use std::time::Duration;

use gloo_net::http::Request;
use leptos::prelude::set_timeout_with_handle;
use model::{BundleReference, Head};
use web_sys::{AbortController, RequestCache, RequestCredentials};

use crate::content::{ContentError, Origin, read};

/// What takes longer than this will not come: somebody holds it back.
const PATIENCE: Duration = Duration::from_secs(45);

/// The site's files, over the network.
pub(super) struct Network {
    root: String,
    /// Whether the browser may keep copies of its own.
    keeps_copies: bool,
}

impl Network {
    /// The files below a root.
    pub(super) fn new(root: String, keeps_copies: bool) -> Self {
        Self { root, keeps_copies }
    }

    /// Asks which edition is newest.
    pub(super) async fn head(&self) -> Result<Head, ContentError> {
        // The only file that changes in place: a stored answer may be an old one.
        let bytes = self.get(Head::PATH, RequestCache::NoCache).await?;
        read(&bytes).map_err(|_| what_is_wrong(&bytes))
    }

    async fn get(&self, path: &str, cache: RequestCache) -> Result<Vec<u8>, ContentError> {
        let address = format!("{}{path}", self.root);
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let abort = move || controller.iter().for_each(AbortController::abort);
        let timer = set_timeout_with_handle(abort, PATIENCE);
        let request = Request::get(&address).cache(cache).credentials(RequestCredentials::SameOrigin);
        let result = answer(request.abort_signal(signal.as_ref()).send().await).await;
        // What was given up is not damaged.
        let given_up = signal.is_some_and(|signal| signal.aborted());
        let result = if given_up { Err(ContentError::Unreachable) } else { result };
        timer.iter().for_each(leptos::prelude::TimeoutHandle::clear);
        result
    }
}

impl Origin for Network {
    async fn fetch(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        let cache = if self.keeps_copies { RequestCache::Default } else { RequestCache::NoStore };
        let bytes = self.get(path, cache).await?;
        if trust::check(reference, &bytes).is_ok() {
            return Ok(bytes);
        }
        // What the browser stored may be the damaged copy: ask the site itself, once.
        let cache = if self.keeps_copies { RequestCache::Reload } else { RequestCache::NoStore };
        let bytes = self.get(path, cache).await?;
        trust::check(reference, &bytes).map_err(|_| what_is_wrong(&bytes))?;
        Ok(bytes)
    }
}

async fn answer(response: Result<gloo_net::http::Response, gloo_net::Error>) -> Result<Vec<u8>, ContentError> {
    let response = response.map_err(|_| ContentError::Unreachable)?;
    match response.status() {
        404 | 410 => Err(ContentError::Missing),
        _ if !response.ok() => Err(ContentError::Unreachable),
        _ => response.binary().await.map_err(|_| ContentError::Damaged),
    }
}

/// No file of an edition begins as web pages do.
fn what_is_wrong(bytes: &[u8]) -> ContentError {
    if bytes.trim_ascii_start().starts_with(b"<") { ContentError::Foreign } else { ContentError::Damaged }
}
