//! Decodes the bytes of a file in any encoding to text with plain line breaks.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::characters::is_forbidden;
use crate::problem::line_at;

/// The text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text with `\n` as line break, without byte order mark and control characters.
    pub(super) text: String,
    /// A guess about the encoding, to be reported.
    pub(super) guess: Option<EncodingGuess>,
}

/// A guess about the encoding of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EncodingGuess {
    /// The encoding was guessed from the bytes.
    Guessed(&'static str),
    /// Some bytes are invalid in the encoding. Holds the line of the first.
    Damaged(&'static str, u32),
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
    let (text, guess) = match Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| utf_16(bytes)) {
        Some(encoding) => decode_as(encoding, bytes),
        None if bytes.contains(&0) => return Err(NoText::Binary("a binary file")),
        None => decode_bytes(bytes, declared, language),
    };
    let text = clean(&text);
    if text.trim().is_empty() { Err(NoText::Empty) } else { Ok(Decoded { text, guess }) }
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

fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&character| {
            character != '\u{feff}'
                && !is_forbidden(character)
                && (!character.is_control() || matches!(character, '\n' | '\t'))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Мост через реку открыли утром\nНа открытие пришли сотни жителей города, хотя шёл дождь.\n";

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, guess: Option<EncodingGuess>) {
        let declared = declared.map(|label| Encoding::for_label(label.as_bytes()).unwrap());
        assert_eq!(decode(bytes, declared, "ru"), Ok(Decoded { text: text.to_owned(), guess }));
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
            (b"", NoText::Empty),
            (b" \r\n\t", NoText::Empty),
            (b"\xef\xbb\xbf", NoText::Empty),
        ] {
            assert_eq!(decode(bytes, None, "en"), Err(expected));
        }
    }
}
