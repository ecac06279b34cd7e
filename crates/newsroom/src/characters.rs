//! Characters that XML forbids: no feed reader can parse a feed with one of them.

use std::borrow::Cow;

/// Returns whether XML 1.0 forbids a character, even as a reference.
pub fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Removes the characters that XML forbids.
pub fn allowed(text: &str) -> Cow<'_, str> {
    if text.contains(is_forbidden) { Cow::Owned(text.replace(is_forbidden, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_control_goes() {
        assert_eq!(allowed("a\u{1}\t\n\r\u{1f}b\u{b}\u{fffe}\u{fffd}\u{200c}"), "a\t\n\rb\u{fffd}\u{200c}");
        assert!(matches!(allowed("plain"), Cow::Borrowed("plain")));
    }
}
