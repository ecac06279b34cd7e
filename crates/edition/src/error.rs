//! Errors of loading the content of a page.

use thiserror::Error;

/// An error of loading the content of a page. Readers see a different message and remedy for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContentError {
    /// No source answered.
    #[error("the site did not answer")]
    Unreachable,
    /// The site does not have the file.
    #[error("the site does not have this file")]
    Missing,
    /// The file does not match its hash: it is cut short, altered, or another file.
    #[error("the file does not match its hash")]
    Damaged,
    /// A web page arrived in place of the file, as from a network that requires a login.
    #[error("a web page arrived in place of the file")]
    Foreign,
    /// The newsroom did not sign the file.
    #[error("the file is not signed by the newsroom")]
    Unproven,
    /// The file matches its hash, but this app cannot parse it.
    #[error("this app cannot read the file")]
    Unreadable,
}
