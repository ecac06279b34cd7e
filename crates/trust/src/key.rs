//! Defines keys, their roles and their signatures: Ed25519 (RFC 8032).

use std::fmt;

use ed25519_dalek::{Signature, VerifyingKey};

use crate::TrustError;
use crate::lines::{self, Digits, Lines, line};

/// The maximum number of keys of a role, and of signatures of a text for it.
pub const MAX_KEYS: usize = 16;

/// A role, which decides what keys may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The signer of the roles.
    Root,
    /// The signer of an edition.
    Desk,
    /// The signer of heads, which say that an edition is the newest.
    Pulse,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Root, Self::Desk, Self::Pulse];

    /// Returns the name of the role in signed texts and in the names of key files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Desk => "desk",
            Self::Pulse => "pulse",
        }
    }

    /// Returns the bytes to sign for a text in this role. A signature for one role is never valid for another.
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

/// The first eight bytes of a public key's SHA-256, written as 16 hexadecimal digits. Signatures name their key by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIdentifier(pub [u8; 8]);

impl PublicKey {
    /// Returns the identifier of the key in signatures.
    pub fn identifier(&self) -> KeyIdentifier {
        let hash = crate::hash(&self.0).0;
        let mut identifier = [0; 8];
        identifier.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        KeyIdentifier(identifier)
    }

    /// Verifies a signature strictly: no other bytes are valid, and weak keys are refused.
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

/// The keys of a role, and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holders {
    /// The number of keys that must sign, at least one and at most all.
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

    /// Returns the values of the role's line.
    pub(crate) fn values(&self) -> String {
        let mut values = String::new();
        lines::push_number(&mut values, self.threshold as u64);
        for key in &self.keys {
            values.push(' ');
            lines::push_digits(&mut values, &key.0);
        }
        values
    }

    /// Returns the keys with valid signatures. Fails if there are fewer than the threshold.
    pub(crate) fn check(
        &self,
        role: Role,
        text: &str,
        signatures: &[(KeyIdentifier, [u8; 64])],
    ) -> Result<Vec<PublicKey>, TrustError> {
        let bytes = role.signed_bytes(text);
        // Counts each key once, however often it has signed.
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

/// Reads the signatures that follow: lines with the role's name, the key's identifier and the signature.
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
