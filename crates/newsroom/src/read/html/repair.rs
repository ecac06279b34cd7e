//! Repairs HTML before parsing: unclosed elements would hide the rest of a text, deep nesting would take too long.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::read::constant_regex;

/// The start of an element whose content is not HTML, of a comment, or of a CDATA section.
static HIDING: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?i)<(iframe|textarea|title|style|script|xmp|noembed|noframes|template|plaintext)\b[^>]*>|<!--|<!\[CDATA\[|\]\]>",
    )
});

/// The start or end tag of an element that can be nested in itself.
static NESTING: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?i)<(/?)(div|section|article|main|aside|header|footer|nav|center|blockquote|details|figure|span|font|ul|ol|dl)\b[^>]*>",
    )
});

/// The maximum depth for the parser, whose time grows with the square of the depth. No author nests so deep.
const MAX_DEPTH: usize = 512;

/// Closes unclosed elements that hide text, removes unclosed comments, and limits the depth.
pub(super) fn repair(html: &str) -> Cow<'_, str> {
    match close(html) {
        Cow::Borrowed(html) => flatten(html),
        Cow::Owned(html) => Cow::Owned(flatten(&html).into_owned()),
    }
}

fn close(html: &str) -> Cow<'_, str> {
    if !HIDING.is_match(html) {
        return Cow::Borrowed(html);
    }
    let lower = html.to_ascii_lowercase();
    // The position of the last end tag of each name, searched once for each name.
    let mut last_ends: BTreeMap<String, Option<usize>> = BTreeMap::new();
    let mut ends_after = |end: String, at: usize| {
        let last = last_ends.entry(end).or_insert_with_key(|end| lower.rfind(end));
        last.is_some_and(|last| last >= at)
    };
    HIDING.replace_all(html, |captures: &Captures<'_>| {
        let Some(whole) = captures.get(0) else { return String::new() };
        match captures.get(1).map(|name| name.as_str().to_ascii_lowercase()) {
            Some(name) if name == "plaintext" => String::new(),
            Some(name) if !ends_after(format!("</{name}"), whole.end()) => format!("{}</{name}>", whole.as_str()),
            Some(_) => whole.as_str().to_owned(),
            None if whole.as_str() == "<!--" && ends_after("-->".to_owned(), whole.end()) => "<!--".to_owned(),
            None => String::new(),
        }
    })
}

/// Removes the tags below the maximum depth and keeps their content.
fn flatten(html: &str) -> Cow<'_, str> {
    if NESTING.find_iter(html).nth(MAX_DEPTH).is_none() {
        return Cow::Borrowed(html);
    }
    let mut depth = 0_usize;
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    NESTING.replace_all(html, |captures: &Captures<'_>| {
        let left_out = left_out.entry(captures[2].to_ascii_lowercase()).or_default();
        let begins = captures[1].is_empty();
        if begins && depth >= MAX_DEPTH {
            *left_out += 1;
            return String::new();
        }
        if !begins && *left_out > 0 {
            *left_out -= 1;
            return String::new();
        }
        depth = if begins { depth + 1 } else { depth.saturating_sub(1) };
        captures[0].to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_closed_is_closed_where_it_begins() {
        for (html, expected) in [
            ("a <iframe> b", "a <iframe></iframe> b"),
            ("<iframe> a </iframe> <iframe> b", "<iframe> a </iframe> <iframe></iframe> b"),
            ("a <!-- b", "a  b"),
            ("<!-- a --> <!-- b", "<!-- a -->  b"),
            ("a <plaintext> b", "a  b"),
        ] {
            assert_eq!(repair(html), expected, "{html}");
        }
    }

    #[test]
    fn only_what_is_too_deep_loses_its_tags() {
        let nested = |depth: usize| format!("{}deep{}", "<div>".repeat(depth), "</div>".repeat(depth));
        assert_eq!(repair(&nested(100)), nested(100));
        assert_eq!(repair(&format!("{}<p>", nested(600))), format!("{}<p>", nested(MAX_DEPTH)));
        let wide = "<div>a</div>".repeat(2000);
        assert_eq!(repair(&wide), wide);
    }

    #[test]
    fn hostile_texts_take_no_time_that_anybody_notices() {
        // Each took seconds when every tag searched the rest of the text again.
        let texts = ["<iframe>".repeat(20_000), "<!--".repeat(20_000), "<div>".repeat(20_000)];
        for text in texts {
            assert!(repair(&text).len() < 400_000);
        }
    }
}
