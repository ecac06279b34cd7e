//! Names for addresses: lowercase Latin letters, digits and hyphens.

use std::collections::{BTreeMap, BTreeSet};

use edition::identifiers::is_reserved;

/// The maximum length of a slug in bytes. Longer slugs are cut before the word that crosses it.
pub const MAX_LENGTH: usize = 140;

/// Turns a text into a name for an address; empty if the text has no letter or digit of any script.
pub fn slug(text: &str) -> String {
    let text = text.replace("++", " plus plus").replace(['\'', '’', 'ʼ', '\u{200c}'], "");
    let mut slug = String::new();
    for character in deunicode::deunicode(&text).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !matches!(character, '\'' | '`') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > MAX_LENGTH {
        let end = slug[..MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH);
        slug.truncate(end);
    }
    slug.trim_end_matches('-').to_owned()
}

/// The identifiers in use in an article. Those of the page's own parts are always in use.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    used: BTreeSet<String>,
    /// The next number for a slug.
    numbers: BTreeMap<String, u32>,
}

impl Identifiers {
    /// Returns the slug of a text, made unique in the article.
    pub(super) fn unique(&mut self, text: &str) -> String {
        let slug = slug(text);
        let first = if slug.is_empty() { "part".to_owned() } else { slug };
        let number = self.numbers.entry(first.clone()).or_insert(2);
        let mut identifier = not_reserved(first.clone());
        while !self.used.insert(identifier.clone()) {
            identifier = not_reserved(format!("{first}-{number}"));
            *number += 1;
        }
        identifier
    }
}

/// Returns an identifier that no part of a page has by itself.
fn not_reserved(identifier: String) -> String {
    if is_reserved(&identifier) { format!("section-{identifier}") } else { identifier }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii() {
        for (text, expected) in [
            ("The Bridge Reopens", "the-bridge-reopens"),
            ("Don’t panic: it's fine", "dont-panic-its-fine"),
            ("Мост открыт", "most-otkryt"),
            ("Їжак і ґава", "yizhak-i-gava"),
            ("C++ and C", "c-plus-plus-and-c"),
            ("--a__b--", "a-b"),
            ("…", ""),
            ("北京", "bei-jing"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
        assert!(!slug("می‌گوید پل باز شد").is_empty());
        assert!(slug(&"word ".repeat(50)).len() <= MAX_LENGTH);
    }

    #[test]
    fn identifiers_are_unique() {
        let mut used = Identifiers::default();
        let identifiers: Vec<String> = ["A", "a", "…", "?", "a 2", "A"].map(|text| used.unique(text)).into();
        assert_eq!(identifiers, ["a", "a-2", "part", "part-2", "a-2-2", "a-3"]);
        let reserved = ["Content", "Content", "Reference", "Reference", "Offprint style"];
        assert_eq!(
            reserved.map(|text| used.unique(text)),
            ["section-content", "content-2", "reference", "section-reference-2", "section-offprint-style"]
        );
    }
}
