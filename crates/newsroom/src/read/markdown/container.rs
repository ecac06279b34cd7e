//! Rewrites containers of other tools as callouts: `:::note` of Docusaurus and Pandoc, `!!! note` of MkDocs.

use std::sync::LazyLock;

use regex::Regex;

use crate::read::constant_regex;
use crate::read::html::Warning;
use crate::read::shortcode::Code;

/// The line that opens or closes a container: `:::note Title`, `::: {.callout-note title="Title"}`, `:::`.
static FENCE: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r"^(?<indent> {0,3}(?:> ?)*)(?<mark>:{3,})[ \t]*(?<rest>.*?)[ \t:]*$"));

/// The name and the title of a container.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r#"^\{?[ \t]*\.?(?<name>[\p{L}][\w-]*)(?:\[(?<bracketed>[^\]]*)\])?(?<attributes>(?:[ \t]+[.#][\w-]+|[ \t]+[\w-]+="[^"]*")*[ \t]*\}|\{[^}]*\})?[ \t]*(?<title>.*)$"#,
    )
});

/// The title in the attributes of a container.
static TITLE: LazyLock<Regex> = LazyLock::new(|| constant_regex(r#"title="(?<title>[^"]*)""#));

/// The line that opens a container of MkDocs, whose lines are indented.
static ADMONITION: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(r#"^(?:!!!|\?\?\?\+?)[ \t]+(?<name>[\p{L}][\w-]*)(?:[ \t]+"(?<title>[^"]*)")?[ \t]*$"#)
});

/// The maximum number of containers in each other. Deeper ones are reduced to their text.
const MAX_DEPTH: usize = 8;

/// The maximum number of open containers, those that are reduced to their text included. Further marks are text.
const MAX_OPEN: usize = 64;

/// The indentation of the lines in a container of MkDocs.
const INDENTATION: usize = 4;

/// The callout that a container becomes.
fn callout(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    Some(match name.strip_prefix("callout-").unwrap_or(&name) {
        "note" | "info" | "abstract" | "seealso" | "example" => "NOTE",
        "tip" | "hint" | "success" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "attention" => "WARNING",
        "caution" | "danger" | "error" | "bug" | "failure" => "CAUTION",
        "details" | "spoiler" | "collapse" | "fold" => "FOLD",
        "context" | "background" => "CONTEXT",
        _ => return None,
    })
}

/// Rewrites a text. Adds a warning for each container without a callout: its text stays.
pub(super) fn rewrite(source: &str, warnings: &mut Vec<Warning>) -> String {
    if !source.contains(":::") && !source.contains("!!! ") && !source.contains("??? ") && !source.contains("???+") {
        return source.to_owned();
    }
    let mut code = Code::of(source);
    let mut containers = Containers { open: Vec::new(), rewritten: String::with_capacity(source.len()), warnings };
    let mut position = 0;
    for line in source.split_inclusive('\n') {
        let in_code = code.contains(position);
        position += line.len();
        containers.line(line, in_code, &source[position..]);
    }
    containers.rewritten
}

/// An open container.
struct Open {
    /// The number of colons that close it; `None` if the end of the indentation does.
    colons: Option<usize>,
    /// `true` if it became a callout, so that its lines are quoted.
    quoted: bool,
}

struct Containers<'a> {
    open: Vec<Open>,
    rewritten: String,
    warnings: &'a mut Vec<Warning>,
}

impl Containers<'_> {
    /// Rewrites a line. `after` is the text after it.
    fn line(&mut self, line: &str, in_code: bool, after: &str) {
        let text = self.within(line.trim_end_matches('\n'));
        let indented = matches!(self.open.last(), Some(Open { colons: None, .. }));
        if !in_code || indented {
            if let Some(fence) = FENCE.captures(text) {
                let colons = fence["mark"].len();
                if self.fence(&fence["indent"], colons, &fence["rest"], text) {
                    return;
                }
            } else if self.open.len() < MAX_OPEN
                && let Some(opening) = ADMONITION.captures(text)
                && is_indented_below(line, after)
            {
                let title = opening.name("title").map_or("", |title| title.as_str());
                self.begin("", &opening["name"], title, None, text);
                return;
            }
        }
        self.write("", text);
    }

    /// Returns a line without the indentation of the containers of MkDocs around it. They end where the indentation does, also
    /// in code.
    fn within<'a>(&mut self, line: &'a str) -> &'a str {
        let mut text = line;
        if line.trim().is_empty() {
            return text;
        }
        for position in 0..self.open.len() {
            if self.open[position].colons.is_some() {
                continue;
            }
            match text.strip_prefix("    ").or_else(|| text.strip_prefix('\t')) {
                Some(inner) => text = inner,
                None => {
                    self.open.truncate(position);
                    self.write("", "");
                    break;
                }
            }
        }
        text
    }

    /// Opens or closes a container. Returns `false` if the line is text.
    fn fence(&mut self, indent: &str, colons: usize, rest: &str, line: &str) -> bool {
        if rest.is_empty() {
            let closes = self.open.iter().rposition(|open| open.colons.is_some_and(|open| open <= colons));
            let Some(at) = closes else { return false };
            self.open.truncate(at);
            self.write(indent, "");
            return true;
        }
        let Some(opening) = OPENING.captures(rest).filter(|_| self.open.len() < MAX_OPEN) else { return false };
        let attributes = opening.name("attributes").map_or("", |attributes| attributes.as_str());
        let in_attributes = TITLE.captures(attributes).map(|title| title["title"].to_owned());
        let bracketed = opening.name("bracketed").map(|title| title.as_str().to_owned());
        let title = in_attributes.or(bracketed).unwrap_or_else(|| opening["title"].trim_matches('"').to_owned());
        self.begin(indent, &opening["name"], &title, Some(colons), line);
        true
    }

    fn begin(&mut self, indent: &str, name: &str, title: &str, colons: Option<usize>, line: &str) {
        let kind = callout(name).filter(|_| self.open.len() < MAX_DEPTH);
        match kind {
            Some(kind) => {
                self.write(indent, "");
                self.open.push(Open { colons, quoted: true });
                self.write(indent, &format!("[!{kind}] {title}"));
            }
            None => {
                self.warnings.push(Warning {
                    message: format!("left out the mark of the container `{}`; its text stays", line.trim()),
                    remedy: "write a callout, such as `> [!NOTE] Title`".to_owned(),
                    trace: line.trim().to_owned(),
                });
                self.write(indent, "");
                self.open.push(Open { colons, quoted: false });
                // MkDocs shows the name where there is no title.
                let title = if title.is_empty() && colons.is_none() { name } else { title };
                if !title.trim().is_empty() {
                    self.write(indent, title);
                    self.write(indent, "");
                }
            }
        }
    }

    fn write(&mut self, indent: &str, text: &str) {
        self.rewritten.push_str(indent);
        for _ in self.open.iter().filter(|open| open.quoted) {
            self.rewritten.push_str("> ");
        }
        self.rewritten.push_str(text);
        self.rewritten.push('\n');
    }
}

/// Returns whether the next line with words is indented below a line.
fn is_indented_below(line: &str, after: &str) -> bool {
    let indentation = |line: &str| {
        let spaces = line.chars().take_while(|character| matches!(character, ' ' | '\t'));
        spaces.map(|space| if space == '\t' { INDENTATION } else { 1 }).sum::<usize>()
    };
    let next = after.lines().find(|line| !line.trim().is_empty());
    next.is_some_and(|next| indentation(next) >= indentation(line) + INDENTATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str, warnings: usize) {
        let mut found = Vec::new();
        let rewritten = rewrite(source, &mut found);
        let lines = |text: &str| text.lines().map(str::trim_end).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lines(&rewritten), lines(expected), "{source}");
        assert_eq!(found.len(), warnings, "{found:?}");
    }

    #[test]
    fn containers_are_callouts() {
        check("a\n:::note Mind\nb\n\nc\n:::\nd\n", "a\n\n> [!NOTE] Mind\n> b\n>\n> c\n\nd\n", 0);
        check(
            "::: warning\na\n::::tip[Title]\nb\n::::\nc\n:::\n",
            "\n> [!WARNING]\n> a\n>\n> > [!TIP] Title\n> > b\n>\n> c\n\n",
            0,
        );
        check("::: {.callout-note title=\"A b\"}\nc\n:::\n", "\n> [!NOTE] A b\n> c\n\n", 0);
        check("!!! note \"A b\"\n    c\n\n    d\ne\n", "\n> [!NOTE] A b\n> c\n>\n> d\n\ne\n", 0);
    }

    #[test]
    fn containers_of_mkdocs_nest() {
        check(
            "!!! note\n    a\n\n    !!! tip\n        b\n\n    c\nd\n",
            "\n> [!NOTE]\n> a\n>\n>\n> > [!TIP]\n> > b\n> >\n>\n> c\n\nd\n",
            0,
        );
        check("!!! note\n    !!! tip\n        b\nc\n", "\n> [!NOTE]\n>\n> > [!TIP]\n> > b\n\nc\n", 0);
        check("!!! rumour\n    a\n", "\nrumour\n\na\n", 1);
        for source in ["!!! WOW\n", "!!! Note\nThe ferry.\n"] {
            check(source, source, 0);
        }
    }

    #[test]
    fn open_containers_are_not_counted_at_each_line() {
        let source = format!("{}{}", ":::::note\n".repeat(30_000), ":::\n".repeat(30_000));
        assert!(rewrite(&source, &mut Vec::new()).len() < 2_000_000);
    }

    #[test]
    fn other_containers_keep_their_text() {
        check("::: columns\na\n:::\n", "\na\n\n", 1);
        check(":::banner Big news\na\n:::\n", "\nBig news\n\na\n\n", 1);
        for source in ["```\n:::note\n```\n", ":::\n", "a ::: b\n"] {
            check(source, source, 0);
        }
    }
}
