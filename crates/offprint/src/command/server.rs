//! Serves a site in memory to its author.

use std::convert::Infallible;
use std::io::ErrorKind;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use builder::service_worker;
use edition::routes::OFFLINE;
use model::Head;
use percent_encoding::percent_decode_str;
use site::Site;
use site::hosting::{SAVED_POLICY, is_framed, is_saved, media_type};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::loopback;

const RELOAD: &str = "/offprint-live-reload";
const RELOAD_SCRIPT_PATH: &str = "/offprint-live-reload.js";
const RELOAD_SCRIPT: &str = include_str!("../../../../client/live-reload.js");
const NOT_FOUND: &str = "404.html";

/// The served site, and the open pages that wait for the next one.
#[derive(Clone)]
pub struct Served {
    site: Arc<RwLock<Arc<Site>>>,
    edition: Arc<watch::Sender<String>>,
}

impl Served {
    /// Starts with a site.
    pub fn new(site: Site) -> Self {
        let edition = Arc::new(watch::Sender::new(edition(&site)));
        Self { site: Arc::new(RwLock::new(Arc::new(site))), edition }
    }

    /// Replaces the site, and notifies open pages if its edition changed.
    pub fn replace(&self, site: Site) {
        let edition = edition(&site);
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
        self.edition.send_if_modified(|shown| {
            let is_new = *shown != edition;
            *shown = edition;
            is_new
        });
    }

    fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Returns the head, which changes whenever the content of any page does.
fn edition(site: &Site) -> String {
    site.get(Head::PATH).map(|head| String::from_utf8_lossy(head).into_owned()).unwrap_or_default()
}

/// Opens a port on this computer.
pub async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("another program uses port {port}: name another port, such as --port {}", next(port))
        }
        Err(error) => Err(error).with_context(|| format!("port {port} cannot be used: name another port with --port")),
    }
}

fn next(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(8080)
}

/// Answers requests until you press Ctrl-C.
pub async fn serve(listener: TcpListener, served: Served) -> anyhow::Result<()> {
    tokio::select! {
        ended = axum::serve(listener, router(served)) => Ok(ended?),
        pressed = tokio::signal::ctrl_c() => Ok(pressed?),
    }
}

fn router(served: Served) -> Router {
    Router::new()
        .route(RELOAD, get(reload))
        .route(RELOAD_SCRIPT_PATH, get(async || ([(header::CONTENT_TYPE, "text/javascript")], RELOAD_SCRIPT)))
        .fallback(get(file))
        .layer(from_fn(loopback::guard))
        .with_state(served)
}

async fn reload(State(served): State<Served>) -> impl IntoResponse {
    let editions = WatchStream::new(served.edition.subscribe());
    Sse::new(editions.map(|edition| Ok::<_, Infallible>(Event::default().data(edition))))
        .keep_alive(KeepAlive::default())
}

async fn file(State(served): State<Served>, uri: Uri) -> Response {
    let site = served.site();
    match answer(&site, uri.path()) {
        Answer::File(path) => respond(StatusCode::OK, &site, path),
        Answer::Folder(path) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, path)]).into_response(),
        Answer::Nothing => respond(StatusCode::NOT_FOUND, &site, NOT_FOUND),
    }
}

/// The answer for a path.
#[derive(Debug, PartialEq, Eq)]
enum Answer<'a> {
    /// A file of the site.
    File(&'a str),
    /// The address of a folder, which ends with a slash.
    Folder(String),
    /// No file.
    Nothing,
}

fn answer<'a>(site: &'a Site, path: &str) -> Answer<'a> {
    let file = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let index =
        if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { format!("{file}/index.html") };
    if let Some((path, _)) = site.get_key_value(&*file) {
        Answer::File(path)
    } else if let Some((index, _)) = site.get_key_value(&index) {
        if file.is_empty() || file.ends_with('/') { Answer::File(index) } else { Answer::Folder(format!("{path}/")) }
    } else {
        Answer::Nothing
    }
}

fn respond(status: StatusCode, site: &Site, path: &str) -> Response {
    let Some(bytes) = site.get(path) else {
        return (status, "page not found").into_response();
    };
    // A card allows no script, and its host page loads it again.
    let bytes = if path.ends_with(".html") && path != NOT_FOUND && path != OFFLINE && !is_framed(path) {
        with_reload(bytes)
    } else {
        bytes.clone()
    };
    // Unlike real hosts, no other site may fetch a file: `loopback::guard` allows pages of this computer to.
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, media_type(path)),
        (header::CACHE_CONTROL, "no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let saved = [(header::CONTENT_DISPOSITION, "attachment"), (header::CONTENT_SECURITY_POLICY, SAVED_POLICY)];
    let saved = is_saved(path)
        .then_some(saved)
        .into_iter()
        .flatten()
        .map(|(name, value)| (name, HeaderValue::from_static(value)));
    (status, headers, saved.collect::<HeaderMap>(), Body::from(bytes)).into_response()
}

/// Adds live reload to the offline page.
///
/// Devices check that page against the list in the service worker, so both are changed here and not in each answer.
pub fn with_live_reload(mut site: Site) -> anyhow::Result<Site> {
    if let Some(page) = site.get_mut(OFFLINE) {
        *page = with_reload(page);
        service_worker::list_again(&mut site)?;
    }
    Ok(site)
}

/// Adds the script for live reload to a page, whose policy allows scripts of the site.
fn with_reload(page: &[u8]) -> Vec<u8> {
    let html = String::from_utf8_lossy(page);
    let tag = format!("<script type=\"module\" src=\"{RELOAD_SCRIPT_PATH}\"></script></body>");
    match html.rfind("</body>") {
        Some(end) => format!("{}{tag}{}", &html[..end], &html[end + "</body>".len()..]).into_bytes(),
        None => page.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    #[test]
    fn folders_answer_with_their_page() {
        let files = ["index.html", "articles/پل/index.html", "feed.xml"];
        let site: Site = files.iter().map(|path| ((*path).to_owned(), Vec::new())).collect();
        assert_eq!(answer(&site, "/"), Answer::File("index.html"));
        assert_eq!(answer(&site, "/feed.xml"), Answer::File("feed.xml"));
        assert_eq!(answer(&site, "/articles/%D9%BE%D9%84/"), Answer::File("articles/پل/index.html"));
        assert_eq!(answer(&site, "/articles/%D9%BE%D9%84"), Answer::Folder("/articles/%D9%BE%D9%84/".to_owned()));
        assert_eq!(answer(&site, "/articles/"), Answer::Nothing);
        assert_eq!(answer(&site, "/../etc/passwd"), Answer::Nothing);
    }

    /// The service worker refuses a page that is not the one in its list.
    #[test]
    fn the_offline_page_is_the_one_that_the_service_worker_lists() {
        let mut site = Site::from([(OFFLINE.to_owned(), b"<body></body>".to_vec())]);
        service_worker::add("install(self.SITE);", &mut site).expect("a script");
        let site = with_live_reload(site).expect("a site");
        let page = String::from_utf8_lossy(&site[OFFLINE]).into_owned();
        let script = String::from_utf8_lossy(&site[edition::routes::SERVICE_WORKER]).into_owned();
        assert!(page.contains(RELOAD_SCRIPT_PATH) && script.contains(&trust::hash(page.as_bytes()).to_string()));
    }

    /// A page of another site must not read the paper, which is not published yet.
    #[tokio::test]
    async fn only_pages_of_this_computer_read_the_site() {
        let site = Site::from([("articles/secret/index.html".to_owned(), b"<body>secret</body>".to_vec())]);
        let listener = listen(0).await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        tokio::spawn(async move { axum::serve(listener, router(Served::new(site))).await });
        let ask = async |path: &str, host: &str, origin: &str| {
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            let request =
                format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.expect("sent");
            let (mut answer, mut part) = (String::new(), [0; 4096]);
            // A stream of events never ends.
            while !(answer.contains("text/event-stream") && answer.contains("\r\n\r\n")) {
                match stream.read(&mut part).await.expect("an answer") {
                    0 => break,
                    length => answer.push_str(&String::from_utf8_lossy(&part[..length])),
                }
            }
            answer.to_ascii_lowercase()
        };
        let (own, other) = ("http://localhost:3000", "https://evil.example");
        for path in ["/articles/secret/", "/articles/secret", "/nowhere", RELOAD, RELOAD_SCRIPT_PATH] {
            let local = format!("localhost:{}", address.port());
            let refused = ask(path, "evil.example", other).await;
            assert!(
                refused.starts_with("http/1.1 403 ") && refused.contains("only requests to a name"),
                "{path}: {refused}"
            );
            assert!(!refused.contains("secret") && !refused.contains("access-control"), "{path}: {refused}");
            let unreadable = ask(path, &local, other).await;
            assert!(!unreadable.starts_with("http/1.1 403 ") && !unreadable.contains("access-control"), "{unreadable}");
            let readable = ask(path, &local, own).await;
            assert!(readable.contains(&format!("\r\naccess-control-allow-origin: {own}\r\n")), "{path}: {readable}");
            assert!([unreadable, readable].iter().all(|answer| answer.contains("\r\nvary: origin\r\n")), "{path}");
        }
    }

    #[test]
    fn only_pages_get_the_reload() {
        assert!(with_reload(b"<body>x</body></html>").ends_with(b"live-reload.js\"></script></body></html>"));
        assert_eq!(with_reload(b"nothing"), b"nothing");
    }
}
