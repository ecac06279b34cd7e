//! Signed editions, and the checking of all that arrives: the same code natively and in the browser.
//!
//! Three roles sign. The *root* keys, held offline by several people, say which keys have the other roles. The *desk* signs
//! what an edition is: its number, and the hashes of its manifest and of its list of files. The *pulse* signs, often and
//! unattended, that this edition is still the newest. After The Update Framework (<https://theupdateframework.github.io/specification/>),
//! without its delegations, and with one text for what it calls targets, snapshot and timestamp.
//!
//! What is signed is text of a fixed form, a line for each value and in one order only (see [`root`] and [`edition`]): there
//! is a single way to write a thing, nothing can be there twice, and it can be read and checked by hand. Nothing here
//! panics on any input, and no input is read beyond the length it may have.

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

/// Why something that claims to be signed is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustError {
    /// It bears no signature.
    Unsigned,
    /// It does not have the form of a signed text: it was cut short, altered, or is something else.
    Malformed,
    /// A newer version of Offprint made it.
    TooNew,
    /// Fewer valid signatures than the threshold, of the keys that have this role.
    Signatures(Role),
    /// It is of another site.
    AnotherSite,
    /// It names another edition, or another manifest, than the file around it.
    Mismatch,
    /// It needs a root that is not known yet.
    UnknownRoot(u64),
    /// It does not follow the root before it: its version is not the next one, or its epoch is a former one.
    RootOrder,
    /// It is of an epoch that the root has ended, or before the first edition that the root allows.
    Superseded,
}

impl fmt::Display for TrustError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unsigned => "it is not signed",
            Self::Malformed => "it is not written as a signed text is: it was cut short or altered",
            Self::TooNew => "it was signed by a newer version of Offprint than this one",
            Self::Signatures(role) => {
                return write!(formatter, "it does not bear enough valid signatures of the {role}");
            }
            Self::AnotherSite => "it is signed for another site",
            Self::Mismatch => "it names another edition or manifest than was signed",
            Self::UnknownRoot(version) => return write!(formatter, "it needs root {version}, which is not known"),
            Self::RootOrder => "it does not follow the root before it",
            Self::Superseded => "it is older than the root allows",
        })
    }
}

impl std::error::Error for TrustError {}

#[cfg(test)]
mod tests;
