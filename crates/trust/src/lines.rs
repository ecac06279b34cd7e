//! The form of signed texts: lines of a name and its values, each in its place.

use std::fmt::Write;

use crate::Refused;

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
    pub(crate) fn of(text: &'a str, most: usize) -> Result<Self, Refused> {
        // Whatever is not ASCII has no place in it, and could be taken for something else.
        if text.len() > most || !text.is_ascii() || !text.ends_with('\n') {
            return Err(Refused::Malformed);
        }
        Ok(Self { text, at: 0 })
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

    /// The values of the next line, if that has this name.
    pub(crate) fn next_if(&mut self, name: &str) -> Option<&'a str> {
        let line = self.rest().split_once('\n')?.0;
        let values = line.strip_prefix(name)?.strip_prefix(' ')?;
        self.at += line.len() + 1;
        Some(values)
    }

    /// The values of the next line, which must have this name.
    pub(crate) fn next(&mut self, name: &str) -> Result<&'a str, Refused> {
        self.next_if(name).ok_or(Refused::Malformed)
    }

    /// The number in the next line, which must have this name.
    pub(crate) fn number(&mut self, name: &str) -> Result<u64, Refused> {
        number(self.next(name)?)
    }

    /// Reads the line with which a text of some kind begins.
    pub(crate) fn heading(&mut self, kind: &str) -> Result<(), Refused> {
        let (specification, found) = self.next("offprint")?.split_once(' ').ok_or(Refused::Malformed)?;
        match number(specification)? {
            SPECIFICATION if found == kind => Ok(()),
            SPECIFICATION | 0 => Err(Refused::Malformed),
            _ => Err(Refused::TooNew),
        }
    }
}

/// Writes the line with which a text of some kind begins.
pub(crate) fn heading(text: &mut String, kind: &str) {
    line(text, "offprint", format_args!("{SPECIFICATION} {kind}"));
}

/// Writes a line.
pub(crate) fn line(text: &mut String, name: &str, values: impl std::fmt::Display) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "{name} {values}");
}

/// A whole number as it is written: digits, the first of them no zero, up to [`LARGEST`].
pub(crate) fn number(digits: &str) -> Result<u64, Refused> {
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    let number = digits.parse().ok().filter(|number| is_plain && *number <= LARGEST);
    number.ok_or(Refused::Malformed)
}

/// Bytes as they are written: two lowercase hexadecimal digits for each.
pub(crate) fn bytes<const LENGTH: usize>(digits: &str) -> Result<[u8; LENGTH], Refused> {
    let mut bytes = [0; LENGTH];
    let digits = digits.as_bytes();
    if digits.len() != 2 * LENGTH {
        return Err(Refused::Malformed);
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair)? << 4 | digit(&pair[1..])?;
    }
    Ok(bytes)
}

fn digit(digits: &[u8]) -> Result<u8, Refused> {
    match digits.first() {
        Some(digit @ b'0'..=b'9') => Ok(digit - b'0'),
        Some(digit @ b'a'..=b'f') => Ok(digit - b'a' + 10),
        _ => Err(Refused::Malformed),
    }
}

/// Bytes that are written in hexadecimal digits.
pub(crate) struct Digits<'a>(pub(crate) &'a [u8]);

impl std::fmt::Display for Digits<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}
