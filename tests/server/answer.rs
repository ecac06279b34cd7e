//! Sends the bytes of an answer in various ways.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Interval, interval};

/// The time between the bytes of a slow answer.
const INTERVAL: Duration = Duration::from_millis(50);

/// The bytes of an answer.
pub struct Answer {
    /// The remaining bytes.
    bytes: Option<Bytes>,
    way: Way,
}

/// The way in which the bytes are sent.
enum Way {
    /// All at once.
    Whole,
    /// All at once, and then the connection breaks. The number counts the waits before, so that the bytes are sent.
    BreakingOff(u8),
    /// Repeated without end.
    Endless,
    /// One by one.
    Slow(Interval),
}

impl Answer {
    /// Sends all bytes at once.
    pub(super) fn whole(bytes: &[u8]) -> Self {
        Self { bytes: Some(Bytes::copy_from_slice(bytes)), way: Way::Whole }
    }

    /// Sends these bytes, then breaks the connection.
    pub(super) fn breaking_off(bytes: &[u8]) -> Self {
        Self { bytes: Some(Bytes::copy_from_slice(bytes)), way: Way::BreakingOff(3) }
    }

    /// Sends blanks without end.
    pub(super) fn endless() -> Self {
        Self { bytes: Some(Bytes::from(vec![b' '; 1 << 16])), way: Way::Endless }
    }

    /// Sends the bytes one by one.
    pub(super) fn slow(bytes: Bytes) -> Self {
        Self { bytes: Some(bytes), way: Way::Slow(interval(INTERVAL)) }
    }

    /// Returns the remaining bytes.
    pub(super) fn bytes(&self) -> Bytes {
        self.bytes.clone().unwrap_or_default()
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Self { bytes, way } = &mut *self;
        let next = match (way, bytes.as_mut()) {
            (Way::BreakingOff(0), None) => return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
            (Way::BreakingOff(yields), None) => {
                *yields -= 1;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            (Way::Endless, Some(bytes)) => Some(bytes.clone()),
            (Way::Slow(interval), Some(bytes)) if !bytes.is_empty() => {
                std::task::ready!(interval.poll_tick(context));
                Some(bytes.split_to(1))
            }
            _ => bytes.take().filter(|bytes| !bytes.is_empty()),
        };
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none() && !matches!(self.way, Way::BreakingOff(_))
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.bytes, &self.way) {
            (Some(bytes), Way::Whole) => SizeHint::with_exact(bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}
