//! Why the content of a page could not be had.

use thiserror::Error;

/// Why the content of a page could not be had. Each kind has its own words and its own way out on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContentError {
    /// Nothing answered.
    #[error("the site did not answer")]
    Unreachable,
    /// The site answered that it does not have the file.
    #[error("the site does not have this file")]
    Missing,
    /// What arrived is not what its name says: cut short, altered, or another page altogether.
    #[error("what arrived is not what its name says")]
    Damaged,
    /// A web page arrived in place of the file, as from a network that wants a login first.
    #[error("another page came in its place")]
    Foreign,
    /// What arrived is not what the newsroom signed.
    #[error("what arrived is not signed by the newsroom")]
    Unproven,
    /// What arrived is what its name says, but this app cannot read it.
    #[error("this app cannot read what arrived")]
    Unreadable,
}
