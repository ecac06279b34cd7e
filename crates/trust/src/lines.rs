//! The form of signed texts: lines of a name and its values, each in its place.
//!
//! What the verifier needs of it goes through a text byte by byte and writes without `format!`: what the standard library
//! has for that is made for any text, and would be a quarter of the verifier.

use std::fmt::{self, Write};
use std::iter;

use model::hash::read_digits;
use model::{BundleReference, Hash};

use crate::TrustError;

/// The version of the forms that this crate reads and writes.
pub const SPECIFICATION: u64 = 1;

/// The largest number in any of them: the largest that every JSON reader holds exactly.
pub const LARGEST: u64 = (1 << 53) - 1;

/// Lines that are read one after the other.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// How many bytes have been read.
    at: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text no longer than `most` bytes.
    pub(crate) fn of(text: &'a str, most: usize) -> Option<Self> {
        // Whatever is not ASCII has no place in it, and could be taken for something else.
        let is_plain = text.len() <= most && text.bytes().all(|letter| letter.is_ascii()) && text.ends_with('\n');
        is_plain.then_some(Self { text, at: 0 })
    }

    /// What has been read.
    pub(crate) fn read(&self) -> &'a str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// What has not been read yet.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether everything has been read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// The values of the next line, if that has this name; else it is still the next.
    pub(crate) fn next(&mut self, name: &str) -> Option<&'a str> {
        let line = split_once(self.rest(), b'\n')?.0;
        let values = line.strip_prefix(name)?.strip_prefix(' ')?;
        self.at += line.len() + 1;
        Some(values)
    }

    /// The number in the next line, if that has this name.
    pub(crate) fn number(&mut self, name: &str) -> Option<u64> {
        number(self.next(name)?)
    }

    /// Reads the line with which a text of some kind begins.
    pub(crate) fn heading(&mut self, kind: &str) -> Result<(), TrustError> {
        let values = self.next("offprint").and_then(|values| split_once(values, b' '));
        match values.and_then(|(specification, found)| Some((number(specification)?, found))) {
            Some((SPECIFICATION, found)) if found == kind => Ok(()),
            Some((SPECIFICATION | 0, _)) | None => Err(TrustError::Malformed),
            Some(_) => Err(TrustError::TooNew),
        }
    }
}

/// Writes the line with which a text of some kind begins.
pub(crate) fn heading(text: &mut String, kind: &str) {
    line(text, "offprint", format_args!("{SPECIFICATION} {kind}"));
}

/// Writes a line.
pub(crate) fn line(text: &mut String, name: &str, values: impl fmt::Display) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "{name} {values}");
}

/// A whole number as it is written: digits, the first of them no zero, up to [`LARGEST`].
pub fn number(digits: &str) -> Option<u64> {
    // More digits could be too many for the number.
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

/// What is before and after the first such letter, which is one of ASCII.
pub fn split_once(text: &str, letter: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == letter)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What is before, between and after such letters, which are of ASCII.
pub fn split(text: &str, letter: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let whole = rest.take()?;
        let Some((part, after)) = split_once(whole, letter) else { return Some(whole) };
        rest = Some(after);
        Some(part)
    })
}

/// Bytes as they are written: two lowercase hexadecimal digits for each.
pub(crate) fn bytes<const LENGTH: usize>(digits: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    read_digits(digits, &mut bytes).ok()?;
    Some(bytes)
}

/// The reference to a file as it is written: its hash and its length.
pub(crate) fn reference(values: &str) -> Option<BundleReference> {
    let (digits, length) = split_once(values, b' ')?;
    Some(BundleReference { hash: Hash(bytes(digits)?), bytes: u32::try_from(number(length)?).ok()? })
}

/// Bytes that are written in hexadecimal digits.
pub(crate) struct Digits<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Digits<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}
