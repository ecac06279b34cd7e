//! Signs editions, and checks everything that arrives: the same code natively and in the browser.
//!
//! Three roles sign. The *root* keys, held offline by several people, decide which keys have the other roles. The
//! *desk* signs what an edition is: its number, and the hashes of its manifest and of its list of files. The *pulse*
//! signs, often and unattended, that this edition is still the newest. The design follows The Update Framework
//! (<https://theupdateframework.github.io/specification/>), without its delegations, and with one text for what it
//! calls targets, snapshot and timestamp.
//!
//! Signed text has a fixed form, a line for each value in a fixed order (see [`root`] and [`edition`]). So each
//! statement has exactly one text, nothing can occur twice, and people can read and check it. No input makes this crate
//! panic, and no input is read beyond its maximum length.

pub mod edition;
pub mod files;
pub mod fingerprint;
pub mod floor;
pub mod judge;
pub mod key;
pub mod lines;
pub mod listing;
pub mod root;
pub mod sign;
pub mod state;

pub use edition::{EditionStatement, Signed, Timestamp};
pub use files::{Damaged, check, cut, hash, reference};
pub use fingerprint::fingerprint;
pub use floor::{EditionOrder, Floor, Freshness};
pub use judge::{Accepted, Judgement, NoHead, SourceAnswer, SourceReport, SourceStatus};
pub use key::{KeyIdentifier, PublicKey, Role};
pub use root::Root;
pub use state::TrustState;

use std::fmt;

/// The reason why signed data is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustError {
    /// No signature.
    Unsigned,
    /// Not a signed text: cut short, altered, or something else.
    Malformed,
    /// Signed by a newer version of Offprint.
    TooNew,
    /// Fewer valid signatures than the threshold of this role.
    Signatures(Role),
    /// Signed for another site.
    AnotherSite,
    /// A different edition or manifest than the file around it names.
    Mismatch,
    /// A root is needed that is not known yet.
    UnknownRoot(u64),
    /// Not the successor of the previous root: the version is not the next one, or the epoch is an earlier one.
    RootOrder,
    /// An epoch that the root has ended, or an edition below the root's minimum.
    Superseded,
}

impl fmt::Display for TrustError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unsigned => "it is not signed",
            Self::Malformed => "it does not have the form of a signed text: it was cut short or altered",
            Self::TooNew => "a newer version of Offprint signed it: update Offprint",
            Self::Signatures(role) => {
                return write!(formatter, "it has too few valid signatures of the {role}");
            }
            Self::AnotherSite => "it is signed for another site",
            Self::Mismatch => "it names another edition or manifest than was signed",
            Self::UnknownRoot(version) => return write!(formatter, "it needs root {version}, which is unknown"),
            Self::RootOrder => "it does not follow the root before it",
            Self::Superseded => "it is older than the root allows",
        })
    }
}

impl std::error::Error for TrustError {}

#[cfg(test)]
mod tests;
