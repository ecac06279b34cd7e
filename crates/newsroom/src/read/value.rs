//! The values of a front matter, the same for YAML, TOML and JSON: texts, lists and tables with their lines.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span};
use toml::de::{DeTable, DeValue};

use crate::characters::allowed;
use crate::problem::line_at;

/// A value and its line, counted from 1 in the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) line: u32,
    /// `true` once a caller has read its text.
    is_read: Cell<bool>,
}

/// A field that nobody read, or of which there are two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unread {
    /// The name, with the tables around it: `cover.alt`.
    pub(super) name: String,
    /// The line.
    pub(super) line: u32,
    /// The line of a later field of the same name, which counts.
    pub(super) repeated: Option<u32>,
}

/// A value. Numbers, booleans and dates keep their written form as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Nothing,
    Text(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

/// The reason why a front matter cannot be parsed, and the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) line: u32,
}

/// The maximum depth of nesting.
const MAX_DEPTH: usize = 32;
/// The maximum number of values, which only aliases of aliases exceed.
const MAX_VALUES: usize = 20_000;

impl Node {
    pub(super) fn new(value: Value, line: u32) -> Self {
        Self { value, line, is_read: Cell::new(false) }
    }

    /// Returns the texts that nobody asked for.
    pub(super) fn unread(&self) -> Vec<Unread> {
        let mut found = Vec::new();
        self.collect_unread("", &mut found);
        found
    }

    fn collect_unread(&self, name: &str, found: &mut Vec<Unread>) {
        match &self.value {
            Value::Nothing => {}
            Value::Text(text) => {
                if !self.is_read.get() && !text.trim().is_empty() {
                    found.push(Unread { name: name.to_owned(), line: self.line, repeated: None });
                }
            }
            Value::List(items) => items.iter().for_each(|item| item.collect_unread(name, found)),
            Value::Table(entries) => {
                let entries = entries.iter().filter(|(_, node)| node.value != Value::Nothing);
                // The last line of each key, which counts.
                let last: BTreeMap<String, u32> =
                    entries.clone().map(|(key, node)| (plain_key(key), node.line)).collect();
                for (key, node) in entries {
                    let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    match last.get(&plain_key(key)) {
                        Some(line) if *line != node.line => {
                            found.push(Unread { name, line: node.line, repeated: Some(*line) });
                        }
                        _ => node.collect_unread(&name, found),
                    }
                }
            }
        }
    }

    /// Returns the value of a key, ignoring case, hyphens and underscores.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Table(entries) = &self.value else { return None };
        let key = plain_key(key);
        entries
            .iter()
            .rev()
            .find(|(name, node)| plain_key(name) == key && node.value != Value::Nothing)
            .map(|(_, node)| node)
    }

    /// Returns a text, also that of a number, or `None` if it is empty.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => {
                self.is_read.set(true);
                Some(text.trim()).filter(|text| !text.is_empty())
            }
            Value::Nothing | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// Returns the items of a list, or the value itself as the only item.
    pub(super) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Nothing => &[],
            Value::Text(_) | Value::Table(_) => std::slice::from_ref(self),
        }
    }
}

fn plain_key(key: &str) -> String {
    key.replace(['-', '_'], "").to_lowercase()
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// Parses YAML, of which JSON is a part. It reads events because serde's values would turn `1.10` into a number.
pub(super) fn parse_yaml(text: &str) -> Result<Node, Refusal> {
    let mut builder = Yaml { parser: Parser::new_from_str(text), anchors: BTreeMap::new(), values: 0 };
    loop {
        let (event, span) = builder.next()?;
        match event {
            Event::StreamEnd | Event::DocumentEnd => return Ok(Node::new(Value::Nothing, 1)),
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                let node = builder.node(event, span, 0)?;
                builder.finish()?;
                return Ok(node);
            }
            _ => {}
        }
    }
}

struct Yaml<'a> {
    parser: Parser<'a, serde_saphyr::granit_parser::StrInput<'a>>,
    anchors: BTreeMap<usize, Node>,
    values: usize,
}

impl<'a> Yaml<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Refusal> {
        match self.parser.next() {
            Some(Ok(pair)) => Ok(pair),
            Some(Err(error)) => Err(Refusal { message: error.info(), line: line_number(error.marker().line()) }),
            None => Err(Refusal { message: "it ends too early".to_owned(), line: 1 }),
        }
    }

    /// Checks that the rest after the first document is YAML too.
    fn finish(&mut self) -> Result<(), Refusal> {
        loop {
            if matches!(self.next()?.0, Event::StreamEnd) {
                return Ok(());
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Refusal> {
        let line = line_number(span.start.line());
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return Err(Refusal { message: "it is nested too deeply or too large".to_owned(), line });
        }
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (scalar(&text, style), anchor),
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) if is_node(&event) => items.push(self.node(event, span, depth + 1)?),
                        _ => {}
                    }
                }
                (Value::List(items), anchor)
            }
            Event::MappingStart(_, anchor, _) => (Value::Table(self.entries(depth)?), anchor),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node = node.ok_or_else(|| Refusal { message: "an alias refers to nothing".to_owned(), line })?;
                self.values += size(&node);
                return Ok(Node { line, ..node });
            }
            _ => (Value::Nothing, 0),
        };
        let node = Node::new(value, line);
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn entries(&mut self, depth: usize) -> Result<Vec<(String, Node)>, Refusal> {
        let mut entries = Vec::new();
        let mut key: Option<Node> = None;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok(entries);
            }
            if !is_node(&event) {
                continue;
            }
            let node = self.node(event, span, depth + 1)?;
            match key.take() {
                None => key = Some(node),
                Some(Node { value: Value::Text(name), line, .. }) => {
                    // People look at the line of the key, even if its text begins below.
                    entries.push((name, Node { line, ..node }));
                }
                Some(_) => {}
            }
        }
    }
}

fn is_node(event: &Event<'_>) -> bool {
    matches!(event, Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_))
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Nothing | Value::Text(_) => 1,
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Table(entries) => 1 + entries.iter().map(|(_, node)| size(node)).sum::<usize>(),
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    match style {
        ScalarStyle::Plain if matches!(text, "" | "~" | "null" | "Null" | "NULL") => Value::Nothing,
        _ => Value::Text(allowed(text).into_owned()),
    }
}

/// Parses TOML.
pub(super) fn parse_toml(text: &str) -> Result<Node, Refusal> {
    let line = |offset: usize| line_at(text, offset);
    match DeTable::parse(text) {
        Ok(table) => Ok(Node::new(toml_table(table.get_ref(), &line), 1)),
        Err(error) => {
            Err(Refusal { message: error.message().to_owned(), line: line(error.span().map_or(0, |span| span.start)) })
        }
    }
}

fn toml_table(table: &DeTable<'_>, line: &dyn Fn(usize) -> u32) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let node = Node::new(toml_value(value.get_ref(), line), line(key.span().start));
        (key.get_ref().to_string(), node)
    });
    Value::Table(entries.collect())
}

fn toml_value(value: &DeValue<'_>, line: &dyn Fn(usize) -> u32) -> Value {
    match value {
        DeValue::String(text) => Value::Text(allowed(text).into_owned()),
        DeValue::Integer(number) => Value::Text(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Text(number.as_str().to_owned()),
        DeValue::Boolean(boolean) => Value::Text(boolean.to_string()),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(
            items.iter().map(|item| Node::new(toml_value(item.get_ref(), line), line(item.span().start))).collect(),
        ),
        DeValue::Table(table) => toml_table(table, line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node) -> String {
        match &node.value {
            Value::Nothing => "-".to_owned(),
            Value::Text(text) => format!("{text:?}"),
            Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
            Value::Table(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, node)| format!("{key}@{}: {}", node.line, show(node))).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    #[test]
    fn yaml_toml_and_json_are_alike() {
        let yaml =
            "title: >\n Two\n lines\nversion: 1.10\ndraft: false\ntags: [a, 'b c']\nnone:\nplaces:\n- {name: X}\n";
        assert_eq!(
            parse_yaml(yaml).as_ref().map(show).unwrap(),
            r#"{title@1: "Two lines\n", version@4: "1.10", draft@5: "false", tags@6: ["a", "b c"], none@7: -, places@8: [{name@9: "X"}]}"#
        );
        let toml = "title = 'Two'\ndate = 2026-11-23T14:05:00Z\n[taxonomies]\ntags = ['a']\n";
        assert_eq!(
            parse_toml(toml).as_ref().map(show).unwrap(),
            r#"{date@2: "2026-11-23T14:05:00Z", taxonomies@3: {tags@4: ["a"]}, title@1: "Two"}"#
        );
        assert_eq!(parse_yaml("{\n \"title\": \"A\"\n}").as_ref().map(show).unwrap(), r#"{title@2: "A"}"#);
    }

    #[test]
    fn aliases_are_followed_but_do_not_explode() {
        assert_eq!(
            parse_yaml("a: &x {b: 1}\nc: *x\n").as_ref().map(show).unwrap(),
            r#"{a@1: {b@1: "1"}, c@2: {b@1: "1"}}"#
        );
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..20 {
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 8].join(", ")));
        }
        assert!(parse_yaml(&bomb).is_err());
    }

    #[test]
    fn escapes_bring_in_no_control_characters() {
        for node in [
            parse_yaml(r#"title: "A\u0001\eB""#),
            parse_toml(r#"title = "A\u0001B""#),
            parse_yaml(r#"{"title": "A\u0001B"}"#),
        ] {
            assert_eq!(node.unwrap().get("title").and_then(Node::text), Some("AB"));
        }
    }

    #[test]
    fn a_refusal_names_the_line() {
        assert_eq!(parse_yaml("title: A\nlead: \"B\" and more\n").unwrap_err().line, 2);
        assert_eq!(parse_toml("title = 'A'\nlead = B\n").unwrap_err().line, 2);
    }

    #[test]
    fn what_nobody_reads_is_known() {
        let node =
            parse_yaml("title: A\nlead: B\ncover:\n  image: c\n  alt: d\ntags: [x, y]\nlead: E\nnone:\n").unwrap();
        assert_eq!(node.get("lead").and_then(Node::text), Some("E"));
        node.get("cover").and_then(|cover| cover.get("image")).and_then(Node::text);
        let unread: Vec<_> = node.unread().into_iter().map(|field| (field.name, field.line, field.repeated)).collect();
        let expected =
            [("title", 1, None), ("lead", 2, Some(7)), ("cover.alt", 5, None), ("tags", 6, None), ("tags", 6, None)];
        assert_eq!(unread, expected.map(|(name, line, repeated)| (name.to_owned(), line, repeated)));
        let node = parse_yaml("lead: One\nlead:\n").unwrap();
        assert_eq!(node.get("lead").and_then(Node::text), Some("One"));
        assert_eq!(node.unread(), []);
    }

    #[test]
    fn keys_are_found_in_any_spelling() {
        let node = parse_yaml("translationKey: a\nlast-modified_at: b\n").unwrap();
        assert_eq!(node.get("translation_key").and_then(Node::text), Some("a"));
        assert_eq!(node.get("last_modified_at").and_then(Node::text), Some("b"));
    }
}
