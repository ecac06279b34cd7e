//! Mending what would make a parser hide the rest of a text, or take for ever: what is never closed, and what is too deep.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::read::constant_regex;

/// The start of an element whose content is no HTML, of a comment, or of a CDATA section.
static HIDING: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?i)<(iframe|textarea|title|style|script|xmp|noembed|noframes|template|plaintext)\b[^>]*>|<!--|<!\[CDATA\[|\]\]>",
    )
});

/// The beginning or the end of an element that may hold others like itself and is not closed by any of them.
static NESTING: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?i)<(/?)(div|section|article|main|aside|header|footer|nav|center|blockquote|details|figure|span|font|ul|ol|dl)\b[^>]*>",
    )
});

/// Deeper than anybody writes, and much deeper than the tree may be in the end; the parser's time grows with its square.
const DEEPEST: usize = 512;

/// The same HTML, with every such element closed, every comment that has no end removed, and no deeper than a parser likes.
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
    // Where the last end of each name stands: searched once, however often the name begins.
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

/// Leaves out the tags below the deepest level; what they hold stays.
fn flatten(html: &str) -> Cow<'_, str> {
    if NESTING.find_iter(html).nth(DEEPEST).is_none() {
        return Cow::Borrowed(html);
    }
    let mut depth = 0_usize;
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    NESTING.replace_all(html, |captures: &Captures<'_>| {
        let left_out = left_out.entry(captures[2].to_ascii_lowercase()).or_default();
        let begins = captures[1].is_empty();
        if begins && depth >= DEEPEST {
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
        assert_eq!(repair(&format!("{}<p>", nested(600))), format!("{}<p>", nested(DEEPEST)));
        let wide = "<div>a</div>".repeat(2000);
        assert_eq!(repair(&wide), wide);
    }

    #[test]
    fn hostile_texts_take_no_time_that_anybody_notices() {
        // Each took seconds when the rest of the text was searched again for every one of its tags.
        let texts = ["<iframe>".repeat(20_000), "<!--".repeat(20_000), "<div>".repeat(20_000)];
        for text in texts {
            assert!(repair(&text).len() < 400_000);
        }
    }
}
