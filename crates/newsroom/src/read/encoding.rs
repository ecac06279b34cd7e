//! Decodes the bytes of a file in any encoding to text with plain line breaks.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::characters::{allowed, decoded_again, is_forbidden};
use crate::problem::line_at;

/// The text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text with `\n` as line break, without byte order mark and control characters.
    pub(super) text: String,
    /// A guess about the encoding, to be reported.
    pub(super) guess: Option<EncodingGuess>,
    /// The characters that were left out because no page can hold them.
    pub(super) left_out: Option<LeftOut>,
}

/// Characters that no page can hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// The first of them.
    pub(super) first: char,
    /// Its line.
    pub(super) line: u32,
    /// The number of all.
    pub(super) count: usize,
}

/// A guess about the encoding of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EncodingGuess {
    /// The encoding was guessed from the bytes.
    Guessed(&'static str),
    /// Some bytes are invalid in the encoding. Holds the line of the first.
    Damaged(&'static str, u32),
    /// The text was encoded as UTF-8 twice.
    Twice,
}

/// The reason why bytes are not text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// There is only white space.
    Empty,
    /// Another kind of file: `a picture (PNG)`.
    Binary(&'static str),
}

const MAGIC: [(&[u8], &str); 14] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or a document of a word processor"),
    (b"\xd0\xcf\x11\xe0", "a document of an old word processor"),
    (b"{\\rtf", "a document of a word processor (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"ID3", "a sound recording (MP3)"),
    (b"OggS", "a recording (Ogg)"),
    (b"\x1aE\xdf\xa3", "a video (Matroska or WebM)"),
    (b"\x7fELF", "a program"),
];

/// Decodes a text. `declared` is the configured encoding of the source, `language` a hint for guessing.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>, language: &str) -> Result<Decoded, NoText> {
    if let Some(kind) = kind_of(bytes) {
        return Err(NoText::Binary(kind));
    }
    // A zero in a text is also half a character of UTF-16.
    let is_text = !is_binary(bytes) && std::str::from_utf8(bytes).is_ok();
    let utf_16 = || if is_text { None } else { utf_16(bytes) };
    let (text, mut guess) = match Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(utf_16) {
        Some(encoding) => decode_as(encoding, bytes),
        None if is_binary(bytes) => return Err(NoText::Binary("a binary file")),
        None => decode_bytes(bytes, declared, language),
    };
    let mut text = with_plain_breaks(&text);
    if let Some(again) = decoded_again(&text) {
        text = again;
        guess = guess.or(Some(EncodingGuess::Twice));
    }
    let left_out = left_out(&text);
    let text = match allowed(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(allowed) => allowed,
    };
    if text.trim().is_empty() { Err(NoText::Empty) } else { Ok(Decoded { text, guess, left_out }) }
}

/// Returns whether bytes with zeros are no text. A crash or a faulty disk leaves a few zeros in a text, or many at its end.
fn is_binary(bytes: &[u8]) -> bool {
    let text = &bytes[..bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)];
    if !text.contains(&0) {
        // Only zeros are an empty file.
        return false;
    }
    let controls = text.iter().filter(|byte| matches!(byte, 0..=8 | 0xb | 0xe..=0x19 | 0x1c..=0x1f | 0x7f)).count();
    controls * MIN_BYTES_BETWEEN_CONTROLS > text.len()
}

/// The number of bytes for each control character, below which a file is no text.
const MIN_BYTES_BETWEEN_CONTROLS: usize = 12;

/// Finds the characters that [`allowed`] removes from a text.
fn left_out(text: &str) -> Option<LeftOut> {
    // A program for DOS ends its files with this character.
    let text = text.trim_end_matches(['\u{1a}', '\n', '\0']);
    let (at, first) = text.char_indices().find(|(_, character)| is_forbidden(*character))?;
    let count = text[at..].chars().filter(|character| is_forbidden(*character)).count();
    Some(LeftOut { first, line: line_at(text, at), count })
}

fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("a picture (WebP)");
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a video or picture (MP4, AVIF or HEIC)");
    }
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}

/// Recognises UTF-16 without a byte order mark by the zero byte in white space and punctuation.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.chunks_exact(2);
    let total = pairs.len();
    let (mut low_first, mut high_first, mut zeros) = (0, 0, 0);
    for pair in pairs {
        match pair {
            [0, 0] => zeros += 1,
            [b'\n' | b' '..=b'~', 0] => low_first += 1,
            [0, b'\n' | b' '..=b'~'] => high_first += 1,
            _ => {}
        }
    }
    if zeros > 0 || total < 2 {
        None
    } else if low_first * 20 > total && high_first * 10 < low_first {
        Some(UTF_16LE)
    } else if high_first * 20 > total && low_first * 10 < high_first {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn decode_bytes(bytes: &[u8], declared: Option<&'static Encoding>, language: &str) -> (String, Option<EncodingGuess>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    if let Some(encoding) = declared {
        return decode_as(encoding, bytes);
    }
    let (lossy, guess) = decode_as(UTF_8, bytes);
    let bad = lossy.matches('\u{fffd}').count();
    let good = lossy.chars().filter(|character| !character.is_ascii()).count().saturating_sub(bad);
    if good > bad * 4 {
        return (lossy, guess);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(top_level_domain(language), Utf8Detection::Deny);
    let (text, guess) = decode_as(encoding, bytes);
    (text, guess.or(Some(EncodingGuess::Guessed(encoding.name()))))
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<EncodingGuess>) {
    let (text, encoding, damaged) = encoding.decode(bytes);
    let guess = damaged.then(|| {
        let at = text.find('\u{fffd}').unwrap_or(text.len());
        EncodingGuess::Damaged(encoding.name(), line_at(&text, at))
    });
    (text.into_owned(), guess)
}

/// Returns the top-level domain that hints the detector at the encodings of a language.
fn top_level_domain(language: &str) -> Option<&'static [u8]> {
    Some(match language {
        "ru" => b"ru",
        "uk" => b"ua",
        "be" => b"by",
        "fa" => b"ir",
        "ar" => b"eg",
        "he" => b"il",
        "bg" => b"bg",
        "pl" => b"pl",
        "tr" => b"tr",
        "el" => b"gr",
        _ => return None,
    })
}

/// Returns the text with `\n` for each line break of any system, and without byte order marks.
fn with_plain_breaks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                plain.push('\n');
            }
            // Word processors write these for a line break, a page break and the separators of Unicode.
            '\u{b}' | '\u{c}' | '\u{2028}' => plain.push('\n'),
            '\u{2029}' => plain.push_str("\n\n"),
            '\u{feff}' => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Мост через реку открыли утром\nНа открытие пришли сотни жителей города, хотя шёл дождь.\n";

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, guess: Option<EncodingGuess>) {
        let declared = declared.map(|label| Encoding::for_label(label.as_bytes()).unwrap());
        let decoded = decode(bytes, declared, "ru").unwrap();
        assert_eq!((decoded.text.as_str(), decoded.guess), (text, guess));
    }

    #[test]
    fn encodings_are_recognised() {
        let encode = |label: &str| Encoding::for_label(label.as_bytes()).unwrap().encode(RUSSIAN).0.into_owned();
        check(RUSSIAN.as_bytes(), None, RUSSIAN, None);
        check(&encode("windows-1251"), None, RUSSIAN, Some(EncodingGuess::Guessed("windows-1251")));
        check(&encode("koi8-r"), None, RUSSIAN, Some(EncodingGuess::Guessed("KOI8-U")));
        check(&encode("koi8-r"), Some("koi8-r"), RUSSIAN, None);
        check(RUSSIAN.as_bytes(), Some("windows-1251"), RUSSIAN, None);
        let little: Vec<u8> = RUSSIAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = RUSSIAN.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, None, RUSSIAN, None);
        check(&big, None, RUSSIAN, None);
        check(&[b"\xff\xfe".to_vec(), little].concat(), None, RUSSIAN, None);
        check(&["\u{feff}".as_bytes(), RUSSIAN.as_bytes()].concat(), None, RUSSIAN, None);
    }

    #[test]
    fn a_few_bad_bytes_do_not_change_the_encoding() {
        let bytes = [RUSSIAN.as_bytes(), b"\xff!"].concat();
        check(&bytes, None, &format!("{RUSSIAN}\u{fffd}!"), Some(EncodingGuess::Damaged("UTF-8", 3)));
    }

    #[test]
    fn lines_end_plainly_and_hard_spaces_stay() {
        check("a\r\nb\rc\u{a0}d\u{7}\u{ffff}\u{200c}e".as_bytes(), None, "a\nb\nc\u{a0}d\u{200c}e", None);
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, expected) in [
            (b"\x89PNG\r\n\x1a\n\0\0".as_slice(), NoText::Binary("a picture (PNG)")),
            (b"abc\0\0\0\0def\x01", NoText::Binary("a binary file")),
            (b"\0\0\0\0\0\0\0\0", NoText::Empty),
            (b"", NoText::Empty),
            (b" \r\n\t", NoText::Empty),
            (b"\xef\xbb\xbf", NoText::Empty),
        ] {
            assert_eq!(decode(bytes, None, "en"), Err(expected));
        }
    }

    #[test]
    fn a_few_characters_that_no_page_can_hold_leave_the_text() {
        let left_out = |first, line, count| Some(LeftOut { first, line, count });
        for (bytes, text, expected) in [
            (b"A bridge\nis op\0en to all\n".as_slice(), "A bridge\nis open to all\n", left_out('\0', 2, 1)),
            (b"A bridge is open to all\n\0\0\0\0\0\0\0\0\0", "A bridge is open to all\n", None),
            (b"A bridge is open to all\n\x1a", "A bridge is open to all\n", None),
            (b"A bri\x07dge is op\x1ben to all\n", "A bridge is open to all\n", left_out('\u{7}', 1, 2)),
            (b"A page\x0canother\x0bline", "A page\nanother\nline", None),
        ] {
            let decoded = decode(bytes, None, "en").unwrap();
            assert_eq!((decoded.text.as_str(), decoded.left_out), (text, expected));
        }
    }

    #[test]
    fn letters_of_windows_1252_in_utf_8_are_restored() {
        check("Its \u{93}here\u{94}\u{85}".as_bytes(), None, "Its “here”…", None);
        let twice: String = "It’s “late”".bytes().map(char::from).collect();
        check(twice.as_bytes(), None, "It’s “late”", Some(EncodingGuess::Twice));
    }
}
