//! Rewrites headings and tables of Markdown that would lose words: braces at the end of a heading, and cells beyond the
//! columns of a table's header.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::OPTIONS;
use crate::read::bounds::max_empty_cells;
use crate::read::html::Warning;

/// Rewrites a text. Adds a warning for each row whose last cells are lost.
pub(super) fn rewrite(source: String, warnings: &mut Vec<Warning>) -> String {
    if !source.contains('|') && !source.contains('}') {
        return source;
    }
    let mut edits: Vec<(usize, String)> = Vec::new();
    let mut table: Option<Table> = None;
    for (event, range) in Parser::new_ext(&source, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => edits.extend(brace(&source, range)),
            Event::Start(Tag::Table(alignments)) => {
                table = Some(Table { columns: alignments.len(), head: 0..0, rows: Vec::new() });
            }
            Event::Start(Tag::TableHead) => table.iter_mut().for_each(|table| table.head = range.clone()),
            Event::Start(Tag::TableRow) => table.iter_mut().for_each(|table| table.rows.push(range.clone())),
            Event::End(TagEnd::Table) => {
                if let Some(table) = table.take() {
                    edits.extend(table.widen(&source, warnings));
                }
            }
            _ => {}
        }
    }
    apply(source, edits)
}

fn apply(source: String, mut edits: Vec<(usize, String)>) -> String {
    if edits.is_empty() {
        return source;
    }
    edits.sort_by_key(|(at, _)| *at);
    let mut rewritten = String::with_capacity(source.len() + edits.len() * 8);
    let mut position = 0;
    for (at, inserted) in edits {
        rewritten.push_str(&source[position..at]);
        // A brace is replaced, everything else is inserted.
        position = if inserted == BRACE { at + 1 } else { at };
        rewritten.push_str(&inserted);
    }
    rewritten.push_str(&source[position..]);
    rewritten
}

/// An opening brace that never begins attributes.
const BRACE: &str = "&#123;";

/// Finds a brace at the end of a heading that begins words, not attributes such as `{#id .class}`.
fn brace(source: &str, range: Range<usize>) -> Vec<(usize, String)> {
    let mut start = range.start;
    let mut found = Vec::new();
    for line in source[range].split_inclusive('\n') {
        let text = line.trim_end().trim_end_matches('#').trim_end();
        if let Some(inside) = text.strip_suffix('}')
            && let Some(open) = inside.rfind('{')
            && !inside[..open].ends_with('\\')
            && !is_attributes(&inside[open + 1..])
        {
            found.push((start + open, BRACE.to_owned()));
        }
        start += line.len();
    }
    found
}

/// Returns whether a text in braces names an identifier or classes. Pandoc writes `{-}` for a heading without number.
fn is_attributes(inside: &str) -> bool {
    let mut parts = inside.split_whitespace().peekable();
    let is_name = |part: &str| part.len() > 1 && part.starts_with(['#', '.', ':']);
    inside.trim() == "-"
        || (inside.contains(['#', '.', ':'])
            && parts.peek().is_some()
            && parts.all(|part| is_name(part) || part.contains('=')))
            && inside.split_whitespace().any(is_name)
}

/// A table with the places of its rows.
struct Table {
    columns: usize,
    head: Range<usize>,
    rows: Vec<Range<usize>>,
}

impl Table {
    /// Adds columns without a header for the cells beyond the header.
    fn widen(&self, source: &str, warnings: &mut Vec<Warning>) -> Vec<(usize, String)> {
        let counts: Vec<usize> = self.rows.iter().map(|row| cells(&source[row.clone()])).collect();
        let widest = counts.iter().copied().max().unwrap_or(0);
        if widest <= self.columns {
            return Vec::new();
        }
        let all: usize = counts.iter().sum();
        if (self.rows.len() + 1) * widest > max_empty_cells(all) {
            let beyond = self.rows.iter().zip(&counts).filter(|(_, count)| **count > self.columns);
            warnings.extend(beyond.map(|(row, count)| self.too_wide(&source[row.clone()], *count)));
            return Vec::new();
        }
        let more = widest - self.columns;
        let (header, next) = line_end(source, self.head.start);
        let (delimiters, _) = line_end(source, next);
        [(header, " |"), (delimiters, "---|")]
            .into_iter()
            .map(|(end, cell)| {
                let closed = source[..end].ends_with('|');
                (end, format!("{}{}", if closed { "" } else { "|" }, cell.repeat(more)))
            })
            .collect()
    }

    fn too_wide(&self, row: &str, count: usize) -> Warning {
        let first = row.split('|').map(str::trim).find(|cell| !cell.is_empty()).unwrap_or_default();
        Warning {
            message: format!(
                "a row has {count} cells and the table {} columns, so the last cells are left out",
                self.columns
            ),
            remedy: "add columns to the table's header".to_owned(),
            trace: first.to_owned(),
        }
    }
}

/// Returns the end of the line at a position, without white space, and the start of the next line.
fn line_end(source: &str, position: usize) -> (usize, usize) {
    let length = source[position..].find('\n').unwrap_or(source.len() - position);
    let end = position + source[position..position + length].trim_end().len();
    (end, (position + length + 1).min(source.len()))
}

/// Counts the cells of a row.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut escaped = false;
    let pipes = row.bytes().filter(|byte| {
        let is_pipe = *byte == b'|' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        is_pipe
    });
    pipes.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let mut warnings = Vec::new();
        assert_eq!(rewrite(source.to_owned(), &mut warnings), expected, "{source}");
        assert_eq!(warnings, []);
    }

    #[test]
    fn braces_in_headings_are_words_unless_they_are_attributes() {
        check("## The set {1, 2}\n", "## The set &#123;1, 2}\n");
        check("## A {x} ##\n\ntext {y}\n", "## A &#123;x} ##\n\ntext {y}\n");
        check("The set {a}\n---\n", "The set &#123;a}\n---\n");
        for source in ["## A {#one .two}\n", "## A {-}\n", "## A {.x lang=en}\n", "## A \\{b}\n", "`{a}`\n"] {
            check(source, source);
        }
    }

    #[test]
    fn a_table_is_as_wide_as_its_widest_row() {
        check("| A | B |\n|---|---|\n| 1 | 2 | 3 |\n", "| A | B | |\n|---|---|---|\n| 1 | 2 | 3 |\n");
        check("A | B\n--|--\n1 | 2 | 3 | 4\n", "A | B| | |\n--|--|---|---|\n1 | 2 | 3 | 4\n");
        check("> | A |\n> |---|\n> | 1 | 2\\|3 |\n", "> | A | |\n> |---|---|\n> | 1 | 2\\|3 |\n");
        let same = "| A | B |\n|---|---|\n| 1 |\n";
        check(same, same);
    }

    #[test]
    fn one_wide_row_does_not_widen_a_long_table_without_end() {
        let source = format!("| A |\n|---|\n{}{}\n", "| 1 |\n".repeat(10_000), "| x ".repeat(1000));
        let mut warnings = Vec::new();
        assert_eq!(rewrite(source.clone(), &mut warnings).len(), source.len());
        assert_eq!(warnings.len(), 1);
    }
}
