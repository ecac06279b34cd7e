//! `offprint.toml`: the configuration of a newsroom's paper and sources.

mod app;
mod parse;
mod path;
mod sharing;
mod signing;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use model::Language;
use regex::Regex;

pub use app::{AppConfig, IconConfig};
pub use sharing::SharingConfig;
pub use signing::{DEFAULT_VALID_DAYS, SigningConfig};

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
    /// The folders and files that hold its articles.
    pub sources: Vec<SourceConfig>,
    /// The newsroom's own rules for paragraphs that belong to the site, not to an article.
    pub rules: Rules,
}

/// A text that may differ by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    /// The text for languages that are not listed.
    pub any: Option<String>,
    /// The texts by language.
    pub by_language: BTreeMap<Language, String>,
}

/// A section of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionConfig {
    /// Its name in addresses.
    pub id: String,
    /// Its name as readers see it.
    pub name: Localized,
}

/// A channel where readers can follow the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowConfig {
    /// The service.
    pub name: Localized,
    /// The address.
    pub address: String,
}

/// The paper's appeal to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealConfig {
    /// Its paragraphs, separated by blank lines.
    pub text: Localized,
    /// The address for donations.
    pub address: Option<String>,
}

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

/// Regular expressions for whole paragraphs, in addition to the built-in rules.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Matches invitations to follow the paper.
    pub follow: Vec<Regex>,
    /// Matches the first paragraph of a closing appeal.
    pub appeal: Vec<Regex>,
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
        parse::parse(root, text)
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
