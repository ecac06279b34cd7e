//! Bytes and the hashes and lengths by which they are published.

use std::fmt;

use model::{BundleReference, Hash};
use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes (FIPS 180-4).
pub fn hash(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

/// The reference under which some bytes are published; none when they are longer than 4 GiB.
pub fn reference(bytes: &[u8]) -> Option<BundleReference> {
    Some(BundleReference { hash: hash(bytes), bytes: u32::try_from(bytes.len()).ok()? })
}

/// The bytes are not the ones that the reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// They are shorter or longer.
    Length {
        /// How many bytes there should be.
        expected: u32,
        /// How many there are.
        found: u64,
    },
    /// Their hash is another.
    Hash,
}

impl fmt::Display for Damaged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => write!(formatter, "{found} bytes instead of {expected}"),
            Self::Hash => formatter.write_str("its bytes are not what its name says"),
        }
    }
}

impl std::error::Error for Damaged {}

/// Checks bytes that arrived against the reference that named them.
pub fn check(reference: &BundleReference, bytes: &[u8]) -> Result<(), Damaged> {
    let found = bytes.len() as u64;
    if found != u64::from(reference.bytes) {
        return Err(Damaged::Length { expected: reference.bytes, found });
    }
    if hash(bytes) == reference.hash { Ok(()) } else { Err(Damaged::Hash) }
}

/// Cuts a pack into the bundles in it: a JSON list whose items are as long as `lengths` say.
///
/// None when they are not. What comes out is still to be checked against the reference of each bundle.
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
