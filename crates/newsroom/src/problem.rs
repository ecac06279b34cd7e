//! Problems of a newsroom's sources, each with a remedy.

use std::fmt;
use std::path::PathBuf;

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The article is left out. An error in `offprint.toml` stops the build.
    Error,
    /// The article is still published.
    Warning,
}

/// A problem, with its place and its remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the newsroom.
    pub file: PathBuf,
    /// The line in it, counted from 1.
    pub line: Option<u32>,
    /// The severity.
    pub severity: Severity,
    /// A description of the problem.
    pub message: String,
    /// The remedy.
    pub remedy: String,
}

impl Problem {
    /// Makes an error: the article is left out.
    pub fn error(file: impl Into<PathBuf>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Severity::Error, file.into(), message.into(), remedy.into())
    }

    /// Makes a warning: the article is still published.
    pub fn warning(file: impl Into<PathBuf>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file.into(), message.into(), remedy.into())
    }

    /// Returns the problem with its line set.
    pub fn at(self, line: impl Into<Option<u32>>) -> Self {
        Self { line: line.into(), ..self }
    }

    fn new(severity: Severity, file: PathBuf, message: String, remedy: String) -> Self {
        Self { file, line: None, severity, message, remedy }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(formatter, "{line}:")?;
        }
        write!(formatter, " {}: {}", self.severity, self.message)?;
        if !self.remedy.is_empty() {
            write!(formatter, "; {}", self.remedy)?;
        }
        Ok(())
    }
}

/// Returns the line, from 1, of a byte of a text.
pub fn line_at(text: &str, offset: usize) -> u32 {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let breaks = before.iter().filter(|&&byte| byte == b'\n').count();
    u32::try_from(breaks).map_or(u32::MAX, |breaks| breaks.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        assert_eq!([0, 1, 2, 3, 9].map(|offset| line_at("a\nb\n", offset)), [1, 1, 2, 2, 3]);
    }

    #[test]
    fn a_problem_is_one_line() {
        let problem = Problem::warning("articles/a.md", "\"someday\" is not a date", "write it as 2026-11-23");
        assert_eq!(
            problem.clone().at(3).to_string(),
            "articles/a.md:3: warning: \"someday\" is not a date; write it as 2026-11-23"
        );
        assert!(problem.to_string().starts_with("articles/a.md: warning: "));
    }
}
