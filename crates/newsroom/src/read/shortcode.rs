//! Replaces Liquid tags and the shortcodes of Hugo and Zola by Markdown. Removes unknown ones.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::LazyLock;
use std::vec::IntoIter;

use pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;

use crate::read::constant_regex;

/// Markdown without shortcodes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Replaced {
    pub(super) text: String,
    /// The unknown tags that were removed, as written.
    pub(super) unknown: Vec<String>,
}

/// An attribute list of Kramdown: `{: .center }`.
static ATTRIBUTES: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r#"^\{:(?:toc|(?:\s*(?:[.#][\w-]+|[\w-]+\s*=\s*(?:"[^"\n]*"|'[^'\n]*'))\s*)+)\}"#));

/// An expression inside `{{ }}`: a variable or a text with filters, or a call.
static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r#"(?s)^\s*(?:(?<text>"[^"]*"|'[^']*')|(?<variable>[A-Za-z_][\w.\[\]"']*)(?<call>\s*\(.*\))?)\s*(?:\|.*)?$"#,
    )
});

static CODE_START: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"(?i)<(?:pre|code)\b"));

static CODE_END: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"(?i)</(?:pre|code)>"));

/// Replaces the tags outside code.
pub(super) fn replace(source: &str) -> Replaced {
    let mut replaced = Replaced::default();
    if !source.contains("{%") && !source.contains("{{") && !source.contains("{:") {
        replaced.text = source.to_owned();
        return replaced;
    }
    let mut code = Code::of(source);
    let mut unclosed = BTreeSet::new();
    let mut position = 0;
    while let Some(found) = source[position..].find('{') {
        let start = position + found;
        replaced.text.push_str(&source[position..start]);
        let length = tag(&source[start..], code.contains(start), &mut unclosed, &mut replaced);
        if length == 0 {
            replaced.text.push('{');
        }
        position = start + length.max(1);
    }
    replaced.text.push_str(&source[position..]);
    replaced
}

/// The places of code in Markdown.
pub(super) struct Code {
    rest: Peekable<IntoIter<Range<usize>>>,
    /// The end of the code that began at or before the last position.
    end: usize,
}

impl Code {
    pub(super) fn of(source: &str) -> Self {
        Self { rest: code_ranges(source).into_iter().peekable(), end: 0 }
    }

    /// Returns whether a position is in code. Positions come in their order.
    pub(super) fn contains(&mut self, position: usize) -> bool {
        while let Some(range) = self.rest.next_if(|range| range.start <= position) {
            self.end = self.end.max(range.end);
        }
        position < self.end
    }
}

/// Returns the places of code in Markdown, in order.
fn code_ranges(source: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter();
    let mut ranges: Vec<Range<usize>> = events
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect();
    // Both lists are in order, so that the text is searched once for each.
    let mut ends = CODE_END.find_iter(source).peekable();
    let mut position = 0;
    for start in CODE_START.find_iter(source) {
        if start.start() < position {
            continue;
        }
        while ends.next_if(|end| end.start() < start.end()).is_some() {}
        let Some(end) = ends.peek() else { break };
        position = end.end();
        ranges.push(start.start()..position);
    }
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// Writes the replacement of the tag at the beginning of the text. Returns the tag's length, or 0 if there is no tag.
fn tag(text: &str, in_code: bool, unclosed: &mut BTreeSet<String>, replaced: &mut Replaced) -> usize {
    let (content, length) = match delimited(text) {
        Some(found) => found,
        None if in_code => return 0,
        None => return ATTRIBUTES.find(text).map_or(0, |found| found.end()),
    };
    let liquid = text.starts_with("{%");
    let hugo = text.starts_with("{{<") || text.starts_with("{{%");
    let name = content.split_whitespace().next().unwrap_or_default();
    // `raw` protects braces from Liquid, also in code; its content is plain text.
    if liquid && name == "raw" {
        return verbatim(text, length, "endraw", unclosed, |inside| replaced.text.push_str(inside));
    }
    if in_code {
        return if liquid && name == "endraw" { length } else { 0 };
    }
    if hugo && content.starts_with("/*") {
        // Hugo's notation for showing a shortcode instead of running it.
        let inside = content.trim_start_matches("/*").trim_end_matches(['*', '/']);
        replaced.text.push_str(&format!("`{}{inside}{}`", &text[..3], &text[length - 3..length]));
        return length;
    }
    if hugo || liquid {
        match name {
            "comment" => return verbatim(text, length, "endcomment", unclosed, |_| {}),
            "highlight" | "codeblock" => {
                let end = if liquid { format!("end{name}") } else { format!("/{name}") };
                let language = arguments(content).get(1).map(|(_, value)| value.clone()).unwrap_or_default();
                return verbatim(text, length, &end, unclosed, |inside| {
                    replaced.text.push_str(&fence(inside, &language))
                });
            }
            _ => {}
        }
        let called = name.starts_with(|first: char| first.is_ascii_lowercase()) && name.contains('(');
        let arguments = if called { call_arguments(content) } else { arguments(content) };
        expand(&arguments, replaced, &text[..length]);
        return length;
    }
    expression(content, length, &text[..length], replaced)
}

/// Returns the content of a tag and its whole length.
fn delimited(text: &str) -> Option<(&str, usize)> {
    const MAX_LENGTH: usize = 4000;
    let (from, end) = if text.starts_with("{{<") {
        (3, ">}}")
    } else if text.starts_with("{{%") {
        (3, "%}}")
    } else if text.starts_with("{%") {
        (2, "%}")
    } else if text.starts_with("{{") {
        (2, "}}")
    } else {
        return None;
    };
    let text = &text[..text.floor_char_boundary(from + MAX_LENGTH + end.len())];
    let at = text[from..].find(end).filter(|&at| at <= MAX_LENGTH)?;
    let content = text[from..from + at].trim().trim_start_matches('-').trim_end_matches('-').trim();
    Some((content.trim_end_matches('/').trim(), from + at + end.len()))
}

/// Calls `write` with the text before the closing tag. Without a closing tag, removes only the opening tag.
///
/// Adds names without a closing tag to `unclosed`, so that the rest of the text is searched only once for each name.
fn verbatim(text: &str, length: usize, end: &str, unclosed: &mut BTreeSet<String>, write: impl FnOnce(&str)) -> usize {
    if unclosed.contains(end) {
        return length;
    }
    let mut position = length;
    while let Some(found) = text[position..].find('{') {
        let at = position + found;
        if let Some((content, closing)) = delimited(&text[at..])
            && content.split_whitespace().next().unwrap_or_default() == end
        {
            write(&text[length..at]);
            return at + closing;
        }
        position = at + 1;
    }
    unclosed.insert(end.to_owned());
    length
}

fn fence(inside: &str, language: &str) -> String {
    let longest = inside.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{fence}{language}\n{}\n{fence}\n", inside.trim_matches('\n'))
}

/// Splits a tag into words: `name="value"`, `name=value`, `"value"` or `value`. The first is the tag's own name.
fn arguments(content: &str) -> Vec<(String, String)> {
    let mut arguments = Vec::new();
    let mut rest = content.trim();
    while !rest.is_empty() {
        let name_end = rest.find(|character: char| !character.is_alphanumeric() && !matches!(character, '_' | '-'));
        let (name, after) = match name_end {
            Some(end) if end > 0 && rest[end..].trim_start().starts_with('=') => {
                (&rest[..end], rest[end..].trim_start()[1..].trim_start())
            }
            _ => ("", rest),
        };
        let quote = after.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
        let (value, end) = match quote {
            Some(quote) => {
                let inner = &after[1..];
                let close = closing_mark(inner, quote).unwrap_or(inner.len());
                (&inner[..close], (close + 2).min(after.len()))
            }
            None => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                (&after[..end], end)
            }
        };
        arguments.push((name.to_owned(), value.to_owned()));
        rest = after[end..].trim_start_matches([' ', '\n', '\t', '\r', ',']);
    }
    arguments
}

/// Finds the end of a quoted text. Marks inside it are recognised by their place before and after words.
fn closing_mark(inner: &str, quote: char) -> Option<usize> {
    let ends = |at: usize| inner[at + 1..].chars().next().is_none_or(|next| next.is_whitespace() || next == ',');
    let mut depth = 0_u32;
    for (at, _) in inner.match_indices(quote) {
        let after_space = inner[..at].ends_with(char::is_whitespace);
        let before_mark = inner[at + 1..].starts_with(quote);
        if after_space && !ends(at) {
            depth += 1;
        } else if depth > 0 && (ends(at) || before_mark) {
            depth -= 1;
        } else if ends(at) {
            return Some(at);
        }
    }
    inner.match_indices(quote).map(|(at, _)| at).find(|&at| ends(at))
}

/// Splits a call of Zola into words: `name(key="value")`.
fn call_arguments(content: &str) -> Vec<(String, String)> {
    let (name, inside) = content.split_once('(').unwrap_or((content, ""));
    let mut all = vec![(String::new(), name.trim().to_owned())];
    all.extend(arguments(inside.trim().trim_end_matches(')')));
    all
}

fn expression(content: &str, length: usize, written: &str, replaced: &mut Replaced) -> usize {
    let Some(captures) = EXPRESSION.captures(content) else { return 0 };
    if let Some(text) = captures.name("text") {
        replaced.text.push_str(text.as_str().trim_matches(['"', '\'']));
        return length;
    }
    if captures.name("call").is_some() {
        expand(&call_arguments(content), replaced, written);
        return length;
    }
    match &captures["variable"] {
        "site.baseurl" | "site.url" | "base_url" | "config.base_url" | "baseurl" | "site.BaseURL" => {}
        _ => replaced.unknown.push(written.to_owned()),
    }
    length
}

/// Writes the replacement of a tag, or reports an unknown one.
fn expand(arguments: &[(String, String)], replaced: &mut Replaced, written: &str) {
    let Some((_, name)) = arguments.first() else { return };
    let named = |keys: &[&str]| {
        keys.iter().find_map(|key| arguments[1..].iter().find(|(name, _)| name == key)).map(|(_, value)| value.clone())
    };
    let plain: Vec<&String> =
        arguments[1..].iter().filter(|(name, _)| name.is_empty()).map(|(_, value)| value).collect();
    let positional = |index: usize| plain.get(index).map(|value| value.to_string());
    // `{% include youtube.html id="..." %}` is as good as `{% youtube ... %}`.
    let included = matches!(name.as_str(), "include" | "include_cached" | "include_relative" | "partial" | "render");
    let (kind, first) = if included {
        let file = positional(0).unwrap_or_default();
        let base = file.rsplit('/').next().unwrap_or_default();
        (base.split('.').next().unwrap_or_default().to_lowercase(), 1)
    } else {
        (name.to_lowercase(), 0)
    };
    let kind_has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let id = || named(&["id", "video", "video_id", "url", "src", "href"]).or_else(|| positional(first));
    let result = match kind.as_str() {
        "ref" | "relref" | "post_url" | "link" | "rel" => positional(0).or_else(|| named(&["path"])),
        "gist" => match (positional(0), positional(1)) {
            (Some(user), Some(gist)) => Some(format!("<https://gist.github.com/{user}/{gist}>")),
            (Some(gist), None) => Some(format!("<https://gist.github.com/{gist}>")),
            _ => None,
        },
        "tweet" | "twitter" | "x" | "tweet_simple" | "twitter_simple" => match (named(&["user"]), named(&["id"])) {
            (Some(user), Some(id)) => Some(frame(&format!("https://twitter.com/{user}/status/{id}"))),
            _ => id().map(|id| match id.bytes().all(|byte| byte.is_ascii_digit()) {
                true => frame(&format!("https://twitter.com/i/status/{id}")),
                false => frame(&id),
            }),
        },
        "instagram" => id().map(|id| frame(&prefixed(&id, "https://www.instagram.com/p/"))),
        _ if kind_has(&["youtube"]) => id().map(|id| frame(&prefixed(&id, "https://www.youtube.com/embed/"))),
        _ if kind_has(&["vimeo"]) => id().map(|id| frame(&prefixed(&id, "https://player.vimeo.com/video/"))),
        "image_with_class" => {
            positional(0).map(|source| image(&source, &positional(2).unwrap_or_default(), None, None))
        }
        _ if kind_has(&["figure", "image", "img", "photo", "picture"]) => {
            picture(&named, &plain[first.min(plain.len())..])
        }
        _ => None,
    };
    match result {
        Some(text) => replaced.text.push_str(&text),
        // A closing or dividing tag belongs to a tag that was already reported.
        None if kind.starts_with("end")
            || kind.starts_with('/')
            || matches!(kind.as_str(), "else" | "elsif" | "when") => {}
        None => replaced.unknown.push(written.to_owned()),
    }
}

fn picture(named: &dyn Fn(&[&str]) -> Option<String>, plain: &[&String]) -> Option<String> {
    // Octopress writes classes before the path: the path is the first word with an extension.
    let at = plain.iter().position(|value| value.contains('.') || value.contains('/'));
    let source = named(&["src", "url", "file", "path", "image", "image_path", "img", "image_url", "link"]);
    let positional: &[&String] = if source.is_some() { plain } else { at.map_or(&[], |at| &plain[at + 1..]) };
    let source = source.or_else(|| at.map(|at| plain[at].clone()))?;
    let words: Vec<&String> = positional
        .iter()
        .filter(|value| !value.trim_end_matches('%').bytes().all(|byte| byte.is_ascii_digit()))
        .copied()
        .collect();
    let alternative = named(&["alt", "alt_text"]).or_else(|| words.first().map(|word| word.to_string()));
    let caption = named(&["caption", "description", "title"]).or_else(|| words.get(1).map(|word| word.to_string()));
    let credit = named(&["credit", "attr", "attribution", "author"]);
    Some(image(&source, &alternative.unwrap_or_default(), caption, credit))
}

fn image(source: &str, alternative: &str, caption: Option<String>, credit: Option<String>) -> String {
    let alternative =
        alternative.replace(['\n', '\r'], " ").replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let title = match (caption, credit) {
        (Some(caption), Some(credit)) => format!("{caption} | {credit}"),
        (Some(caption), None) => caption,
        (None, Some(credit)) => format!("| {credit}"),
        (None, None) => String::new(),
    };
    let source = source.replace(['<', '>', '\n'], "");
    if title.trim().is_empty() {
        return format!("![{alternative}](<{source}>)");
    }
    format!(
        "![{alternative}](<{source}> \"{}\")",
        title.replace(['\n', '\r'], " ").replace('\\', "\\\\").replace('"', "\\\"")
    )
}

/// Writes an inline frame. As a block, it would turn the Markdown of the lines below into HTML.
pub(super) fn frame(address: &str) -> String {
    format!("<span><iframe src=\"{}\"></iframe></span>", address.replace(['"', '<', '>'], ""))
}

fn prefixed(id: &str, prefix: &str) -> String {
    if id.contains("//") { id.to_owned() } else { format!("{prefix}{id}") }
}

#[cfg(test)]
mod tests;
