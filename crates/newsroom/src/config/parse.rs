//! Parses the text of `offprint.toml` into a newsroom.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use model::Language;
use regex::{Regex, RegexBuilder};
use toml::de::DeTable;

use crate::config::app::read_app;
use crate::config::path::check_inside;
use crate::config::sharing::read_sharing;
use crate::config::signing::read_signing;
use crate::config::table::{Report, Table, is_language, nearest, plain};
use crate::config::{
    AppealConfig, CONFIG_FILE, FollowConfig, Format, Localized, Newsroom, Rules, SectionConfig, SourceConfig,
};
use crate::problem::Problem;

/// Parses the whole file and reports all its problems at once.
pub(super) fn parse(root: PathBuf, text: &str) -> Result<Newsroom, Vec<Problem>> {
    let mut report = Report { text, problems: Vec::new() };
    let parsed = match DeTable::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = error.span().and_then(|span| report.line(span.start));
            let message = format!("is not valid TOML: {}", error.message());
            return Err(vec![Problem::error(CONFIG_FILE, message, "correct that line").at(line)]);
        }
    };
    let mut table = Table::new(parsed.get_ref(), "", &mut report);

    let title = table.localized("title");
    let remedy = "add a line title = \"The name of the paper\"";
    match table.get("title").map(|value| value.span().start) {
        None => table.error(0, "the paper has no title", remedy),
        Some(offset) if title.texts().any(str::is_empty) => {
            table.error(offset, "the title is empty", "write the name of the paper")
        }
        Some(_) => {}
    }
    let languages = read_languages(&mut table);
    let newsroom = Newsroom {
        title,
        description: table.localized("description"),
        mirrors: read_mirrors(&mut table),
        address: read_site_address(&mut table),
        time_zone: read_time_zone(&mut table),
        about: read_about(&mut table, &root),
        sections: read_sections(&mut table),
        follow: read_follow(&mut table),
        appeal: read_appeal(&mut table, &languages),
        leave: read_address(&mut table, "leave"),
        sharing: read_sharing(&mut table),
        signing: read_signing(&mut table, &root),
        app: read_app(&mut table, &root),
        sources: read_sources(&mut table, &root),
        rules: read_rules(&mut table),
        languages,
        root,
    };
    table.finish();
    report.problems.sort();
    if report.problems.is_empty() { Ok(newsroom) } else { Err(report.problems) }
}

/// Reads the address of a site, with which the addresses of its pages begin.
fn read_site_address(table: &mut Table<'_, '_, '_>) -> Option<String> {
    let address = read_address(table, "address")?;
    if address.contains(['?', '#']) {
        let offset = table.get("address").map_or(0, |value| value.span().start);
        let message = format!("`{address}` contains ? or #, so no path of a page can follow it");
        table.error(offset, message, "write it like https://lantern.example/");
        return None;
    }
    Some(if address.ends_with('/') { address } else { format!("{address}/") })
}

/// Reads the mirrors without duplicates, since readers would only check the same mirror twice.
fn read_mirrors(table: &mut Table<'_, '_, '_>) -> Vec<String> {
    let mut mirrors: Vec<String> = Vec::new();
    for (entry, start) in table.tables("mirrors") {
        let mut entry = Table::new(entry, "mirrors", table.report);
        let address = read_site_address(&mut entry);
        if entry.get("address").is_none() {
            entry.error(start, "a mirror has no `address`", "add a line address = \"https://mirror.example/\"");
        }
        entry.finish();
        mirrors.extend(address.filter(|address| !mirrors.contains(address)));
    }
    mirrors
}

/// Reads the address of a web page and normalises it as browsers do.
fn read_address(table: &mut Table<'_, '_, '_>, key: &'static str) -> Option<String> {
    let (text, offset) = table.text_at(key)?;
    match url::Url::parse(&text) {
        Ok(address) if matches!(address.scheme(), "https" | "http") => Some(address.into()),
        Ok(_) | Err(_) => {
            let message = format!("`{text}` is not the address of a web page");
            table.error(offset, message, "write it like https://lantern.example/");
            None
        }
    }
}

fn read_language(table: &mut Table<'_, '_, '_>) -> Option<Language> {
    let (tag, offset) = table.text_at("language")?;
    check_language(table, &tag, offset)
}

fn check_language(table: &mut Table<'_, '_, '_>, tag: &str, offset: usize) -> Option<Language> {
    if is_language(tag) {
        return Some(Language::new(tag));
    }
    table.error(offset, format!("`{tag}` is not a language"), "use a language tag such as en, ru, uk, fa or zh-hant");
    None
}

fn read_languages(table: &mut Table<'_, '_, '_>) -> Vec<Language> {
    let main = read_language(table);
    let mut listed = Vec::new();
    for (tag, offset) in table.texts("languages") {
        listed.extend(check_language(table, &tag, offset));
    }
    let main = main.or_else(|| listed.first().cloned()).unwrap_or_else(|| Language::new("en"));
    let mut languages = vec![main];
    for language in listed {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

fn read_time_zone(table: &mut Table<'_, '_, '_>) -> TimeZone {
    let Some((name, offset)) = table.text_at("timezone") else { return TimeZone::UTC };
    TimeZone::get(&name).unwrap_or_else(|_| {
        table.error(
            offset,
            format!("`{name}` is not a time zone"),
            "use a name such as Europe/Kyiv, Asia/Tehran or UTC",
        );
        TimeZone::UTC
    })
}

fn read_about(table: &mut Table<'_, '_, '_>, root: &Path) -> Localized {
    let mut about = table.localized("about");
    let offset = table.get("about").map_or(0, |value| value.span().start);
    for file in about.any.iter_mut().chain(about.by_language.values_mut()) {
        let Some(path) = check_inside(table, root, file, offset) else { continue };
        if !root.join(&path).is_file() {
            table.error(offset, format!("the about page `{file}` does not exist"), "create it, or name another file");
        }
        *file = path.to_string_lossy().into_owned();
    }
    about
}

fn read_sections(table: &mut Table<'_, '_, '_>) -> Vec<SectionConfig> {
    let mut sections: Vec<SectionConfig> = Vec::new();
    for (entry, start) in table.tables("sections") {
        let mut entry = Table::new(entry, "sections", table.report);
        let id = entry.text_at("id");
        let name = entry.localized("name");
        match id {
            Some((id, offset)) if !is_identifier(&id) => {
                let message = format!("the section id `{id}` cannot be part of an address");
                entry.error(offset, message, "use lowercase letters, digits and hyphens, as in city-news");
            }
            Some((id, offset)) if sections.iter().any(|section| section.id == id) => {
                entry.error(offset, format!("the section `{id}` is defined twice"), "remove one of the two");
            }
            Some((id, _)) => {
                let name = if name.is_empty() { Localized { any: Some(id.clone()), ..name } } else { name };
                sections.push(SectionConfig { id, name });
            }
            None if entry.get("id").is_none() => {
                entry.error(start, "a section has no `id`", "add a line id = \"news\"");
            }
            None => {}
        }
        entry.finish();
    }
    sections
}

fn is_identifier(id: &str) -> bool {
    !id.is_empty()
        && !id.starts_with('-')
        && !id.ends_with('-')
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn read_follow(table: &mut Table<'_, '_, '_>) -> Vec<FollowConfig> {
    let mut follow = Vec::new();
    for (entry, start) in table.tables("follow") {
        let mut entry = Table::new(entry, "follow", table.report);
        let name = entry.localized("name");
        let address = read_address(&mut entry, "url");
        if entry.get("url").is_none() {
            entry.error(start, "a follow link has no `url`", "add a line url = \"https://...\"");
        }
        if name.is_empty() && entry.get("name").is_none() {
            entry.error(start, "a follow link has no `name`", "add a line name = \"Telegram\"");
        }
        entry.finish();
        follow.extend(address.map(|address| FollowConfig { name, address }));
    }
    follow
}

fn read_appeal(table: &mut Table<'_, '_, '_>, languages: &[Language]) -> Option<AppealConfig> {
    let value = table.get("appeal")?;
    if let Some(text) = value.get_ref().as_str() {
        return Some(AppealConfig {
            text: Localized { any: Some(plain(text)), ..Localized::default() },
            address: None,
        });
    }
    let expected = "a text, or a table of texts by language: { en = \"...\" }";
    let Some(entry) = value.get_ref().as_table() else {
        table.wrong_type("appeal", value, expected);
        return None;
    };
    let mut appeal = Table::new(entry, "appeal", table.report);
    let address = read_address(&mut appeal, "url");
    let mut text = appeal.localized("text");
    let known = BTreeSet::from(["url", "text"]);
    let mut texts = DeTable::new();
    for (key, value) in entry {
        let written = key.get_ref().as_ref();
        if known.contains(written) {
            continue;
        }
        // `ulr` has the form of a language tag too, but is more likely a typing error.
        match nearest(written, &known).filter(|_| written.len() > 2 && !languages.contains(&Language::new(written))) {
            Some(near) => {
                let message = format!("unknown key `appeal.{written}`");
                appeal.error(key.span().start, message, format!("did you mean `{near}`?"));
            }
            None => _ = texts.insert(key.clone(), value.clone()),
        }
    }
    table.languages_of(&texts, "appeal", &mut text);
    Some(AppealConfig { text, address })
}

fn read_sources(table: &mut Table<'_, '_, '_>, root: &Path) -> Vec<SourceConfig> {
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

fn read_rules(table: &mut Table<'_, '_, '_>) -> Rules {
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

#[cfg(test)]
mod tests;
