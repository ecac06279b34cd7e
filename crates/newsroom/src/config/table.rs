//! Reads a table of a TOML file key by key, so that all its problems are reported at once.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::characters::allowed;
use crate::config::{CONFIG_FILE, Localized};
use crate::problem::{Problem, line_at};
use model::Language;

/// The text of a file and its problems.
pub(super) struct Report<'a> {
    pub(super) text: &'a str,
    pub(super) problems: Vec<Problem>,
}

impl Report<'_> {
    /// Returns the line, from 1, of a byte of the file.
    pub(super) fn line(&self, offset: usize) -> Option<u32> {
        (offset <= self.text.len()).then(|| line_at(self.text, offset))
    }

    pub(super) fn error(&mut self, offset: usize, message: impl Into<String>, remedy: impl Into<String>) {
        let line = self.line(offset);
        self.problems.push(Problem::error(CONFIG_FILE, message, remedy).at(line));
    }
}

/// A table that is read key by key.
pub(super) struct Table<'t, 'r, 'a> {
    table: &'t DeTable<'t>,
    /// The table's name in messages: `sources`; empty for the top level.
    name: &'static str,
    known: BTreeSet<&'static str>,
    pub(super) report: &'r mut Report<'a>,
}

impl<'t, 'r, 'a> Table<'t, 'r, 'a> {
    pub(super) fn new(table: &'t DeTable<'t>, name: &'static str, report: &'r mut Report<'a>) -> Self {
        Self { table, name, known: BTreeSet::new(), report }
    }

    /// Returns the value of a key and marks the key as known.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.insert(key);
        self.table.get(key)
    }

    pub(super) fn line(&self, offset: usize) -> Option<u32> {
        self.report.line(offset)
    }

    pub(super) fn error(&mut self, offset: usize, message: impl Into<String>, remedy: impl Into<String>) {
        self.report.error(offset, message, remedy);
    }

    /// Returns the name of a key in messages: `sources.path`.
    fn label(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    pub(super) fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = value.get_ref().type_str();
        let message = format!("`{}` is {} {found}, not {expected}", self.label(key), article(found));
        self.error(value.span().start, message, format!("write {expected}"));
    }

    /// Reads a text with its offset in the file.
    pub(super) fn text_at(&mut self, key: &'static str) -> Option<(String, usize)> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some((plain(text), value.span().start)),
            None => {
                self.wrong_type(key, value, "a text in quotation marks");
                None
            }
        }
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.text_at(key).map(|(text, _)| text)
    }

    /// Returns whether a key is set to true.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        match value.get_ref().as_bool() {
            Some(flag) => flag,
            None => {
                self.wrong_type(key, value, "true or false");
                false
            }
        }
    }

    /// Reads a whole number with its offset in the file.
    pub(super) fn number(&mut self, key: &'static str) -> Option<(i64, usize)> {
        let value = self.get(key)?;
        let number =
            value.get_ref().as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            self.wrong_type(key, value, "a whole number");
        }
        Some((number?, value.span().start))
    }

    /// Reads a whole number from 0 to `most`. For any other number, adds an error with the message `wrong`, and returns 0.
    pub(super) fn number_up_to(
        &mut self,
        key: &'static str,
        most: u64,
        wrong: impl FnOnce(i64) -> (String, String),
    ) -> Option<u64> {
        let (written, offset) = self.number(key)?;
        let number = u64::try_from(written).ok().filter(|number| *number <= most);
        if number.is_none() {
            let (message, remedy) = wrong(written);
            self.error(offset, message, remedy);
        }
        Some(number.unwrap_or_default())
    }

    /// Reads a text that may differ by language.
    pub(super) fn localized(&mut self, key: &'static str) -> Localized {
        let Some(value) = self.get(key) else { return Localized::default() };
        let mut localized = Localized::default();
        match value.get_ref() {
            DeValue::String(text) => localized.any = Some(plain(text)),
            DeValue::Table(table) => self.languages_of(table, key, &mut localized),
            _ => self.wrong_type(key, value, "a text, or a table of texts by language: { en = \"...\" }"),
        }
        localized
    }

    /// Reads a table of texts by language.
    pub(super) fn languages_of(&mut self, table: &DeTable<'_>, key: &'static str, localized: &mut Localized) {
        for (language, value) in table {
            let tag = language.get_ref().as_ref();
            if !is_language(tag) {
                let message = format!("`{}.{tag}` is not a language", self.label(key));
                self.error(language.span().start, message, "use a language tag such as en, ru, uk, fa or zh-hant");
                continue;
            }
            match value.get_ref().as_str() {
                Some(text) => {
                    localized.by_language.insert(Language::new(tag), plain(text));
                }
                None => self.wrong_type(key, value, "a text in quotation marks"),
            }
        }
    }

    /// Reads a list of texts with their offsets.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<(String, usize)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts: [\"...\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), item.span().start)),
                None => self.wrong_type(key, item, "a list of texts: [\"...\"]"),
            }
        }
        texts
    }

    /// Reads an array of tables with their offsets.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(&'t DeTable<'t>, usize)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let expected = "a list of tables, each starting with its name in double brackets";
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, expected);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push((table, item.span().start)),
                None => self.wrong_type(key, item, expected),
            }
        }
        tables
    }

    /// Reads a nested table with its offset.
    pub(super) fn table(&mut self, key: &'static str) -> Option<(&'t DeTable<'t>, usize)> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some((table, value.span().start)),
            None => {
                self.wrong_type(key, value, "a table");
                None
            }
        }
    }

    /// Reports every unknown key.
    pub(super) fn finish(self) {
        let Self { table, name, known, report, .. } = self;
        for key in table.keys() {
            let written = key.get_ref().as_ref();
            if known.contains(written) {
                continue;
            }
            let label = if name.is_empty() { written.to_owned() } else { format!("{name}.{written}") };
            report.error(key.span().start, format!("unknown key `{label}`"), advice(written, &known));
        }
    }
}

/// Cleans a text for display: trims white space and removes characters that XML forbids.
pub(super) fn plain(text: &str) -> String {
    allowed(text).trim().to_owned()
}

/// Returns whether a text has the form of a language tag.
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Returns the most similar known key, if any is similar enough.
pub(super) fn nearest(written: &str, known: &BTreeSet<&'static str>) -> Option<&'static str> {
    let near = known
        .iter()
        .map(|&key| (strsim::jaro_winkler(written, key), key))
        .filter(|(similarity, key)| *similarity > 0.75 || strsim::osa_distance(written, key) < 2)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    near.map(|(_, key)| key)
}

fn advice(written: &str, known: &BTreeSet<&'static str>) -> String {
    match nearest(written, known) {
        Some(key) => format!("did you mean `{key}`?"),
        None => {
            format!("the known keys are {}", known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
