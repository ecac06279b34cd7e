//! Fetches the bytes of one answer, within limits of time and size.

use std::time::Duration;

use futures_util::future::{FutureExt, LocalBoxFuture};
use gloo_net::http::RequestBuilder;
use js_sys::{Promise, RangeError, Uint8Array};
use trust::NoHead;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Response};

use crate::browser::dom;
use edition::error::ContentError;

/// The longest wait for the rest of an answer: on the slowest networks a pack of articles takes minutes.
const BODY_TIMEOUT: Duration = Duration::from_secs(240);

#[wasm_bindgen]
extern "C" {
    /// Reads all bytes of an answer; fails with a `RangeError` if there are more than `max_bytes`.
    #[wasm_bindgen(js_namespace = offprint, js_name = "read", catch)]
    async fn read_answer(answer: &Response, max_bytes: f64) -> Result<JsValue, JsValue>;

    /// Returns the answer to a request for a path below the root that the page sent early, once.
    #[wasm_bindgen(js_namespace = offprint, js_name = "takeAnswer")]
    fn take_answer(path: &str) -> Option<Promise>;
}

/// The reason why an answer has no bytes.
#[derive(Clone, Copy)]
pub(super) enum FetchError {
    /// No answer, a late one, or an error of the server.
    Unreachable,
    /// The server does not have the file.
    Missing,
    /// The answer is longer than allowed.
    TooLong,
    /// The answer ended too early.
    Interrupted,
}

impl From<FetchError> for ContentError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Unreachable => Self::Unreachable,
            FetchError::Missing => Self::Missing,
            FetchError::TooLong | FetchError::Interrupted => Self::Damaged,
        }
    }
}

impl From<FetchError> for NoHead {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Unreachable | FetchError::Missing | FetchError::Interrupted => Self::Silent,
            FetchError::TooLong => Self::TooLong,
        }
    }
}

/// Sends a request, and returns the bytes of its answer. The answer must begin within `timeout` and have at most
/// `max_bytes`. Dropping the future aborts the request.
pub(super) async fn fetch(request: RequestBuilder, max_bytes: usize, timeout: Duration) -> Result<Vec<u8>, FetchError> {
    let running = Running(AbortController::new().ok());
    let signal = running.0.as_ref().map(AbortController::signal);
    let answer = request.abort_signal(signal.as_ref()).send();
    receive(async { answer.await.ok().map(Response::from) }.boxed_local(), max_bytes, timeout).await
}

/// Returns the bytes of the answer to a request that the page sent before the app started; `None` if it sent none.
pub(super) async fn early(path: &str, max_bytes: usize, timeout: Duration) -> Option<Result<Vec<u8>, FetchError>> {
    let answer = JsFuture::from(take_answer(path)?);
    let answer = async { answer.await.ok().map(JsCast::unchecked_into) };
    Some(receive(answer.boxed_local(), max_bytes, timeout).await)
}

async fn receive(
    answer: LocalBoxFuture<'_, Option<Response>>,
    max_bytes: usize,
    timeout: Duration,
) -> Result<Vec<u8>, FetchError> {
    let response = dom::within(timeout, answer).await.flatten().ok_or(FetchError::Unreachable)?;
    match response.status() {
        404 | 410 => return Err(FetchError::Missing),
        _ if !response.ok() => return Err(FetchError::Unreachable),
        _ => {}
    }
    match dom::within(BODY_TIMEOUT, read_answer(&response, max_bytes as f64)).await {
        Some(Ok(bytes)) => Ok(bytes.unchecked_into::<Uint8Array>().to_vec()),
        Some(Err(error)) if error.is_instance_of::<RangeError>() => Err(FetchError::TooLong),
        Some(Err(_)) => Err(FetchError::Interrupted),
        None => Err(FetchError::Unreachable),
    }
}

/// A request, which is aborted when its caller no longer waits.
struct Running(Option<AbortController>);

impl Drop for Running {
    fn drop(&mut self) {
        // This does not affect a request that has been answered.
        self.0.iter().for_each(AbortController::abort);
    }
}

/// Returns the error for wrong bytes. No file of an edition or of the app begins like a web page.
pub(super) fn wrong_content(bytes: &[u8]) -> ContentError {
    if is_web_page(bytes) { ContentError::Foreign } else { ContentError::Damaged }
}

/// Returns whether bytes begin like a web page.
pub(super) fn is_web_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}
