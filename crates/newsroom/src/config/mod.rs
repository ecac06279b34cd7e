//! `offprint.toml`: what a newsroom says about its paper and its sources.

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

/// The name of the file in which a newsroom says what it is.
pub const CONFIG_FILE: &str = "offprint.toml";

/// The name of the folder whose files the site has as they are.
pub const PUBLIC_FOLDER: &str = "public";

/// A newsroom: a folder of sources and what its `offprint.toml` says.
#[derive(Clone, Debug)]
pub struct Newsroom {
    /// Its folder, with symbolic links resolved.
    pub root: PathBuf,
    /// The newspaper's name.
    pub title: Localized,
    /// What it is, in a sentence.
    pub description: Localized,
    /// Where the site is, ending with a slash.
    pub address: Option<String>,
    /// Where the same site is hosted too, each ending with a slash and once.
    pub mirrors: Vec<String>,
    /// The paper's languages, the main one first, each once.
    pub languages: Vec<Language>,
    /// The time zone of dates that name none.
    pub time_zone: TimeZone,
    /// The files of the about pages, relative to the newsroom.
    pub about: Localized,
    /// The sections, in the newsroom's order.
    pub sections: Vec<SectionConfig>,
    /// Where readers can follow the paper.
    pub follow: Vec<FollowConfig>,
    /// What the paper asks of its readers.
    pub appeal: Option<AppealConfig>,
    /// Where the button leads that leaves the paper at once; none for an empty page.
    pub leave: Option<String>,
    /// What readers are told before they pass an article on or give money.
    pub sharing: SharingConfig,
    /// How editions are signed; none where they are not.
    pub signing: Option<SigningConfig>,
    /// What the installed app is called and looks like.
    pub app: AppConfig,
    /// Where its articles lie.
    pub sources: Vec<SourceConfig>,
    /// The newsroom's own rules for what is the site's and not an article's.
    pub rules: Rules,
}

/// A text that may differ by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    /// What holds for a language that is not listed.
    pub any: Option<String>,
    /// By language.
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

/// Where readers can follow the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowConfig {
    /// The service.
    pub name: Localized,
    /// Where.
    pub address: String,
}

/// What the paper asks of its readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealConfig {
    /// Its paragraphs, separated by blank lines.
    pub text: Localized,
    /// Where to give.
    pub address: Option<String>,
}

/// A folder or file that holds articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceConfig {
    /// Relative to the newsroom.
    pub path: PathBuf,
    /// How its files are read.
    pub format: Format,
    /// The language of articles that name none.
    pub language: Option<Language>,
    /// The section of articles that name none.
    pub section: Option<String>,
    /// The encoding of its files; guessed when none.
    pub encoding: Option<String>,
    /// Its line in `offprint.toml`.
    pub line: Option<u32>,
}

/// How files are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// By their extension.
    #[default]
    Auto,
    /// As Markdown.
    Markdown,
    /// As plain text.
    Text,
}

/// Regular expressions that are matched against a whole paragraph, beside the built-in rules.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Lines that say where to follow the paper.
    pub follow: Vec<Regex>,
    /// The first paragraph of a closing appeal.
    pub appeal: Vec<Regex>,
}

impl Localized {
    /// The text for a language: its own, that of its primary language, what holds for any, or none.
    pub fn get(&self, language: &Language) -> Option<&str> {
        self.by_language
            .get(language)
            .or_else(|| self.by_language.get(&Language::new(language.primary())))
            .or(self.any.as_ref())
            .map(String::as_str)
    }

    /// The text for a language, or that of the first of `languages` which has one.
    pub fn get_or(&self, language: &Language, languages: &[Language]) -> &str {
        self.get(language)
            .or_else(|| languages.iter().find_map(|other| self.get(other)))
            .or_else(|| self.by_language.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// All its texts, by language.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.any.iter().chain(self.by_language.values()).map(String::as_str)
    }

    /// Whether it says nothing in any language.
    pub fn is_empty(&self) -> bool {
        self.any.is_none() && self.by_language.is_empty()
    }
}

impl Newsroom {
    /// Reads `offprint.toml` in a folder: the newsroom, or all that is wrong with the file at once.
    pub fn read(root: &Path) -> Result<Self, Vec<Problem>> {
        let failure = |message: String, remedy: &str| vec![Problem::error(CONFIG_FILE, message, remedy)];
        let root = root.canonicalize().map_err(|error| {
            failure(format!("the folder {} cannot be opened: {error}", root.display()), "name a newsroom's folder")
        })?;
        let bytes = std::fs::read(root.join(CONFIG_FILE)).map_err(|error| {
            let remedy = "write one that begins with title = \"The name of the paper\", or start with `offprint init`";
            failure(format!("cannot be read in {}: {error}", root.display()), remedy)
        })?;
        let text =
            String::from_utf8(bytes).map_err(|_| failure("is not written in UTF-8".to_owned(), "save it as UTF-8"))?;
        parse::parse(root, text.trim_start_matches('\u{feff}'))
    }

    /// What a path leads to, relative to the newsroom, unless it leaves it.
    pub fn inside(&self, path: &Path) -> Option<PathBuf> {
        path::inside(&self.root, path)
    }

    /// The main language, that of the site's root.
    pub fn language(&self) -> Language {
        self.languages.first().cloned().unwrap_or_else(|| Language::new("en"))
    }
}
