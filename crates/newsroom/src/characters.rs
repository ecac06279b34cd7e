//! Characters that a page or a feed cannot hold: XML forbids some, and browsers show nothing for others.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Returns whether a character stands for nothing that a reader can see: XML 1.0 forbids it, or it is a control character
/// without a meaning in windows-1252.
pub fn is_forbidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}'
            | '\u{81}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}'
    )
}

/// Returns whether a character is in the block of C1 controls. Nobody writes those: they are letters of windows-1252 that
/// a program took for Latin-1.
fn is_c1(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}')
}

/// Returns the letter that a C1 control means in windows-1252, as browsers read `&#146;`.
fn restored(character: char) -> char {
    match u8::try_from(u32::from(character)) {
        Ok(byte) if is_c1(character) => {
            WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(character)
        }
        _ => character,
    }
}

/// Restores letters of windows-1252 and removes characters that nothing can show.
pub fn allowed(text: &str) -> Cow<'_, str> {
    if text.contains(|character| is_forbidden(character) || is_c1(character)) {
        Cow::Owned(text.chars().filter(|&character| !is_forbidden(character)).map(restored).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Decodes text that was encoded as UTF-8 twice, with Latin-1 in between: `â\u{80}\u{99}` was `’`. Returns `None` for any
/// other text.
pub fn decoded_again(text: &str) -> Option<String> {
    // Only C1 controls prove it: every sequence of UTF-8 with punctuation or with other scripts contains some.
    if !text.contains(is_c1) {
        return None;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut run: Vec<u8> = Vec::new();
    let mut found = false;
    for character in text.chars().map(Some).chain([None]) {
        match character.map(|character| u8::try_from(u32::from(character))) {
            Some(Ok(byte @ 0x80..)) => run.push(byte),
            _ => {
                if !run.is_empty() {
                    let has_c1 = run.iter().any(|byte| *byte < 0xa0);
                    match std::str::from_utf8(&run) {
                        Ok(inner) => {
                            found |= has_c1;
                            decoded.push_str(inner);
                        }
                        // One letter that is not encoded twice: the text is something else.
                        Err(_) if has_c1 => return None,
                        Err(_) => decoded.extend(run.iter().map(|byte| char::from(*byte))),
                    }
                    run.clear();
                }
                decoded.extend(character);
            }
        }
    }
    found.then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_control_goes() {
        assert_eq!(allowed("a\u{1}\t\n\r\u{1f}b\u{b}\u{fffe}\u{fffd}\u{200c}\u{7f}"), "a\t\n\rb\u{fffd}\u{200c}");
        assert!(matches!(allowed("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn letters_of_windows_1252_are_restored() {
        assert_eq!(allowed("It\u{92}s \u{93}late\u{94} \u{96} and left\u{85}\u{81}"), "It’s “late” – and left…");
    }

    #[test]
    fn text_that_was_encoded_twice_is_decoded_twice() {
        let twice = |text: &str| text.bytes().map(char::from).collect::<String>();
        for text in ["It’s “late” – café", "Мост через реку", "پل باز شد"] {
            assert_eq!(decoded_again(&twice(text)).as_deref(), Some(text));
        }
        for text in ["It\u{92}s here", "caf\u{e9}\u{92}s", "café", "Мост"] {
            assert_eq!(decoded_again(text), None, "{text}");
        }
    }
}
