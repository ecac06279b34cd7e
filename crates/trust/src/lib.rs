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

#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod edition;
pub mod files;
pub mod floor;
pub mod key;
pub mod lines;
pub mod listing;
pub mod root;
pub mod sign;
pub mod words;

pub use edition::{Signed, Statement};
pub use files::{Damaged, check, cut, hash, reference};
pub use floor::{Age, Floor, Rank};
pub use key::{KeyIdentifier, PublicKey, Role};
pub use root::Root;

use alloc::string::String;
use core::fmt;

/// Why something that claims to be signed is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It bears no signature at all.
    Unsigned,
    /// It is not written as such a text must be: cut short, altered, or something else.
    Malformed,
    /// A newer version of Offprint made it.
    TooNew,
    /// It is signed, and not by enough of the keys that have this role.
    Signatures(Role),
    /// It is of another site.
    AnotherSite,
    /// It speaks of another edition, or another manifest, than the file around it.
    Mismatch,
    /// It needs a root that is not known yet.
    UnknownRoot(u64),
    /// It does not follow the root before it: its version is not the next one, or its epoch is a former one.
    RootOrder,
    /// It is of an epoch that the root has ended, or before the first edition that the root allows.
    Superseded,
}

impl Refused {
    /// Adds the reason in words, as [`fmt::Display`] says it.
    pub fn push_to(&self, text: &mut String) {
        text.push_str(match self {
            Self::Unsigned => "it is not signed",
            Self::Malformed => "it is not written as a signed text is: it was cut short or altered",
            Self::TooNew => "it was signed by a newer version of Offprint than this one",
            Self::Signatures(_) => "it does not bear enough valid signatures of the ",
            Self::AnotherSite => "it is signed for another site",
            Self::Mismatch => "it names another edition or manifest than was signed",
            Self::UnknownRoot(_) => "it needs root ",
            Self::RootOrder => "it does not follow the root before it",
            Self::Superseded => "it is older than the root allows",
        });
        match self {
            Self::Signatures(role) => text.push_str(role.name()),
            Self::UnknownRoot(version) => {
                lines::push_number(text, *version);
                text.push_str(", which is not known");
            }
            _ => {}
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut reason = String::new();
        self.push_to(&mut reason);
        formatter.write_str(&reason)
    }
}

impl core::error::Error for Refused {}

#[cfg(test)]
mod tests;
