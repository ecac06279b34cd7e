//! Keys, their roles, and the signatures they make: Ed25519 (RFC 8032).

use std::fmt;

use ed25519_dalek::{Signature, VerifyingKey};

use crate::TrustError;
use crate::lines::{self, Digits, Lines, line};

/// The most keys that a role may have, and the most signatures that a text may bear for it.
pub const MAX_KEYS: usize = 16;

/// What keys may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Which keys have the roles.
    Root,
    /// What an edition is.
    Desk,
    /// That an edition is the newest.
    Pulse,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Root, Self::Desk, Self::Pulse];

    /// Its name in signed texts and in the names of key files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Desk => "desk",
            Self::Pulse => "pulse",
        }
    }

    /// The bytes that are signed for a text in this role: no signature for one role can pass for one for another.
    pub(crate) fn signed_bytes(self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() + 40);
        bytes.extend_from_slice(b"offprint signature 1\0");
        bytes.extend_from_slice(self.name().as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
        bytes
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A public key: 32 bytes, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// The first eight bytes of the SHA-256 of a public key, written as 16 hexadecimal digits: what a signature calls its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIdentifier(pub [u8; 8]);

impl PublicKey {
    /// What signatures call it.
    pub fn identifier(&self) -> KeyIdentifier {
        let hash = crate::hash(&self.0).0;
        let mut identifier = [0; 8];
        identifier.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        KeyIdentifier(identifier)
    }

    /// Whether this is its signature, strictly: no other bytes would do, and the key is none of the weak ones.
    fn verifies(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Digits(&self.0).fmt(formatter)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({self})")
    }
}

impl fmt::Display for KeyIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Digits(&self.0).fmt(formatter)
    }
}

impl fmt::Debug for KeyIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyIdentifier({self})")
    }
}

/// The keys that have a role, and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holders {
    /// How many of them must sign, at least one and at most all.
    pub threshold: usize,
    /// The keys, each once.
    pub keys: Vec<PublicKey>,
}

impl Holders {
    /// Reads the line of a role: the threshold, then the keys.
    pub(crate) fn read(lines: &mut Lines<'_>, role: Role) -> Option<Self> {
        let mut values = lines::split(lines.next(role.name())?, b' ');
        let threshold = usize::try_from(lines::number(values.next()?)?).ok()?;
        let mut keys = Vec::new();
        for value in values {
            let key = PublicKey(lines::bytes(value)?);
            if keys.len() == MAX_KEYS || keys.contains(&key) {
                return None;
            }
            keys.push(key);
        }
        (1..=keys.len()).contains(&threshold).then_some(Self { threshold, keys })
    }

    /// The values of that line.
    pub(crate) fn values(&self) -> String {
        let mut values = String::new();
        lines::push_number(&mut values, self.threshold as u64);
        for key in &self.keys {
            values.push(' ');
            lines::push_digits(&mut values, &key.0);
        }
        values
    }

    /// The keys of those signatures that are valid; an error when they are fewer than must sign.
    pub(crate) fn check(
        &self,
        role: Role,
        text: &str,
        signatures: &[(KeyIdentifier, [u8; 64])],
    ) -> Result<Vec<PublicKey>, TrustError> {
        let bytes = role.signed_bytes(text);
        // Each key once, however often it has signed.
        let mut signers = Vec::new();
        for key in &self.keys {
            let identifier = key.identifier();
            let mut own = signatures.iter().filter(|(signer, _)| *signer == identifier);
            if own.any(|(_, signature)| key.verifies(&bytes, signature)) {
                signers.push(*key);
            }
        }
        if signers.len() < self.threshold { Err(TrustError::Signatures(role)) } else { Ok(signers) }
    }
}

/// Reads the signatures that follow: lines named as a role, with the identifier of the key and the signature.
pub(crate) fn read_signatures(lines: &mut Lines<'_>, name: &str) -> Option<Vec<(KeyIdentifier, [u8; 64])>> {
    let mut signatures = Vec::new();
    while let Some(values) = lines.next(name) {
        let (identifier, signature) = lines::split_once(values, b' ')?;
        if signatures.len() == MAX_KEYS {
            return None;
        }
        signatures.push((KeyIdentifier(lines::bytes(identifier)?), lines::bytes(signature)?));
    }
    Some(signatures)
}

/// Writes a signature.
pub(crate) fn write_signature(text: &mut String, name: &str, key: &PublicKey, signature: &[u8; 64]) {
    line(text, name, format_args!("{} {}", key.identifier(), Digits(signature)));
}
