//! `[rules]` in `offprint.toml`: which paragraphs belong to the site, not to an article.

use regex::{Regex, RegexBuilder};

use crate::config::table::Table;

/// Regular expressions for whole paragraphs, in addition to the built-in rules.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Matches invitations to follow the paper.
    pub follow: Vec<Regex>,
    /// Matches the first paragraph of a closing appeal.
    pub appeal: Vec<Regex>,
}

pub(super) fn read_rules(table: &mut Table<'_, '_, '_>) -> Rules {
    let Some((entry, _)) = table.table("rules") else { return Rules::default() };
    let mut entry = Table::new(entry, "rules", table.report);
    let rules =
        Rules { follow: read_expressions(&mut entry, "follow"), appeal: read_expressions(&mut entry, "appeal") };
    entry.finish();
    rules
}

fn read_expressions(table: &mut Table<'_, '_, '_>, key: &'static str) -> Vec<Regex> {
    let mut expressions = Vec::new();
    for (expression, offset) in table.texts(key) {
        match RegexBuilder::new(&expression).case_insensitive(true).build() {
            Ok(compiled) => expressions.push(compiled),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                let message = format!("`{expression}` is not a regular expression: {reason}");
                table.error(offset, message, "correct it, or escape special characters with a backslash");
            }
        }
    }
    expressions
}
