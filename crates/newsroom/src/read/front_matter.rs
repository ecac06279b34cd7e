//! Finds and parses the front matter of a file. If it is invalid, reads it line by line.

use std::sync::LazyLock;

use regex::Regex;

use crate::problem::line_at;
use crate::read::constant_regex;
use crate::read::value::{Node, Refusal, Value, parse_toml, parse_yaml};

/// A file, split into front matter and body.
#[derive(Debug)]
pub(super) struct Split<'a> {
    /// The front matter, if the file has one.
    pub(super) front_matter: Option<FrontMatter>,
    /// The rest of the file.
    pub(super) body: &'a str,
}

/// A parsed front matter.
#[derive(Debug)]
pub(super) struct FrontMatter {
    /// The fields, with lines counted in the file.
    pub(super) fields: Node,
    /// The reason why it was read line by line, if it was.
    pub(super) refusal: Option<Refusal>,
}

#[derive(Clone, Copy, Debug)]
enum Syntax {
    Yaml,
    Toml,
    Json,
}

static KEY_LINE: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r#"^["']?([A-Za-z_][\w.-]*)["']?\s*[:=](?:\s+(.*)|$|(["'\[{].*))"#));

/// Splits a file. A file that does not begin with a front matter is all body.
pub(super) fn split(text: &str) -> Split<'_> {
    let Some((syntax, raw, body, refusal)) = find(text) else { return Split { front_matter: None, body: text } };
    let parsed = match syntax {
        _ if refusal.is_some() => Err(refusal.unwrap_or_else(unclosed)),
        Syntax::Yaml | Syntax::Json => parse_yaml(raw),
        Syntax::Toml => parse_toml(raw),
    };
    let parsed = parsed.and_then(|node| match node.value {
        Value::Table(_) | Value::Nothing => Ok(node),
        Value::Text(_) | Value::List(_) => {
            Err(Refusal { message: "it does not consist of names and values".to_owned(), line: 1 })
        }
    });
    let before = line_at(text, raw.as_ptr() as usize - text.as_ptr() as usize) - 1;
    let (mut fields, refusal) = match parsed {
        Ok(node) => (node, None),
        Err(refusal) => (recover(raw), Some(Refusal { line: refusal.line + before, ..refusal })),
    };
    move_lines(&mut fields, before);
    Split { front_matter: Some(FrontMatter { fields, refusal }), body }
}

fn unclosed() -> Refusal {
    Refusal { message: "it is not closed".to_owned(), line: 1 }
}

fn unnamed() -> Refusal {
    Refusal { message: "it does not begin with a name".to_owned(), line: 1 }
}

/// Finds the text of the front matter and the body, with a refusal if the end is a guess.
fn find(text: &str) -> Option<(Syntax, &str, &str, Option<Refusal>)> {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let opening = text[start..].lines().next()?.trim_end();
    let (syntax, closings): (Syntax, &[&str]) = match opening {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "+++" => (Syntax::Toml, &["+++"]),
        "{" => (Syntax::Json, &["}"]),
        _ => return None,
    };
    let from = match syntax {
        Syntax::Json => start,
        Syntax::Yaml | Syntax::Toml => text[start..].find('\n').map(|end| start + end + 1)?,
    };
    let is_named = matches!(syntax, Syntax::Json) || begins_with_a_key(&text[from..], closings);
    if !is_named && !is_meant_as_one(&text[from..], closings) {
        return None;
    }
    let mut offset = from;
    for line in text[from..].split_inclusive('\n') {
        let after = offset + line.len();
        if closings.contains(&line.trim_end()) {
            let end = if matches!(syntax, Syntax::Json) { after } else { offset };
            return Some((syntax, &text[from..end], &text[after..], (!is_named).then(unnamed)));
        }
        offset = after;
    }
    if matches!(syntax, Syntax::Json) {
        return None;
    }
    // Unclosed: it ends at the first blank line.
    let end = text[from..].find("\n\n").map_or(text.len(), |end| from + end + 1);
    Some((syntax, &text[from..end], &text[end..], Some(unclosed())))
}

/// Returns whether a text begins with a name or is empty, as in a front matter. A line of hyphens may begin a body too.
fn begins_with_a_key(text: &str, closings: &[&str]) -> bool {
    let first = text.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        closings.contains(&line) || KEY_LINE.is_match(line) || line.starts_with(['[', '{', '%', '!', '&'])
    })
}

/// Returns whether a text is meant as a front matter although its first name is invalid, such as `: :`. Such a text is
/// closed and has no blank lines.
fn is_meant_as_one(text: &str, closings: &[&str]) -> bool {
    let is_name = |line: &str| line.split_once(':').is_some_and(|(name, _)| !name.trim().contains(char::is_whitespace));
    let inside: Vec<&str> = text.lines().map(str::trim_end).take_while(|line| !closings.contains(line)).collect();
    let closed = text.lines().nth(inside.len()).is_some();
    closed && inside.first().is_some_and(|line| is_name(line)) && inside.iter().all(|line| !line.is_empty())
}

/// Reads `name: value` and lists line by line, ignoring lines of any other form.
fn recover(raw: &str) -> Node {
    let mut entries: Vec<(String, Node)> = Vec::new();
    for (index, line) in raw.lines().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if let Some(captures) = KEY_LINE.captures(line) {
            let written = captures.get(2).or_else(|| captures.get(3)).map_or("", |value| value.as_str());
            let node = Node::new(recover_value(written, number), number);
            entries.push((captures[1].to_owned(), node));
            continue;
        }
        let Some((_, node)) = entries.last_mut() else { continue };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.strip_prefix("- ") {
            Some(item) => {
                let item = Node::new(Value::Text(unquote(item).to_owned()), number);
                match &mut node.value {
                    Value::List(items) => items.push(item),
                    Value::Nothing => node.value = Value::List(vec![item]),
                    Value::Text(_) | Value::Table(_) => {}
                }
            }
            None => match &mut node.value {
                Value::Text(text) => {
                    text.push(' ');
                    text.push_str(line);
                }
                Value::Nothing => node.value = Value::Text(line.to_owned()),
                Value::List(_) | Value::Table(_) => {}
            },
        }
    }
    Node::new(Value::Table(entries), 1)
}

fn recover_value(written: &str, line: u32) -> Value {
    let written = written.trim();
    if matches!(written, "" | "|" | ">" | ">-" | "|-") {
        return Value::Nothing;
    }
    match written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(items) => Value::List(
            items
                .split(',')
                .map(|item| unquote(item.trim()))
                .filter(|item| !item.is_empty())
                .map(|item| Node::new(Value::Text(item.to_owned()), line))
                .collect(),
        ),
        None => Value::Text(unquote(written).to_owned()),
    }
}

/// Removes the quotation marks around a text, or an opening mark that is never closed.
fn unquote(text: &str) -> &str {
    let text = text.trim();
    for mark in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(mark) {
            return match rest.strip_suffix(mark) {
                Some(inner) => inner,
                None if !rest.contains(mark) => rest,
                None => text,
            };
        }
    }
    text
}

fn move_lines(node: &mut Node, by: u32) {
    node.line += by;
    match &mut node.value {
        Value::Nothing | Value::Text(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| move_lines(item, by)),
        Value::Table(entries) => entries.iter_mut().for_each(|(_, node)| move_lines(node, by)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(split: &Split<'_>) -> Option<String> {
        split.front_matter.as_ref()?.fields.get("title")?.text().map(str::to_owned)
    }

    fn check(text: &str, expected_title: Option<&str>, refused_at: Option<u32>, body: &str) {
        let split = split(text);
        assert_eq!(title(&split).as_deref(), expected_title, "{text}");
        let refusal = split.front_matter.as_ref().and_then(|front_matter| front_matter.refusal.as_ref());
        assert_eq!(refusal.map(|refusal| refusal.line), refused_at, "{text}: {refusal:?}");
        assert_eq!(split.body, body, "{text}");
    }

    #[test]
    fn front_matter_is_found() {
        check("---\ntitle: A\n---\nText", Some("A"), None, "Text");
        check("\n---\ntitle: A\n...\nText", Some("A"), None, "Text");
        check("+++\ntitle = 'A'\n+++\nText", Some("A"), None, "Text");
        check("{\n  \"title\": \"A\"\n}\nText", Some("A"), None, "Text");
        check("---\n---\nText", None, None, "Text");
        check("Text\n---\ntitle: A\n---\n", None, None, "Text\n---\ntitle: A\n---\n");
        check("---\n\nA rule, then text.\n\n---\n", None, None, "---\n\nA rule, then text.\n\n---\n");
    }

    #[test]
    fn what_strict_parsers_refuse_is_read_line_by_line() {
        check("---\ntitle: One: two\n---\nText", Some("One: two"), Some(2), "Text");
        check("---\nlead: \"a\" b\ntitle: 'A'\n---\nText", Some("A"), Some(2), "Text");
        check("---\ntitle: \"A\nlead: b\n---\nText", Some("A"), Some(2), "Text");
        check("---\ntitle: @A\n---\n", Some("@A"), Some(2), "");
        check("+++\ntitle = A\n+++\nText", Some("A"), Some(2), "Text");
        check("---\ntitle: A\n\nText", Some("A"), Some(2), "\nText");
        check("---\n: : :\ntitle: A\n---\nText", Some("A"), Some(2), "Text");
        check("---\nA rule: then text.\n\nMore: text.\n", None, None, "---\nA rule: then text.\n\nMore: text.\n");
        check("---\nA rule with: text.\n---\n", None, None, "---\nA rule with: text.\n---\n");
    }

    #[test]
    fn lists_are_recovered() {
        let text = "---\ntitle: A: b\ntags:\n- one\n- \"two\"\nauthors: [x, 'y']\nlead:\n  long\n  text\n---\n";
        let fields = split(text).front_matter.unwrap().fields;
        let texts =
            |key: &str| fields.get(key).unwrap().items().iter().filter_map(Node::text).collect::<Vec<_>>().join("|");
        assert_eq!(texts("tags"), "one|two");
        assert_eq!(texts("authors"), "x|y");
        assert_eq!(texts("lead"), "long text");
    }
}
