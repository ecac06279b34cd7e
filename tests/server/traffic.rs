//! What goes over the wire: each request, and the bytes that were written to its connection in answer.
//!
//! The bytes are counted on the connection itself, so the header of each answer is in them.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use hyper::Request;
use hyper::body::Incoming;
use hyper::header::REFERER;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::lock;

/// A request and what was answered.
#[derive(Debug)]
pub struct Exchange {
    /// The path below the site's root; the whole path of a request outside of it.
    pub path: String,
    /// Whether the service worker asked, or the browser for it.
    pub by_worker: bool,
    /// When it was asked.
    pub asked: SystemTime,
    bytes: AtomicU64,
}

impl Exchange {
    /// How many bytes were written so far, the header of the answer among them.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// All exchanges since they were last taken.
#[derive(Default)]
pub(super) struct Traffic {
    exchanges: Vec<Arc<Exchange>>,
}

impl Traffic {
    /// Adds a request.
    pub(super) fn add(&mut self, path: &str, request: &Request<Incoming>) -> Arc<Exchange> {
        // The browser says it of the worker's script; what the worker fetches itself names that script.
        let is_script = request.headers().contains_key("service-worker");
        let referrer = request.headers().get(REFERER).and_then(|referrer| referrer.to_str().ok());
        let exchange = Arc::new(Exchange {
            path: path.to_owned(),
            by_worker: is_script || referrer.is_some_and(|referrer| referrer.ends_with("/service-worker.js")),
            asked: SystemTime::now(),
            bytes: AtomicU64::new(0),
        });
        self.exchanges.push(Arc::clone(&exchange));
        exchange
    }

    /// The exchanges since the last call.
    pub(super) fn take(&mut self) -> Vec<Arc<Exchange>> {
        std::mem::take(&mut self.exchanges)
    }

    /// For how long nothing was asked, when this path was; none when it was not.
    pub(super) fn quiet_after(&self, path: &str) -> Option<Duration> {
        let was_asked = self.exchanges.iter().any(|exchange| exchange.path == path);
        // A clock that was set back says that it is not quiet yet.
        self.exchanges.last().filter(|_| was_asked).map(|last| last.asked.elapsed().unwrap_or_default())
    }
}

/// The exchange that a connection is busy with: one at a time in HTTP/1.1.
pub(super) type Current = Arc<Mutex<Option<Arc<Exchange>>>>;

/// A connection that counts what is written.
pub(super) struct Counted<S> {
    /// The connection itself.
    pub(super) stream: S,
    /// Where it is counted.
    pub(super) current: Current,
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, buffer);
        if let (Poll::Ready(Ok(bytes)), Some(exchange)) = (&written, &*lock(&self.current)) {
            exchange.bytes.fetch_add(*bytes as u64, Ordering::Relaxed);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
