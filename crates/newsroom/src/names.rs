//! Names as people mean them: one notion of equality for every reference in a source, to articles, pictures and files.
//!
//! Two names are the same if people read them as the same, however a program wrote them: composed or decomposed,
//! percent-encoded or not, in capitals, with hyphens, underscores or plus signs for spaces, with backslashes. An exact match
//! is always preferred to such a loose one.

mod files;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;

use crate::endings::Ending;
use crate::segment;
pub use files::{FileNames, NamedFile};

/// Returns the same letters in one form, for comparing: composed, without case, without invisible characters.
pub fn letters(text: &str) -> String {
    let normalizer = ComposingNormalizer::new_nfkc();
    let folded = CaseMapper::new().fold_string(&normalizer.normalize(text)).into_owned();
    let visible: String = normalizer.normalize(&folded).chars().filter(|letter| !is_invisible(*letter)).collect();
    visible.trim().to_owned()
}

/// Returns the key that all spellings of a name share. `name` may be a path; its ending is part of it.
pub fn key(name: &str) -> String {
    let decoded = decode_percent(name).replace('\\', "/");
    let mut key = String::with_capacity(decoded.len());
    for letter in letters(&decoded).chars() {
        match letter {
            '’' | '‘' | 'ʼ' | '`' => key.push('\''),
            '/' => {
                key.truncate(key.trim_end_matches('-').len());
                key.push('/');
            }
            _ if letter.is_whitespace() || matches!(letter, '_' | '+' | '-' | '‐'..='―' | '−') => {
                if !key.is_empty() && !key.ends_with(['-', '/']) {
                    key.push('-');
                }
            }
            _ => key.push(letter),
        }
    }
    key.truncate(key.trim_end_matches('-').len());
    key
}

/// Returns the key of the name of a text, which may lack its ending, or `index` after a folder.
pub fn text_key(name: &str) -> String {
    key(without_ending(name))
}

/// Returns the letters and digits of an anchor. Every tool that makes anchors of headings keeps these, and each treats what
/// is between them differently.
pub fn anchor_key(anchor: &str) -> String {
    letters(&decode_percent(anchor)).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Returns a reference in one exact form: decoded and composed, with `/` between folders and none around it.
pub fn exact(reference: &str) -> String {
    let decoded = decode_percent(reference).replace('\\', "/");
    let decoded = ComposingNormalizer::new_nfc().normalize(&decoded).into_owned();
    let trimmed = decoded.trim();
    trimmed.strip_prefix("@/").unwrap_or(trimmed).trim_matches('/').to_owned()
}

/// Returns a path without the ending of a text and without `index`.
pub fn without_ending(path: &str) -> &str {
    let is_text = Ending::of(path).is_some_and(Ending::is_text);
    let stem = path.rsplit_once('.').filter(|_| is_text).map_or(path, |(stem, _)| stem);
    let folder = stem.strip_suffix("index").map(|folder| folder.strip_suffix('_').unwrap_or(folder));
    folder.and_then(|folder| folder.strip_suffix('/')).unwrap_or(stem).trim_end_matches('/')
}

/// Returns a reference as people write it, for a message: decoded, composed, at most 80 characters, and without characters
/// that could control a terminal.
pub fn readable(reference: &str) -> String {
    let decoded = decode_percent(reference);
    let composed = ComposingNormalizer::new_nfc().normalize(&decoded);
    let is_plain = |letter: char| !letter.is_control() && !trust::listing::turns_text(letter);
    let plain = composed.chars().map(|letter| if is_plain(letter) { letter } else { '\u{fffd}' });
    segment::shortened(&plain.collect::<String>(), MAX_READABLE)
}

/// The most letters of a reference that a message quotes.
const MAX_READABLE: usize = 80;

/// Decodes percent-encoded characters. A text that would not be UTF-8 then stays as it is.
pub fn decode_percent(text: &str) -> String {
    match percent_encoding::percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    }
}

/// Returns whether a character shows nothing and names differ in it only by accident: joiners, marks of direction, soft
/// hyphens, selectors of emoji.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_their_key() {
        for (one, other) in [
            ("Йод.md", "%D0%99%D0%BE%D0%B4.md"),
            ("Йод.md", "%d0%99%d0%be%d0%b4.MD"),
            ("Йод.md", "И\u{306}од.md"),
            ("café.md", "cafe\u{301}"),
            ("CAFÉ.html", "caf%C3%A9.md"),
            ("plan (part 1).md", "plan%20%28part%201%29.md"),
            ("plan (part 1).md", "plan+(part+1)"),
            ("My Note.md", "my-note.html"),
            ("My Note.md", "my_note"),
            ("notes\\May.md", "notes/may.md"),
            ("Straße.md", "STRASSE.md"),
            ("ΟΔΟΣ.md", "οδος.md"),
            ("می\u{200c}خواهم.md", "میخواهم.md"),
            ("don’t.md", "don't.md"),
            ("flood/index.md", "flood/"),
            ("100%.md", "100%25.md"),
        ] {
            assert_eq!(text_key(&exact(one)), text_key(&exact(other)), "{one} {other}");
        }
        for (one, other) in [("cafe.md", "café.md"), ("a/b.md", "a-b.md"), ("note 1.md", "note1.md")] {
            assert_ne!(text_key(&exact(one)), text_key(&exact(other)), "{one} {other}");
        }
        assert_ne!(key("a.jpg"), key("a.png"), "pictures keep their endings");
    }

    #[test]
    fn anchors_of_every_tool_share_their_key() {
        for (anchor, heading) in [
            ("a--b", "A & B"),
            ("12-title", "1.2 Title"),
            ("whats-new", "What’s new?"),
            ("%D1%87%D0%B0%D1%81%D1%82%D1%8C-1", "Часть 1"),
            ("cafe\u{301}", "Café"),
        ] {
            assert_eq!(anchor_key(anchor), anchor_key(heading), "{anchor} {heading}");
        }
    }

    #[test]
    fn a_message_shows_what_people_write() {
        assert_eq!(readable("%D0%99%D0%BE%D0%B4.md"), "Йод.md");
        assert_eq!(readable("a%1B[2J\u{202e}"), "a\u{fffd}[2J\u{fffd}");
        assert_eq!(readable("%ff"), "%ff");
        assert_eq!(readable(&"x".repeat(200)).chars().count(), MAX_READABLE);
    }
}
