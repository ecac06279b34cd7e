//! Reads and writes the form of signed texts: lines of a name and its values, each in its place.
//!
//! The verifier's part of it reads byte by byte and writes without `format!`: the general functions of the standard
//! library would be a quarter of the verifier.

use std::fmt::{self, Write};
use std::iter;

use model::hash::read_digits;
use model::{BundleReference, Hash};

use crate::TrustError;

/// The version of the forms that this crate reads and writes.
pub const SPECIFICATION: u64 = 1;

/// The largest number in a signed text: the largest that every JSON reader holds exactly.
pub const LARGEST: u64 = (1 << 53) - 1;

/// A reader of one line after another.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The number of bytes read.
    at: usize,
}

impl<'a> Lines<'a> {
    /// Returns a reader of a text no longer than `max` bytes.
    pub(crate) fn new(text: &'a str, max: usize) -> Option<Self> {
        // Only ASCII is valid: other letters could be mistaken for it.
        let is_plain = text.len() <= max && text.bytes().all(|letter| letter.is_ascii()) && text.ends_with('\n');
        is_plain.then_some(Self { text, at: 0 })
    }

    /// Returns the part already read.
    pub(crate) fn read(&self) -> &'a str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// Returns the part not yet read.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns whether everything is read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// Reads the values of the next line if it has this name, else leaves it.
    pub(crate) fn next(&mut self, name: &str) -> Option<&'a str> {
        let line = split_once(self.rest(), b'\n')?.0;
        let values = line.strip_prefix(name)?.strip_prefix(' ')?;
        self.at += line.len() + 1;
        Some(values)
    }

    /// Reads the number in the next line if it has this name.
    pub(crate) fn number(&mut self, name: &str) -> Option<u64> {
        number(self.next(name)?)
    }

    /// Reads the first line of a text of this kind.
    pub(crate) fn heading(&mut self, kind: &str) -> Result<(), TrustError> {
        let values = self.next("offprint").and_then(|values| split_once(values, b' '));
        match values.and_then(|(specification, found)| Some((number(specification)?, found))) {
            Some((SPECIFICATION, found)) if found == kind => Ok(()),
            Some((SPECIFICATION | 0, _)) | None => Err(TrustError::Malformed),
            Some(_) => Err(TrustError::TooNew),
        }
    }
}

/// Writes the first line of a text of this kind.
pub(crate) fn heading(text: &mut String, kind: &str) {
    line(text, "offprint", format_args!("{SPECIFICATION} {kind}"));
}

/// Writes a line.
pub(crate) fn line(text: &mut String, name: &str, values: impl fmt::Display) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "{name} {values}");
}

/// Parses a whole number: digits without a leading zero, up to [`LARGEST`].
pub fn number(digits: &str) -> Option<u64> {
    // More digits could overflow.
    let is_plain = (1..=16).contains(&digits.len()) && (digits == "0" || !digits.starts_with('0'));
    if !is_plain {
        return None;
    }
    let add = |number, digit: u8| Some(10 * number + u64::from(digit.is_ascii_digit().then_some(digit & 15)?));
    digits.bytes().try_fold(0, add).filter(|number| *number <= LARGEST)
}

/// Writes a number.
pub fn push_number(text: &mut String, number: u64) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Writes bytes as two lowercase hexadecimal digits each.
pub fn push_digits(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
}

/// Splits a text at the first such letter, which must be ASCII.
pub fn split_once(text: &str, letter: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == letter)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Splits a text at all such letters, which must be ASCII.
pub fn split(text: &str, letter: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let whole = rest.take()?;
        let Some((part, after)) = split_once(whole, letter) else { return Some(whole) };
        rest = Some(after);
        Some(part)
    })
}

/// Parses bytes of two lowercase hexadecimal digits each.
pub(crate) fn bytes<const LENGTH: usize>(digits: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    read_digits(digits, &mut bytes).ok()?;
    Some(bytes)
}

/// Parses the reference to a file: its hash and its length.
pub(crate) fn reference(values: &str) -> Option<BundleReference> {
    let (digits, length) = split_once(values, b' ')?;
    Some(BundleReference { hash: Hash(bytes(digits)?), bytes: u32::try_from(number(length)?).ok()? })
}

/// Bytes to write as hexadecimal digits.
pub(crate) struct Digits<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Digits<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}
