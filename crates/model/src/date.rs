//! Dates, as machines read them and as the article's own language writes them.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A day or a moment, with the text that readers see.
///
/// The builder formats the text, so that page and app show the same words and the app needs no calendar data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// RFC 3339: `2026-11-23` or `2026-11-23T14:05:00+02:00`, in the newsroom's time zone.
    pub iso: String,
    /// The date in the article's language and its calendar: `23 November 2026, 14:05`.
    pub text: String,
}

impl Date {
    /// Returns its month, as in `archive/<yyyy-mm>/`: `2026-11`.
    pub fn month(&self) -> &str {
        self.iso.get(..7).unwrap_or(&self.iso)
    }
}
