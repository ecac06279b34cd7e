//! What came of a file that the reader opened.

use super::download::DownloadError;

/// A file that the reader opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(pub u32);

/// What the reader is told of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportReport {
    /// All that is in it is on the device already.
    Same,
    /// Its edition is stored: its number, and its date in words.
    Edition(u64, String),
    /// So many articles of it are saved.
    Articles(u32),
    /// It is older than what is on the device: its date in words.
    Older(String),
    /// It is of another newspaper: its title.
    OtherPaper(String),
    /// Editions are not kept, by the reader's choice.
    Off,
    /// The newsroom has not signed it.
    Forged,
    /// It is not signed, and the newspaper is.
    Unsigned,
    /// It has another edition under a number that was read before.
    Conflict,
    /// It could not be stored.
    Failed(DownloadError),
}
