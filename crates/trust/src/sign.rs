//! Makes the texts that [`crate::edition`] and [`crate::root`] check.

use ed25519_dalek::{Signer, SigningKey};

use crate::edition::{EditionStatement, Timestamp};
use crate::key::{PublicKey, Role, write_signature};
use crate::root::{RootStatement, SIGNED};

/// Returns the public key of a private one.
pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey(key.verifying_key().to_bytes())
}

fn add(text: &mut String, name: &str, role: Role, signed: &str, keys: &[&SigningKey]) {
    let bytes = role.signed_bytes(signed);
    for key in keys {
        write_signature(text, name, &public(key), &key.sign(&bytes).to_bytes());
    }
}

/// Returns a root with the signatures of these keys.
pub fn root(statement: &RootStatement, keys: &[&SigningKey]) -> String {
    let signed = statement.text();
    let mut text = signed.clone();
    add(&mut text, SIGNED, Role::Root, &signed, keys);
    text
}

/// Returns the desk's part of a signed edition.
pub fn edition(statement: &EditionStatement, desk: &[&SigningKey]) -> String {
    let signed = statement.text();
    let mut text = signed.clone();
    add(&mut text, Role::Desk.name(), Role::Desk, &signed, desk);
    text
}

/// Returns a signed edition: the desk's part and the pulse's statement.
pub fn head(edition: &str, timestamp: &Timestamp, pulse: &[&SigningKey]) -> String {
    let signed = format!("{edition}{}", timestamp.text());
    let mut text = signed.clone();
    add(&mut text, Role::Pulse.name(), Role::Pulse, &signed, pulse);
    text
}
