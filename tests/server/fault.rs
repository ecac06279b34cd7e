//! Spoils answers.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, ETAG, HeaderName, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};

use super::answer::Answer;
use super::{file, variant};

/// The unpacked size of the bomb in bytes: more than any file of a test has.
const UNPACKED: usize = 64 << 20;

static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; UNPACKED]).expect("memory takes everything");
    packed.finish().expect("memory takes everything")
});

/// A fault of the answers to some requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A status in place of the file.
    Status(u16),
    /// Another page with a successful status, as from the login page of a hotel's network.
    AnotherPage,
    /// The first half of the file, as if it were complete.
    Half,
    /// The first half of the file, then a broken connection.
    Cut,
    /// A redirection to another place, without encryption, as from a network that asks for a login.
    Redirect,
    /// No answer until the fault is gone.
    Held,
    /// A file that never ends.
    Endless,
    /// A small compressed file that unpacks to a very large one.
    Bomb,
    /// The file, a byte now and then.
    Slow,
    /// No file at the addresses of folders, as from a file host without index pages.
    Folders,
    /// Each page at its name without `.html`, and a redirection there from the full name.
    Shortened,
    /// The file without this header.
    Without(&'static str),
    /// The file with this header in place of its own.
    Header(&'static str, &'static str),
}

impl Fault {
    /// Applies the fault to the answer for a path.
    pub(super) fn spoil(self, path: &str, mut response: Response<Answer>) -> Response<Answer> {
        match self {
            Self::Held => {}
            Self::Folders if path.is_empty() || path.ends_with('/') => {
                return file(StatusCode::NOT_FOUND, "a.txt", b"no such file", "no-store");
            }
            Self::Folders => {}
            Self::Shortened => {
                if let Some(short) = path.strip_suffix(".html") {
                    let mut response = file(StatusCode::PERMANENT_REDIRECT, "a.txt", b"", "no-store");
                    // Relative to the requested address.
                    let name = short.rsplit('/').next().unwrap_or(short);
                    response.headers_mut().insert(LOCATION, name.parse().expect("an address"));
                    return response;
                }
            }
            Self::Status(status) => {
                let status = StatusCode::from_u16(status).expect("a status");
                return file(status, "a.html", b"<!doctype html><title>Out of order</title>", "no-store");
            }
            Self::AnotherPage => {
                let page = b"<!doctype html><title>Welcome to our hotel</title>";
                return file(StatusCode::OK, "a.html", page, "no-store");
            }
            Self::Redirect => {
                let mut response = file(StatusCode::FOUND, "a.txt", b"", "no-store");
                response.headers_mut().insert(LOCATION, HeaderValue::from_static("http://login.test/"));
                return response;
            }
            Self::Half => {
                let half = half(response.body());
                response.headers_mut().insert(ETAG, variant::tag(&half).parse().expect("a tag"));
                *response.body_mut() = Answer::whole(&half);
            }
            Self::Cut => {
                let (half, whole) = (half(response.body()), response.body().bytes().len());
                response.headers_mut().remove(ETAG);
                response.headers_mut().insert(CONTENT_LENGTH, whole.into());
                *response.body_mut() = Answer::breaking_off(&half);
            }
            Self::Endless => *response.body_mut() = Answer::endless(),
            Self::Bomb => {
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                *response.body_mut() = Answer::whole(&BOMB);
            }
            Self::Slow => {
                let bytes = response.body().bytes();
                *response.body_mut() = Answer::slow(bytes);
            }
            Self::Without(name) => _ = response.headers_mut().remove(name),
            Self::Header(name, value) => {
                response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
        }
        response
    }
}

fn half(answer: &Answer) -> Bytes {
    let whole = answer.bytes();
    whole.slice(..whole.len() / 2)
}
