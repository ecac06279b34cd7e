//! Records what goes over the wire: each request, and the bytes of its answer.
//!
//! The bytes are counted on the connection itself, so they include the header of each answer.

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

/// A request and its answer.
#[derive(Debug)]
pub struct Exchange {
    /// The path below the site's root, or the whole path of a request outside of it.
    pub path: String,
    /// `true` if the service worker made the request, or the browser for it.
    pub by_worker: bool,
    /// The time of the request.
    pub asked: SystemTime,
    bytes: AtomicU64,
}

impl Exchange {
    /// Returns the number of bytes written so far, including the header of the answer.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// The exchanges since they were last taken.
#[derive(Default)]
pub(super) struct Traffic {
    exchanges: Vec<Arc<Exchange>>,
}

impl Traffic {
    /// Adds a request.
    pub(super) fn add(&mut self, path: &str, request: &Request<Incoming>) -> Arc<Exchange> {
        // The browser marks the request for the worker's script; the worker's own requests name that script.
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

    /// Returns the exchanges since the last call.
    pub(super) fn take(&mut self) -> Vec<Arc<Exchange>> {
        std::mem::take(&mut self.exchanges)
    }

    /// Returns how long no request has arrived, if this path was requested.
    pub(super) fn quiet_after(&self, path: &str) -> Option<Duration> {
        let was_asked = self.exchanges.iter().any(|exchange| exchange.path == path);
        // On a clock that was set back, the server is not quiet yet.
        self.exchanges.last().filter(|_| was_asked).map(|last| last.asked.elapsed().unwrap_or_default())
    }
}

/// The exchange of a connection: one at a time in HTTP/1.1.
pub(super) type Current = Arc<Mutex<Option<Arc<Exchange>>>>;

/// A connection that counts the bytes written.
pub(super) struct Counted<S> {
    /// The connection itself.
    pub(super) stream: S,
    /// The exchange that counts them.
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
