//! Reports what came of a file that the reader opened.

use model::Head;

use super::download::DownloadError;

/// A file that the reader opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(pub u32);

/// The result of importing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportReport {
    /// Everything in the file is already stored.
    Same,
    /// The edition was stored: its number, and its date in words.
    Edition(u64, String),
    /// Articles were saved: their number.
    Articles(u32),
    /// The file is older than the stored edition.
    Older {
        /// The date of its edition, in words.
        date: String,
        /// The edition, if the file has all of it: it can be read, and nothing is stored.
        edition: Option<Head>,
    },
    /// The file is of another newspaper: its title.
    OtherPaper(String),
    /// The reader turned storing editions off.
    Off,
    /// The newsroom did not sign the file.
    Forged,
    /// The file is not signed, but the newspaper is.
    Unsigned,
    /// The file has a different edition under a known number.
    Conflict,
    /// The file could not be stored.
    Failed(DownloadError),
}
