//! Reads a site over HTTP.

use std::io::{self, Read};
use std::time::Duration;

use anyhow::{anyhow, ensure};
use flate2::read::MultiGzDecoder;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ureq::http::header::{CONTENT_ENCODING, LOCATION};
use ureq::{Agent, Error};
use url::Url;

use super::{MAX_COPY_GROWTH, PARALLEL_READS, Source, SourceError};

pub use ureq::http::HeaderMap;

/// The characters to encode in the path of an address (RFC 3986, 3.3).
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// The name of the page at the address of a folder.
pub(crate) const INDEX: &str = "index.html";

const NO_HOST: &str = "there is no host of this name, or you are offline";

/// The file that some hosts read but send to nobody.
const HOSTS_OWN: &str = "_headers";

/// The time that a host may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// The time until it begins to answer.
    pub answer: Duration,
    /// The time for a whole file, from the start of the request to the end of the answer.
    pub whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { answer: Duration::from_secs(20), whole: Duration::from_secs(120) }
    }
}

/// A site on the network.
pub struct HttpSource {
    root: Url,
    agent: Agent,
}

/// The answer of a host.
pub struct Answer {
    /// The file, unpacked.
    pub bytes: Vec<u8>,
    /// The headers.
    pub headers: HeaderMap,
    /// The `Content-Encoding`, if the file was compressed.
    pub encoding: Option<String>,
    /// `true` if the host first redirected to the same address without `.html`.
    pub is_shortened: bool,
}

impl HttpSource {
    /// Returns the site whose root is at an address, without connecting to it.
    pub fn at(address: &str, timeouts: Timeouts) -> anyhow::Result<Self> {
        let no_address =
            || format!("`{address}` is not the address of a web site: write it as in https://paper.example/");
        // The reason of the parser would not help the user.
        let mut root = Url::parse(address).map_err(|_| anyhow!(no_address()))?;
        ensure!(matches!(root.scheme(), "http" | "https"), no_address());
        root.set_query(None);
        root.set_fragment(None);
        if !root.path().ends_with('/') {
            let path = format!("{}/", root.path().trim_end_matches(INDEX).trim_end_matches('/'));
            root.set_path(&path);
        }
        let config = Agent::config_builder()
            .timeout_global(Some(timeouts.whole))
            .timeout_recv_response(Some(timeouts.answer))
            .timeout_connect(Some(timeouts.answer))
            // Each parallel reader keeps its own connection.
            .max_idle_connections_per_host(PARALLEL_READS)
            // A redirect is an error: the files would be those of another site.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("offprint/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { root, agent: config.into() })
    }

    /// Returns whether the connection is not encrypted.
    pub fn is_plain(&self) -> bool {
        self.root.scheme() == "http"
    }

    /// Fetches a file by its path from the root. Fails if it has more than `max_bytes` bytes. `accept` is the
    /// `Accept-Encoding`.
    ///
    /// Some hosts redirect each page to its name without `.html`. Only that redirect is followed.
    pub fn fetch(&self, path: &str, max_bytes: u64, accept: Option<&str>) -> Result<Answer, SourceError> {
        let address = self.address(path);
        match (self.request(&address, max_bytes, accept), address.strip_suffix(".html")) {
            (Err(SourceError::Elsewhere(to)), Some(short)) if to == short => {
                Ok(Answer { is_shortened: true, ..self.request(short, max_bytes, accept)? })
            }
            (answer, _) => answer,
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{}", self.root, utf8_percent_encode(path, PATH))
    }

    /// Requests the root without encryption; returns `None` if the address has no such counterpart.
    pub fn without_encryption(&self) -> Option<Result<Answer, SourceError>> {
        let mut plain = self.root.clone();
        let is_usual = plain.scheme() == "https" && plain.port().is_none();
        (is_usual && plain.set_scheme("http").is_ok()).then(|| self.request(plain.as_str(), 1 << 20, None))
    }

    fn request(&self, address: &str, max_bytes: u64, accept: Option<&str>) -> Result<Answer, SourceError> {
        let unreadable = |error: &Error| SourceError::Unreadable(explain(error));
        // Without `accept`, no encoding is requested, and a host that compresses anyway would break simple programs.
        let request = self.agent.get(address).header("accept-encoding", accept.unwrap_or("identity"));
        let mut answer = request.call().map_err(|error| unreadable(&error))?;
        let status = answer.status();
        if status.is_redirection() {
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
            return Err(SourceError::Elsewhere(self.redirect_target(address, to)));
        }
        match status.as_u16() {
            200 => {}
            404 | 410 => return Err(SourceError::Missing),
            403 => return Err(SourceError::Refused),
            _ => return Err(SourceError::Unreadable(format!("the host answered {status}"))),
        }
        let headers = answer.headers().clone();
        let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()).map(str::to_ascii_lowercase);
        let encoding = encoding.filter(|encoding| encoding != "identity");
        // Read no more than was signed, neither packed nor unpacked.
        let sent = answer.body_mut().as_reader();
        let bytes = match encoding.as_deref() {
            None => read(sent, max_bytes).map_err(|error| unreadable(&Error::from(error)))?,
            Some("gzip" | "x-gzip") => {
                read(MultiGzDecoder::new(sent.take(max_bytes + MAX_COPY_GROWTH)), max_bytes).map_err(unpack_error)?
            }
            Some("br") => read(brotli::Decompressor::new(sent.take(max_bytes + MAX_COPY_GROWTH), 4096), max_bytes)
                .map_err(unpack_error)?,
            Some(other) => {
                return Err(SourceError::Packed(format!("it is compressed as {other}, which was not requested")));
            }
        };
        if bytes.len() as u64 > max_bytes {
            Err(SourceError::TooLong)
        } else {
            Ok(Answer { bytes, headers, encoding, is_shortened: false })
        }
    }

    /// Describes the target of a redirect for a message.
    fn redirect_target(&self, from: &str, to: &str) -> String {
        match Url::parse(from).and_then(|from| from.join(to)) {
            Ok(to) if to.scheme() == "http" && !self.is_plain() => format!("{to}, without encryption"),
            Ok(to) => to.to_string(),
            Err(_) => "an invalid address".to_owned(),
        }
    }
}

impl Source for HttpSource {
    fn get(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, SourceError> {
        self.fetch(address_of(path), max_bytes, None).map(|answer| answer.bytes)
    }

    fn hides(&self, path: &str) -> bool {
        path == HOSTS_OWN
    }
}

/// Returns the address of a file as apps request it: the page of a folder is at the folder.
pub(crate) fn address_of(path: &str) -> &str {
    path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path)
}

fn read(from: impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(max_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Tells errors of the network from damaged compressed bytes.
fn unpack_error(error: io::Error) -> SourceError {
    match Error::from(error) {
        Error::Io(error) if matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
            SourceError::Unreadable(explain(&Error::Io(error)))
        }
        Error::Io(_) => SourceError::Packed("it is sent compressed and does not unpack".to_owned()),
        other => SourceError::Unreadable(explain(&other)),
    }
}

/// Explains an error to the user.
fn explain(error: &Error) -> String {
    match error {
        Error::HostNotFound => NO_HOST.to_owned(),
        Error::Timeout(_) => "the host took too long".to_owned(),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => "no host answers at this address".to_owned(),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "the host took too long".to_owned(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => {
                "the host closed the connection early".to_owned()
            }
            // The system's resolver has no separate kind for an unknown host.
            _ if error.to_string().contains("lookup address") => NO_HOST.to_owned(),
            _ => format!("the host cannot be reached ({error})"),
        },
        Error::Tls(_) | Error::Rustls(_) => format!("the host cannot prove its name ({error})"),
        Error::Protocol(_) | Error::LargeResponseHeader(..) => {
            format!("the host does not answer as web servers do ({error})")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_that_readers_ask_for() {
        for (path, address) in [
            ("index.html", ""),
            ("articles/a/index.html", "articles/a/"),
            ("offline.html", "offline.html"),
            ("my-index.html", "my-index.html"),
            ("edition/head.json", "edition/head.json"),
        ] {
            assert_eq!(address_of(path), address);
        }
        let root = |address| HttpSource::at(address, Timeouts::default()).map(|site| site.root.to_string());
        for (typed, expected) in [
            ("https://a.example", "https://a.example/"),
            ("https://a.example/paper", "https://a.example/paper/"),
            ("http://a.example:8080/paper/index.html?x#y", "http://a.example:8080/paper/"),
        ] {
            assert_eq!(root(typed).expect("an address"), expected);
        }
        for typed in ["ftp://a.example/", "a.example", "https://", "file:///srv", "://"] {
            let message = root(typed).expect_err("no address").to_string();
            assert!(message.contains(&format!("`{typed}` is not the address of a web site")), "{message}");
        }
    }

    #[test]
    fn a_way_without_encryption_is_called_that() {
        let site = |address: &str| HttpSource::at(address, Timeouts::default()).expect("an address");
        let target = |from: &str, to: &str| site(from).redirect_target(from, to);
        assert_eq!(target("https://a.example/b", "http://a.example/b/"), "http://a.example/b/, without encryption");
        assert_eq!(target("https://a.example/b", "/c/"), "https://a.example/c/");
        assert_eq!(target("http://a.example/", "https://a.example/"), "https://a.example/");
        assert_eq!(target("http://a.example/", "http://["), "an invalid address");
    }
}
