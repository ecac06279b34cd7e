//! A web server for a site in memory, which fails in the ways that networks do when it is told to.
//!
//! It sends what hosts send: the compressed copy beside a file, and nothing of what the browser has already.

mod traffic;
mod variant;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    LOCATION, VARY,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::site::Site;
use super::wait::until;
pub use traffic::Exchange;
use traffic::{Counted, Current, Traffic};

/// Nothing that a page does by itself waits for so long between two requests.
const QUIET: Duration = Duration::from_secs(1);

/// What is wrong with the answers to some requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A status in place of the file.
    Status(u16),
    /// Another page with a status that says that all is well, as from the login page of a hotel's network.
    AnotherPage,
    /// The first half of the file, as if that were all of it.
    Half,
    /// The first half of the file, then the connection breaks.
    Cut,
    /// A way to another place, as from a network that wants a login first.
    Redirect,
    /// No answer until the fault is gone.
    Held,
}

/// A running, or stopped, web server.
pub struct Server {
    address: SocketAddr,
    /// The name by which the browser knows it.
    host: &'static str,
    state: Arc<State>,
    running: Mutex<Option<JoinHandle<()>>>,
}

struct State {
    /// The path of the site's root, with a slash at both ends.
    root: &'static str,
    site: Mutex<Arc<Site>>,
    /// By the beginning of a path below the root.
    faults: watch::Sender<BTreeMap<String, Fault>>,
    requests: Mutex<Traffic>,
}

impl Server {
    /// Serves a site below a path of a free port.
    pub async fn start(site: Arc<Site>, host: &'static str, root: &'static str) -> Self {
        let state =
            State { root, site: Mutex::new(site), faults: watch::Sender::default(), requests: Mutex::default() };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let server = Self { address, host, state: Arc::new(state), running: Mutex::default() };
        server.serve(listener);
        server
    }

    /// The address of a path below the site's root.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.state.root)
    }

    /// The scheme, host and port of all its addresses.
    pub fn origin(&self) -> String {
        format!("http://{}:{}", self.host, self.address.port())
    }

    /// From now on, what is wrong with every path below the root that begins like this.
    pub fn fail(&self, path: &str, fault: Fault) {
        self.state.faults.send_modify(|faults| _ = faults.insert(path.to_owned(), fault));
    }

    /// Nothing is wrong any more.
    pub fn mend(&self) {
        self.state.faults.send_modify(BTreeMap::clear);
    }

    /// Puts another site in the place of the first.
    pub fn publish(&self, site: Arc<Site>) {
        *lock(&self.state.site) = site;
    }

    /// The paths that were asked for since the last call.
    pub fn take_requests(&self) -> Vec<String> {
        self.take_exchanges().iter().map(|exchange| exchange.path.clone()).collect()
    }

    /// What was asked and answered since the last call of this or of [`Server::take_requests`].
    pub fn take_exchanges(&self) -> Vec<Arc<Exchange>> {
        lock(&self.state.requests).take()
    }

    /// Waits until a path was asked for since the exchanges were last taken, and then nothing more for a while.
    pub async fn wait_for_quiet_after(&self, path: &str) {
        until(&format!("nothing more to be asked for after {path:?}"), async || {
            match lock(&self.state.requests).quiet_after(path) {
                Some(quiet) if quiet >= QUIET => Ok(()),
                Some(quiet) => Err(format!("silence for {quiet:?}")),
                None => Err("no such request".to_owned()),
            }
        })
        .await;
    }

    /// Closes the port and every connection.
    pub async fn stop(&self) {
        let running = lock(&self.running).take();
        if let Some(running) = running {
            running.abort();
            // Ends with an error since it was aborted; what matters is that it ended.
            let _ = running.await;
        }
    }

    /// Opens the same port again.
    pub async fn restart(&self) {
        let listener = TcpListener::bind(self.address).await.expect("the port that was just closed");
        self.serve(listener);
    }

    fn serve(&self, listener: TcpListener) {
        let state = Arc::clone(&self.state);
        *lock(&self.running) = Some(tokio::spawn(accept(listener, state)));
    }
}

/// The connections live in this task, so that they end with it.
async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let current = Current::default();
            let service = service_fn(|request| answer(Arc::clone(&state), Arc::clone(&current), request));
            let stream = Counted { stream, current: Arc::clone(&current) };
            // A browser breaks connections off when it pleases.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(
    state: Arc<State>,
    current: Current,
    request: Request<Incoming>,
) -> Result<Response<Answer>, Infallible> {
    let full = request.uri().path();
    let path = full.strip_prefix(state.root);
    *lock(&current) = Some(lock(&state.requests).add(path.unwrap_or(full), &request));
    let Some(path) = path else {
        return Ok(file(StatusCode::NOT_FOUND, "txt", b"outside the site", "no-store"));
    };
    let mut faults = state.faults.subscribe();
    loop {
        let fault =
            faults.borrow_and_update().iter().find(|(start, _)| path.starts_with(*start)).map(|(_, fault)| *fault);
        match fault {
            Some(Fault::Held) => _ = faults.changed().await,
            fault => {
                let site = Arc::clone(&lock(&state.site));
                return Ok(answer_with(&site, full, path, request.headers(), fault));
            }
        }
    }
}

fn answer_with(site: &Site, full: &str, path: &str, headers: &HeaderMap, fault: Option<Fault>) -> Response<Answer> {
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if let Some(Fault::Status(status)) = fault {
        let status = StatusCode::from_u16(status).expect("a status");
        return file(status, "html", b"<!doctype html><title>Out of order</title>", "no-store");
    }
    if fault == Some(Fault::Redirect) {
        let mut response = file(StatusCode::FOUND, "txt", b"", "no-store");
        response.headers_mut().insert(LOCATION, "http://login.test/".parse().expect("an address"));
        return response;
    }
    if fault == Some(Fault::AnotherPage) {
        return file(StatusCode::OK, "html", b"<!doctype html><title>Welcome to our hotel</title>", "no-store");
    }
    let Some(sent) = variant::of(site, &name, headers) else {
        if site.contains_key(&format!("{name}/index.html")) {
            let mut response = file(StatusCode::MOVED_PERMANENTLY, "txt", b"", "no-store");
            response.headers_mut().insert(LOCATION, format!("{full}/").parse().expect("an address"));
            return response;
        }
        let page = site.get("404.html").map_or(&b"not found"[..], Vec::as_slice);
        return file(StatusCode::NOT_FOUND, "html", page, "no-store");
    };
    // As hosts are told to: what is named by its hash never changes.
    let named_by_hash = name.starts_with("offprint-")
        || name.starts_with("embed-")
        || (name.starts_with("edition/") && name != "edition/head.json");
    let cache = if named_by_hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    let extension = name.rsplit('.').next().unwrap_or_default();
    let bytes = match fault {
        Some(Fault::Half | Fault::Cut) => &sent.bytes[..sent.bytes.len() / 2],
        _ => sent.bytes,
    };
    let tag = variant::tag(bytes);
    let is_known = fault.is_none() && variant::is_known(&tag, headers);
    let status = if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut response = file(status, extension, if is_known { b"" } else { bytes }, cache);
    let own = response.headers_mut();
    if is_known {
        own.remove(CONTENT_TYPE);
    }
    own.insert(ETAG, tag.parse().expect("a tag"));
    if sent.varies {
        own.insert(VARY, ACCEPT_ENCODING.into());
    }
    if let Some(encoding) = sent.encoding {
        own.insert(CONTENT_ENCODING, encoding.parse().expect("an encoding"));
    }
    if fault == Some(Fault::Cut) {
        own.insert(CONTENT_LENGTH, sent.bytes.len().into());
        (response.body_mut().breaks, response.body_mut().yields) = (true, 3);
    }
    response
}

fn file(status: StatusCode, extension: &str, bytes: &[u8], cache: &'static str) -> Response<Answer> {
    let media_type = match extension {
        "html" => "text/html",
        "js" => "text/javascript",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "xml" => "application/xml",
        _ => "text/plain",
    };
    Response::builder()
        .status(status)
        // As hosts are told to for what others embed; that other pages have it too lets nobody frame them.
        .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(CONTENT_TYPE, media_type)
        .header(CACHE_CONTROL, cache)
        .body(Answer { bytes: Some(Bytes::copy_from_slice(bytes)), breaks: false, yields: 0 })
        .expect("a valid answer")
}

/// The bytes of an answer, which may break off.
struct Answer {
    bytes: Option<Bytes>,
    breaks: bool,
    /// How often to wait between the bytes and the break, so that the bytes are sent.
    yields: u8,
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(match self.bytes.take() {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.yields > 0 => {
                self.yields -= 1;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            None if self.breaks => Some(Err(io::ErrorKind::ConnectionReset.into())),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none() && !self.breaks
    }

    fn size_hint(&self) -> SizeHint {
        match &self.bytes {
            Some(bytes) if !self.breaks => SizeHint::with_exact(bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A test that panicked shares nothing with any other.
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
