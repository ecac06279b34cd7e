//! The report of `build --report`: the outcome of every item of every source.

use serde::Serialize;

use crate::problem::{Problem, Severity};
use crate::read::{Item, Outcome, Reading, SiteLine, SiteLineKind};

/// The outcome of every item of every source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The items, by path.
    pub items: Vec<ReportItem>,
    /// The number of items by outcome.
    pub counts: Counts,
}

/// The outcome of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportItem {
    /// The file's path in the newsroom.
    pub source: String,
    /// The item's name in that file; empty if the file is one article.
    pub item: String,
    /// The outcome.
    pub outcome: ReportOutcome,
    /// The reason why it was not published.
    pub reason: Option<String>,
    /// Its name in addresses.
    pub slug: Option<String>,
    /// The paragraphs removed from its text because they belong to the site.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub site_lines: Vec<ReportLine>,
}

/// A paragraph removed from an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportLine {
    /// `follow` or `appeal`.
    pub kind: &'static str,
    /// Its line in the file, when known.
    pub line: Option<u32>,
    /// The text.
    pub text: String,
}

/// The outcome of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportOutcome {
    /// The edition contains it.
    Published,
    /// It is not to be published.
    Skipped,
    /// It could not be read.
    Failed,
}

/// The number of items by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All items.
    pub items: u32,
    /// Items in the edition.
    pub published: u32,
    /// Items that are not to be published.
    pub skipped: u32,
    /// Items that could not be read.
    pub failed: u32,
    /// Paragraphs removed from articles because they belong to the site.
    pub site_lines: u32,
    /// Warnings: what is shown otherwise than in its source, or not at all. The build prints each with its file and line.
    pub warnings: u32,
}

impl Report {
    /// Reports all items of a reading.
    pub fn new(reading: &Reading) -> Self {
        let mut report = Self::default();
        for item in &reading.items {
            let item = report_item(item, &reading.problems);
            let count = match item.outcome {
                ReportOutcome::Published => &mut report.counts.published,
                ReportOutcome::Skipped => &mut report.counts.skipped,
                ReportOutcome::Failed => &mut report.counts.failed,
            };
            *count += 1;
            report.counts.items += 1;
            report.counts.site_lines += u32::try_from(item.site_lines.len()).unwrap_or(u32::MAX);
            report.items.push(item);
        }
        report.count_warnings(&reading.problems);
        report
    }

    /// Counts the warnings among all problems.
    pub fn count_warnings(&mut self, problems: &[Problem]) {
        let warnings = problems.iter().filter(|problem| problem.severity == Severity::Warning).count();
        self.counts.warnings = u32::try_from(warnings).unwrap_or(u32::MAX);
    }
}

fn report_item(item: &Item, problems: &[Problem]) -> ReportItem {
    let (outcome, reason, slug) = match &item.outcome {
        Outcome::Read(read) => (ReportOutcome::Published, None, Some(read.article.slug.clone())),
        Outcome::Skipped { reason } => (ReportOutcome::Skipped, Some(reason.clone()), None),
        Outcome::Failed => (ReportOutcome::Failed, Some(reason(item, problems)), None),
    };
    ReportItem {
        source: item.source.to_string_lossy().replace('\\', "/"),
        item: item.item.clone(),
        outcome,
        reason,
        slug,
        site_lines: match &item.outcome {
            Outcome::Read(read) => read.site_lines.iter().map(report_line).collect(),
            Outcome::Skipped { .. } | Outcome::Failed => Vec::new(),
        },
    }
}

fn report_line(line: &SiteLine) -> ReportLine {
    let kind = match line.kind {
        SiteLineKind::Follow => "follow",
        SiteLineKind::Appeal => "appeal",
    };
    ReportLine { kind, line: line.line, text: line.text.clone() }
}

fn reason(item: &Item, problems: &[Problem]) -> String {
    let of_item = problems.iter().filter(|problem| problem.file == item.source && problem.severity == Severity::Error);
    let messages: Vec<String> = of_item
        .map(|problem| match problem.line {
            Some(line) => format!("line {line}: {}", problem.message),
            None => problem.message.clone(),
        })
        .collect();
    messages.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::tests::read_article;

    #[test]
    fn items_in_are_items_in_the_report() {
        let item = |source: &str, outcome| Item { source: source.into(), item: String::new(), outcome };
        let reading = Reading {
            items: vec![
                item("articles/a.md", Outcome::Read(Box::new(read_article("a", "articles/a.md")))),
                item("articles/b.md", Outcome::Skipped { reason: "it is a draft".to_owned() }),
                item("articles/c.md", Outcome::Failed),
            ],
            problems: vec![
                Problem::error("articles/c.md", "it is empty", "write something").at(1),
                Problem::warning("articles/a.md", "a link became plain text", "correct it").at(3),
            ],
            ..Reading::default()
        };
        let report = Report::new(&reading);
        assert_eq!(report.counts, Counts { items: 3, published: 1, skipped: 1, failed: 1, site_lines: 0, warnings: 1 });
        let json = serde_json::to_string(&report.items[2]).expect("serialises");
        assert_eq!(
            json,
            r#"{"source":"articles/c.md","item":"","outcome":"failed","reason":"line 1: it is empty","slug":null}"#
        );
    }
}
