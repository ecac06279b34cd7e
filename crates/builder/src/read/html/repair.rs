//! Mending what would make a parser hide the rest of a text: elements and comments that are never closed.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::read::constant_regex;

/// The start of an element whose content is no HTML, of a comment, or of a CDATA section.
static HIDING: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?i)<(iframe|textarea|title|style|script|xmp|noembed|noframes|template|plaintext)\b[^>]*>|<!--|<!\[CDATA\[|\]\]>",
    )
});

/// The same HTML, with every such element closed and every comment that has no end removed.
pub(super) fn repair(html: &str) -> Cow<'_, str> {
    if !HIDING.is_match(html) {
        return Cow::Borrowed(html);
    }
    let lower = html.to_ascii_lowercase();
    HIDING.replace_all(html, |captures: &Captures<'_>| {
        let Some(whole) = captures.get(0) else { return String::new() };
        let after = &lower[whole.end()..];
        match captures.get(1).map(|name| name.as_str().to_ascii_lowercase()) {
            Some(name) if name == "plaintext" => String::new(),
            Some(name) if !after.contains(&format!("</{name}")) => format!("{}</{name}>", whole.as_str()),
            Some(_) => whole.as_str().to_owned(),
            None if whole.as_str() == "<!--" && after.contains("-->") => "<!--".to_owned(),
            None => String::new(),
        }
    })
}
