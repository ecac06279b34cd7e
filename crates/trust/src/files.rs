//! Names bytes by their hash and length, checks them, and cuts packs.

use std::fmt;

use model::{BundleReference, Hash};
use sha2::{Digest, Sha256};

/// Returns the SHA-256 of some bytes (FIPS 180-4).
pub fn hash(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

/// Returns the reference to some bytes, or `None` if they are longer than 4 GiB.
pub fn reference(bytes: &[u8]) -> Option<BundleReference> {
    Some(BundleReference { hash: hash(bytes), bytes: u32::try_from(bytes.len()).ok()? })
}

/// A mismatch between bytes and the reference that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// The length differs.
    Length {
        /// The length in the reference.
        expected: u32,
        /// The length of the bytes.
        found: u64,
    },
    /// The hash differs.
    Hash,
}

impl fmt::Display for Damaged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => write!(formatter, "{found} bytes instead of {expected}"),
            Self::Hash => formatter.write_str("its bytes do not match its name"),
        }
    }
}

impl std::error::Error for Damaged {}

/// Checks bytes against the reference that named them.
pub fn check(reference: &BundleReference, bytes: &[u8]) -> Result<(), Damaged> {
    let found = bytes.len() as u64;
    if found != u64::from(reference.bytes) {
        return Err(Damaged::Length { expected: reference.bytes, found });
    }
    if hash(bytes) == reference.hash { Ok(()) } else { Err(Damaged::Hash) }
}

/// Cuts a pack, which is a JSON list, into its bundles of these `lengths`.
///
/// Returns `None` if the lengths do not fit. The bundles are still to be checked against their references.
pub fn cut(pack: &[u8], lengths: impl IntoIterator<Item = u32>) -> Option<Vec<&[u8]>> {
    let mut rest = pack.strip_prefix(b"[")?;
    let mut bundles = Vec::new();
    for length in lengths {
        if !bundles.is_empty() {
            rest = rest.strip_prefix(b",")?;
        }
        let (bundle, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        bundles.push(bundle);
        rest = after;
    }
    (rest == b"]").then_some(bundles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_standard_says() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash(b"abc").to_string(), expected);
    }

    #[test]
    fn refuses_shorter_longer_and_other_bytes() {
        let reference = reference(b"abc").expect("short");
        assert_eq!(check(&reference, b"abc"), Ok(()));
        assert_eq!(check(&reference, b"ab"), Err(Damaged::Length { expected: 3, found: 2 }));
        assert_eq!(check(&reference, b"abd"), Err(Damaged::Hash));
    }

    #[test]
    fn cuts_a_pack_where_the_lengths_say() {
        assert_eq!(cut(b"[{},[1],3]", [2, 3, 1]), Some(vec![&b"{}"[..], b"[1]", b"3"]));
        assert_eq!(cut(b"[]", []), Some(Vec::new()));
    }

    #[test]
    fn refuses_lengths_that_do_not_fit() {
        let most = u32::MAX;
        let hostile: [&[u32]; 9] =
            [&[], &[2], &[2, 3], &[2, 3, 2], &[2, 3, 1, 0], &[most, most, most], &[2, most, 1], &[9], &[0, 0, 0]];
        for lengths in hostile {
            assert_eq!(cut(b"[{},[1],3]", lengths.iter().copied()), None, "{lengths:?}");
        }
        for pack in [&b""[..], b"[", b"{},[1],3", b"[{} [1],3]", b"[{},[1],3", b"[{},[1],3]\n"] {
            assert_eq!(cut(pack, [2, 3, 1]), None, "{pack:?}");
        }
    }
}
