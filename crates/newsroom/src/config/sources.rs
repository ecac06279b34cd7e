//! `[[sources]]` in `offprint.toml`: the folders and files that hold the articles.

use std::path::{Path, PathBuf};

use model::Language;

use crate::config::language::read_language;
use crate::config::path::check_inside;
use crate::config::table::Table;

/// A folder or file that holds articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceConfig {
    /// The path relative to the newsroom.
    pub path: PathBuf,
    /// The format of its files.
    pub format: Format,
    /// The language of articles that name none.
    pub language: Option<Language>,
    /// The section of articles that name none.
    pub section: Option<String>,
    /// The encoding of its files; guessed if `None`.
    pub encoding: Option<String>,
    /// Its line in `offprint.toml`.
    pub line: Option<u32>,
}

/// The format of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Recognised by their extension.
    #[default]
    Auto,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

pub(super) fn read_sources(table: &mut Table<'_, '_, '_>, root: &Path) -> Vec<SourceConfig> {
    if table.get("sources").is_none() {
        return vec![SourceConfig {
            path: PathBuf::from("articles"),
            format: Format::Auto,
            language: None,
            section: None,
            encoding: None,
            line: None,
        }];
    }
    let mut sources = Vec::new();
    for (entry, start) in table.tables("sources") {
        let mut entry = Table::new(entry, "sources", table.report);
        let path = match entry.text_at("path") {
            Some((path, offset)) => check_inside(&mut entry, root, &path, offset),
            None => {
                if entry.get("path").is_none() {
                    entry.error(start, "a source has no `path`", "add a line path = \"articles\"");
                }
                None
            }
        };
        let format = read_format(&mut entry);
        let language = read_language(&mut entry);
        let section = entry.text("section");
        let encoding = read_encoding(&mut entry);
        let line = entry.line(start);
        entry.finish();
        sources.extend(path.map(|path| SourceConfig { path, format, language, section, encoding, line }));
    }
    sources
}

fn read_format(table: &mut Table<'_, '_, '_>) -> Format {
    let Some((name, offset)) = table.text_at("format") else { return Format::Auto };
    match name.as_str() {
        "auto" => Format::Auto,
        "markdown" => Format::Markdown,
        "text" => Format::Text,
        _ => {
            table.error(offset, format!("unknown format `{name}`"), "write \"markdown\", \"text\" or \"auto\"");
            Format::Auto
        }
    }
}

fn read_encoding(table: &mut Table<'_, '_, '_>) -> Option<String> {
    let (label, offset) = table.text_at("encoding")?;
    if encoding_rs::Encoding::for_label(label.as_bytes()).is_none() {
        table.error(offset, format!("unknown encoding `{label}`"), "use a name such as utf-8, windows-1251 or koi8-r");
    }
    Some(label)
}
