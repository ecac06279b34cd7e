//! Serves a site in memory, and fails on demand in the ways that networks do.
//!
//! The server sends what hosts send: the compressed copy of a file, and nothing that the browser has already.

mod answer;
mod fault;
mod traffic;
mod variant;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    LOCATION, VARY,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use site::Site;
use site::hosting;

use crate::wait::until;
use answer::Answer;
pub use fault::Fault;
pub use traffic::Exchange;
use traffic::{Counted, Current, Traffic};

/// The time without requests after which a page is idle: no page waits so long between two requests by itself.
const IDLE: Duration = Duration::from_secs(1);

/// The runtime of servers for native tests.
static NATIVE_RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime")
});

/// A running, or stopped, web server.
pub struct Server {
    address: SocketAddr,
    /// The host name that the browser uses.
    host: &'static str,
    state: Arc<State>,
    running: Mutex<Option<JoinHandle<()>>>,
}

struct State {
    /// The path of the site's root, with a slash at both ends.
    root: &'static str,
    site: Mutex<Arc<Site>>,
    /// The faults, by the beginning of a path below the root.
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

    /// Serves a site at the root of a free port, for a native test.
    pub fn start_native(site: Arc<Site>) -> Self {
        NATIVE_RUNTIME.block_on(Self::start(site, "127.0.0.1", "/"))
    }

    /// Stops a server that [`Server::start_native`] started.
    pub fn stop_native(&self) {
        NATIVE_RUNTIME.block_on(self.stop());
    }

    /// Returns the address of a path below the site's root.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.state.root)
    }

    /// Returns the scheme, host and port of all its addresses.
    pub fn origin(&self) -> String {
        format!("http://{}:{}", self.host, self.address.port())
    }

    /// Applies a fault from now on to every path below the root that begins like this.
    pub fn fail(&self, path: &str, fault: Fault) {
        self.state.faults.send_modify(|faults| _ = faults.insert(path.to_owned(), fault));
    }

    /// Removes all faults.
    pub fn mend(&self) {
        self.state.faults.send_modify(BTreeMap::clear);
    }

    /// Replaces the site.
    pub fn publish(&self, site: Arc<Site>) {
        *lock(&self.state.site) = site;
    }

    /// Returns the paths of the pictures of the site's articles that devices store: the smallest rendition of each.
    pub fn stored_pictures(&self) -> BTreeSet<String> {
        let site = Arc::clone(&lock(&self.state.site));
        let bundles = site.iter().filter(|(path, _)| path.starts_with("edition/b/") && path.ends_with(".json"));
        let found = bundles.map(|(_, bundle)| edition::content::attachments(bundle).expect("a bundle is JSON"));
        let pictures = found.flat_map(|found| found.pictures);
        pictures.filter_map(|renditions| Some(renditions.last()?.path())).collect()
    }

    /// Returns the paths requested since the last call.
    pub fn take_requests(&self) -> Vec<String> {
        self.take_exchanges().iter().map(|exchange| exchange.path.clone()).collect()
    }

    /// Returns the requests and answers since the last call of this or of [`Server::take_requests`].
    pub fn take_exchanges(&self) -> Vec<Arc<Exchange>> {
        lock(&self.state.requests).take()
    }

    /// Waits until a path was requested since the exchanges were last taken, and then no more requests arrive for a
    /// while.
    pub async fn wait_for_quiet_after(&self, path: &str) {
        until(&format!("no more requests after {path:?}"), async || {
            match lock(&self.state.requests).quiet_after(path) {
                Some(quiet) if quiet >= IDLE => Ok(()),
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
            // The task ends with an error because it was aborted; only its end matters.
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

/// Accepts connections. They live in this task, so that they end with it.
async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let current = Current::default();
            let service = service_fn(|request| answer(Arc::clone(&state), Arc::clone(&current), request));
            let stream = Counted { stream, current: Arc::clone(&current) };
            // Browsers may close connections at any time.
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
        return Ok(file(StatusCode::NOT_FOUND, "a.txt", b"outside the site", "no-store"));
    };
    let mut faults = state.faults.subscribe();
    loop {
        let fault =
            faults.borrow_and_update().iter().find(|(start, _)| path.starts_with(*start)).map(|(_, fault)| *fault);
        match fault {
            Some(Fault::Held) => _ = faults.changed().await,
            fault => {
                let site = Arc::clone(&lock(&state.site));
                let mut headers = request.headers().clone();
                if fault.is_some() {
                    // A spoiled answer is sent in full, even to a browser that has the file.
                    headers.remove(IF_NONE_MATCH);
                }
                let page = format!("{path}.html");
                let is_short = fault == Some(Fault::Shortened) && site.contains_key(&page);
                let response = honest(&site, full, if is_short { &page } else { path }, &headers);
                return Ok(match fault {
                    Some(fault) => fault.spoil(path, response),
                    None => response,
                });
            }
        }
    }
}

/// Returns the answer of a host before any fault.
fn honest(site: &Site, full: &str, path: &str, headers: &HeaderMap) -> Response<Answer> {
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let Some(sent) = variant::choose(site, &name, headers) else {
        if site.contains_key(&format!("{name}/index.html")) {
            let mut response = file(StatusCode::MOVED_PERMANENTLY, "a.txt", b"", "no-store");
            response.headers_mut().insert(LOCATION, format!("{full}/").parse().expect("an address"));
            return response;
        }
        let page = site.get("404.html").map_or(&b"not found"[..], Vec::as_slice);
        return file(StatusCode::NOT_FOUND, "404.html", page, "no-store");
    };
    let cache = if hosting::is_fixed(&name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = variant::tag(sent.bytes);
    let is_known = variant::is_known(&tag, headers);
    let status = if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut response = file(status, &name, if is_known { b"" } else { sent.bytes }, cache);
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
    response
}

fn file(status: StatusCode, name: &str, bytes: &[u8], cache: &'static str) -> Response<Answer> {
    Response::builder()
        .status(status)
        // As the documentation tells hosts to send for embedded files. Reading by other pages is no permission to frame
        // them.
        .header(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(CONTENT_TYPE, hosting::media_type(name))
        .header(CACHE_CONTROL, cache)
        .body(Answer::whole(bytes))
        .expect("a valid answer")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panicked test shares nothing with others.
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
