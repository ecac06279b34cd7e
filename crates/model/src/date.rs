//! Dates, as machines read them and as the article's own language writes them.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A day, or a moment of a day, with the text that a reader sees.
///
/// The builder formats the text, so that the page and the app show the same words and the app carries no calendars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// RFC 3339: `2026-11-23` or `2026-11-23T14:05:00+02:00`, in the newsroom's time zone.
    pub iso: String,
    /// The date in the article's language and its calendar: `23 November 2026, 14:05`.
    pub text: String,
}

impl Date {
    /// The month it lies in, as in `archive/<yyyy-mm>/`: `2026-11`.
    pub fn month(&self) -> &str {
        self.iso.get(..7).unwrap_or(&self.iso)
    }
}
