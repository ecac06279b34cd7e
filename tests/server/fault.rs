//! What is wrong with an answer.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::header::{CONTENT_ENCODING, CONTENT_LENGTH, ETAG, HeaderName, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};

use super::answer::Answer;
use super::{file, variant};

/// To how many bytes the bomb unpacks: more than any file of a test has.
const UNPACKED: usize = 64 << 20;

static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; UNPACKED]).expect("memory takes everything");
    packed.finish().expect("memory takes everything")
});

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
    /// A way to another place, without encryption, as from a network that wants a login first.
    Redirect,
    /// No answer until the fault is gone.
    Held,
    /// A file that never ends.
    Endless,
    /// A small compressed file that unpacks to a very large one.
    Bomb,
    /// The file, a byte now and then.
    Slow,
    /// Nothing at the addresses of folders, as from a store of files that knows of no pages.
    Folders,
    /// Each page at its name without `.html`, and a way there from that with it.
    Shortened,
    /// The file without this header.
    Without(&'static str),
    /// The file with this header in place of its own.
    Header(&'static str, &'static str),
}

impl Fault {
    /// Puts what is wrong into the answer for a path, or in its place.
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
                    // Relative to the address that was asked for.
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
