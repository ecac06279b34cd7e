//! Rewrites containers of other tools as callouts: `:::note` of Docusaurus and Pandoc, `!!! note` of MkDocs.

use std::sync::LazyLock;

use regex::Regex;

use crate::read::constant_regex;
use crate::read::html::Warning;
use crate::read::shortcode::code_ranges;

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
        "question" | "quote" => return None,
        _ => return None,
    })
}

/// Rewrites a text. Adds a warning for each container without a callout: its text stays.
pub(super) fn rewrite(source: &str, warnings: &mut Vec<Warning>) -> String {
    if !source.contains(":::") && !source.contains("!!! ") && !source.contains("??? ") && !source.contains("???+") {
        return source.to_owned();
    }
    let code = code_ranges(source);
    let mut code = code.iter().peekable();
    let mut code_end = 0;
    let mut containers = Containers { open: Vec::new(), rewritten: String::with_capacity(source.len()), warnings };
    let mut position = 0;
    for line in source.split_inclusive('\n') {
        while let Some(range) = code.next_if(|range| range.start <= position) {
            code_end = code_end.max(range.end);
        }
        containers.line(line, position < code_end);
        position += line.len();
    }
    containers.rewritten
}

/// An open container.
struct Open {
    /// The number of colons that close it; `None` if the end of the indentation does.
    colons: Option<usize>,
    /// Whether it became a callout, so that its lines are quoted.
    quoted: bool,
}

struct Containers<'a> {
    open: Vec<Open>,
    rewritten: String,
    warnings: &'a mut Vec<Warning>,
}

impl Containers<'_> {
    fn line(&mut self, line: &str, in_code: bool) {
        let mut text = line.trim_end_matches('\n');
        // Containers of MkDocs end where the indentation does, also in code.
        while let Some(Open { colons: None, .. }) = self.open.last() {
            if text.trim().is_empty() {
                break;
            }
            match text.strip_prefix("    ").or_else(|| text.strip_prefix('\t')) {
                Some(inner) => {
                    text = inner;
                    break;
                }
                None => {
                    self.open.pop();
                    self.rewritten.push('\n');
                }
            }
        }
        let indented = matches!(self.open.last(), Some(Open { colons: None, .. }));
        if !in_code || indented {
            if let Some(fence) = FENCE.captures(text) {
                let colons = fence["mark"].len();
                if self.fence(&fence["indent"], colons, &fence["rest"], text) {
                    return;
                }
            } else if let Some(opening) = ADMONITION.captures(text) {
                let title = opening.name("title").map_or("", |title| title.as_str());
                self.begin("", &opening["name"], title, None, text);
                return;
            }
        }
        self.write("", text);
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
        let Some(opening) = OPENING.captures(rest) else { return false };
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
    fn other_containers_keep_their_text() {
        check("::: columns\na\n:::\n", "\na\n\n", 1);
        check(":::banner Big news\na\n:::\n", "\nBig news\n\na\n\n", 1);
        for source in ["```\n:::note\n```\n", ":::\n", "a ::: b\n"] {
            check(source, source, 0);
        }
    }
}
