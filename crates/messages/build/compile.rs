//! Compiles Fluent files to Rust: parses each file, compares each language with English, writes the table of messages.

mod check;
mod generate;
mod parse;
mod plural;

use std::collections::BTreeMap;
use std::fmt;

use parse::Message;
use plural::PluralRule;

/// The language that defines the messages and their variables; other languages follow it.
const REFERENCE: &str = "en";

/// The file with the languages' own names.
const LANGUAGE_NAMES: &str = "locales/languages.ftl";

/// A Fluent file.
pub struct Source {
    /// The path from the root of the repository, with slashes: `locales/uk/device.ftl`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A mistake that a translator has to correct.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file.
    path: String,
    /// The line, from 1.
    line: usize,
    /// The mistake and its remedy.
    text: String,
}

impl Problem {
    fn new(path: &str, line: usize, text: String) -> Self {
        Self { path: path.to_owned(), line, text }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// A file of a language, parsed.
struct File {
    /// The path from the root of the repository.
    path: String,
    /// The name without folder and extension: `device`.
    name: String,
    /// The messages, in their order.
    messages: Vec<Message>,
    /// The number of lines in the file.
    lines: usize,
}

/// A language of the interface.
struct Locale {
    /// The language tag, which is the name of its folder.
    tag: String,
    /// The plural rule.
    rule: PluralRule,
    /// The files, in alphabetical order.
    files: Vec<File>,
}

/// Compiles the files below `locales/` to Rust, or returns all problems of all files.
pub fn compile(sources: &[Source]) -> Result<String, Vec<Problem>> {
    let mut problems = Vec::new();
    let parsed: Vec<_> = sources.iter().map(|source| (source, parse::parse(source, &mut problems))).collect();
    if !problems.is_empty() {
        // Messages that cannot be parsed would also be reported as missing.
        problems.sort();
        return Err(problems);
    }
    let mut folders: BTreeMap<&str, Vec<File>> = BTreeMap::new();
    let mut names = Vec::new();
    for (source, messages) in parsed {
        if source.path == LANGUAGE_NAMES {
            names = messages;
            continue;
        }
        let parts: Vec<&str> = source.path.split('/').collect();
        let [_, tag, name] = parts[..] else {
            let text = format!("move this file to `locales/<language>/`, or its lines to `{LANGUAGE_NAMES}`");
            problems.push(Problem::new(&source.path, 1, text));
            continue;
        };
        let name = name.trim_end_matches(".ftl").to_owned();
        let lines = source.text.lines().count().max(1);
        folders.entry(tag).or_default().push(File { path: source.path.clone(), name, messages, lines });
    }
    let mut locales = Vec::new();
    for (tag, files) in folders {
        match PluralRule::of(tag) {
            Ok(rule) => locales.push(Locale { tag: tag.to_owned(), rule, files }),
            Err(text) => problems.push(Problem::new(&files[0].path, 1, text)),
        }
    }
    // English comes first: it replaces languages without messages.
    locales.sort_by_key(|locale| locale.tag != REFERENCE);
    match locales.split_first() {
        Some((english, others)) if english.tag == REFERENCE => check::check(english, others, &names, &mut problems),
        _ => problems.push(Problem::new("locales", 1, format!("there is no folder `{REFERENCE}`"))),
    }
    if problems.is_empty() {
        return Ok(generate::generate(&locales, &names));
    }
    problems.sort();
    Err(problems)
}

#[cfg(test)]
mod tests;
