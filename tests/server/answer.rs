//! The bytes of an answer, and how they come.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Interval, interval};

/// How often a byte comes of what is slow.
const BETWEEN: Duration = Duration::from_millis(50);

/// The bytes of an answer.
pub struct Answer {
    /// What is still to come.
    bytes: Option<Bytes>,
    way: Way,
}

/// How they come.
enum Way {
    /// All at once.
    Whole,
    /// All at once, and then the connection breaks. The number is how often to wait before, so that the bytes are sent.
    BreakingOff(u8),
    /// Again and again.
    Endless,
    /// One by one.
    Slow(Interval),
}

impl Answer {
    /// All of them, at once.
    pub(super) fn whole(bytes: &[u8]) -> Self {
        Self { bytes: Some(Bytes::copy_from_slice(bytes)), way: Way::Whole }
    }

    /// These, and then the connection breaks.
    pub(super) fn breaking_off(bytes: &[u8]) -> Self {
        Self { bytes: Some(Bytes::copy_from_slice(bytes)), way: Way::BreakingOff(3) }
    }

    /// Blanks without end.
    pub(super) fn endless() -> Self {
        Self { bytes: Some(Bytes::from(vec![b' '; 1 << 16])), way: Way::Endless }
    }

    /// One by one.
    pub(super) fn slow(bytes: Bytes) -> Self {
        Self { bytes: Some(bytes), way: Way::Slow(interval(BETWEEN)) }
    }

    /// What is still to come.
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
