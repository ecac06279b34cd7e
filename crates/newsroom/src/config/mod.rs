//! `offprint.toml`: the configuration of a newsroom's paper and sources.

mod address;
mod app;
mod appeal;
mod feeds;
mod files;
mod follow;
mod language;
mod output;
mod path;
mod rules;
mod sections;
mod sharing;
mod signing;
mod sources;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use model::Language;
use site::write::{Purpose, ReadPlace};
use toml::de::DeTable;

use address::{read_address, read_mirrors, read_site_address};
use app::read_app;
pub use app::{AppConfig, IconConfig};
pub use appeal::AppealConfig;
use appeal::read_appeal;
pub use feeds::FeedsConfig;
use feeds::read_feeds;
pub use files::FilesConfig;
use files::read_files;
pub use follow::FollowConfig;
use follow::read_follow;
use language::read_languages;
pub use output::OutputConfig;
use output::read_output;
use path::check_inside;
pub use rules::Rules;
use rules::read_rules;
pub use sections::SectionConfig;
use sections::read_sections;
pub use sharing::SharingConfig;
use sharing::read_sharing;
use signing::read_signing;
pub use signing::{DEFAULT_VALID_DAYS, SigningConfig};
use sources::read_sources;
pub use sources::{Format, SourceConfig};
use table::{Report, Table};

use crate::names::FileNames;
use crate::problem::Problem;

/// The name of a newsroom's configuration file.
pub const CONFIG_FILE: &str = "offprint.toml";

/// The name of the folder whose files are copied to the site unchanged.
pub const PUBLIC_FOLDER: &str = "public";

/// A newsroom: a folder of sources, configured by `offprint.toml`.
#[derive(Clone, Debug)]
pub struct Newsroom {
    /// Its folder, with symbolic links resolved.
    pub root: PathBuf,
    /// The newspaper's name.
    pub title: Localized,
    /// A description in one sentence, for search engines, feeds and the foot of each page.
    pub description: Localized,
    /// The address of the site, ending with a slash.
    pub address: Option<String>,
    /// The addresses of its mirrors without duplicates, each ending with a slash.
    pub mirrors: Vec<String>,
    /// The paper's languages without duplicates, the main one first.
    pub languages: Vec<Language>,
    /// The time zone of dates that name none.
    pub time_zone: TimeZone,
    /// The files of the about pages, relative to the newsroom.
    pub about: Localized,
    /// The sections, in the newsroom's order.
    pub sections: Vec<SectionConfig>,
    /// The channels where readers can follow the paper.
    pub follow: Vec<FollowConfig>,
    /// The paper's appeal to readers.
    pub appeal: Option<AppealConfig>,
    /// The address that the quick exit opens; `None` for an empty page.
    pub leave: Option<String>,
    /// The precautions for sharing and donating.
    pub sharing: SharingConfig,
    /// The signing of editions; `None` if they are not signed.
    pub signing: Option<SigningConfig>,
    /// The name and icon of the installed app.
    pub app: AppConfig,
    /// The ids of its feeds.
    pub feeds: FeedsConfig,
    /// The files to which its articles link.
    pub linked_files: FilesConfig,
    /// The files that a build writes.
    pub output: OutputConfig,
    /// The folders and files that hold its articles.
    pub sources: Vec<SourceConfig>,
    /// The newsroom's own rules for paragraphs that belong to the site, not to an article.
    pub rules: Rules,
    /// The names of its files, for references to them.
    pub files: FileNames,
}

/// A text that may differ by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    /// The text for languages that are not listed.
    pub any: Option<String>,
    /// The texts by language.
    pub by_language: BTreeMap<Language, String>,
}

impl Localized {
    /// Returns the text for a language, for its primary language, or for any language.
    pub fn get(&self, language: &Language) -> Option<&str> {
        self.by_language
            .get(language)
            .or_else(|| self.by_language.get(&Language::new(language.primary())))
            .or(self.any.as_ref())
            .map(String::as_str)
    }

    /// Returns the text for a language, or else for the first of `languages` that has one.
    pub fn get_or(&self, language: &Language, languages: &[Language]) -> &str {
        self.get(language)
            .or_else(|| languages.iter().find_map(|other| self.get(other)))
            .or_else(|| self.by_language.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// Returns the texts in all languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.any.iter().chain(self.by_language.values()).map(String::as_str)
    }

    /// Returns whether it has no text in any language.
    pub fn is_empty(&self) -> bool {
        self.any.is_none() && self.by_language.is_empty()
    }
}

impl Newsroom {
    /// Reads `offprint.toml` in a folder. Returns the newsroom, or all problems of the file at once.
    pub fn read(root: &Path) -> Result<Self, Vec<Problem>> {
        let failure = |message: String, remedy: &str| vec![Problem::error(CONFIG_FILE, message, remedy)];
        let root = root.canonicalize().map_err(|error| {
            failure(format!("cannot open the folder {}: {error}", root.display()), "name the folder of a newsroom")
        })?;
        let bytes = std::fs::read(root.join(CONFIG_FILE)).map_err(|error| {
            let remedy = "create one that begins with title = \"The name of the paper\", or run `offprint init`";
            failure(format!("cannot be read in {}: {error}", root.display()), remedy)
        })?;
        let text = String::from_utf8(bytes).map_err(|_| failure("is not UTF-8 text".to_owned(), "save it as UTF-8"))?;
        Self::parse(root, text.trim_start_matches('\u{feff}'))
    }

    /// Parses the text of `offprint.toml`. Returns the newsroom in the folder `root`, or all problems of the text.
    pub fn parse(root: PathBuf, text: &str) -> Result<Self, Vec<Problem>> {
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
        let newsroom = Self {
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
            feeds: read_feeds(&mut table),
            linked_files: read_files(&mut table),
            output: read_output(&mut table),
            sources: read_sources(&mut table, &root),
            rules: read_rules(&mut table),
            files: FileNames::default(),
            languages,
            root,
        };
        table.finish();
        report.problems.sort();
        if report.problems.is_empty() { Ok(newsroom) } else { Err(report.problems) }
    }

    /// Returns the files and folders that a build reads, in which the site must not lie.
    pub fn read_places(&self) -> Vec<ReadPlace> {
        let place = |path: &Path, purpose| ReadPlace { path: path.to_owned(), purpose };
        let sources = self.sources.iter().map(|source| place(&source.path, Purpose::Source));
        let files = self.about.texts().map(Path::new).chain(self.app.icon.as_ref().map(|icon| icon.path.as_path()));
        let files = files.map(|file| place(file, Purpose::File));
        sources.chain([place(Path::new(PUBLIC_FOLDER), Purpose::Copied)]).chain(files).collect()
    }

    /// Resolves a path relative to the newsroom. Returns `None` if it leads out of the newsroom.
    pub fn inside(&self, path: &Path) -> Option<PathBuf> {
        path::inside(&self.root, path)
    }

    /// Returns the main language, the language of the site's root.
    pub fn language(&self) -> Language {
        self.languages.first().cloned().unwrap_or_else(|| Language::new("en"))
    }
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

#[cfg(test)]
mod tests;
