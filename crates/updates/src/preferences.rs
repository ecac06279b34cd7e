//! Holds the reader's choices.
//!
//! Choices are metadata: short texts by name, which never leave the device.

use model::Language;

/// The limit for text that the reader did not choose, in bytes of bundles: some two thousand articles.
pub const DEFAULT_TEXT_LIMIT: u64 = 8 << 20;

/// The largest first edition that is downloaded without asking, in bytes of bundles: some four hundred articles. A download is less
/// than half as large.
pub const UNASKED_TEXT_LIMIT: u64 = 2 << 20;

/// Entries by name. They are so few that a list is as fast as a map, and smaller in the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata(Vec<(String, String)>);

/// The reader's choices, and defaults for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `true` if editions are stored on the device.
    pub keep: bool,
    /// The attachments that are stored with the text.
    pub attachments: AttachmentKinds,
    /// `true` if newer editions are downloaded without asking.
    pub automatic: bool,
    /// `true` if the Escape key, pressed twice, leaves the newspaper.
    pub escape: bool,
    /// The choices for parts of the paper.
    pub parts: Vec<(OfflineItem, Choice)>,
}

/// Kinds of files that articles show or link to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttachmentKinds {
    /// Pictures.
    pub pictures: bool,
    /// The files to which articles link, such as documents and recordings.
    pub files: bool,
}

/// A part of the paper that is kept or discarded as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfflineItem {
    /// A month of the archive.
    Month(Language, String),
    /// A section.
    Section(Language, String),
    /// A saved article by its slug.
    Article(Language, String),
}

/// A choice for a part of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Keep the part, however large it is.
    Keep,
    /// Do not keep the part.
    Discard,
}

const KEEP: &str = "keep";
const PICTURES: &str = "pictures";
const FILES: &str = "files";
const AUTOMATIC: &str = "automatic";
const ESCAPE: &str = "escape";
const YES: &str = "yes";
const NO: &str = "no";

impl Metadata {
    /// Returns the value of an entry.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Returns all entries.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Replaces the value of an entry, or removes the entry.
    pub fn set(&mut self, name: &str, value: Option<String>) {
        self.0.retain(|(known, _)| known != name);
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }
}

impl FromIterator<(String, String)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(metadata: I) -> Self {
        Self(metadata.into_iter().collect())
    }
}

impl Preferences {
    /// Reads the preferences out of metadata. If the reader saves data, pictures are off by default.
    pub fn of(metadata: &Metadata, is_data_dear: bool) -> Self {
        let is_on = |name: &str, default| metadata.get(name).map_or(default, |value| value == YES);
        let parts = metadata.iter().filter_map(|(name, value)| {
            let choice = if value == NO { Choice::Discard } else { Choice::Keep };
            Some((OfflineItem::parse(name)?, choice))
        });
        Self {
            keep: is_on(KEEP, true),
            attachments: AttachmentKinds { pictures: is_on(PICTURES, !is_data_dear), files: is_on(FILES, false) },
            automatic: is_on(AUTOMATIC, false),
            escape: is_on(ESCAPE, true),
            parts: parts.collect(),
        }
    }

    /// Returns the entry for storing editions.
    pub fn keep_entry(keep: bool) -> (String, String) {
        entry(KEEP, keep)
    }

    /// Returns the entry for storing pictures.
    pub fn pictures_entry(pictures: bool) -> (String, String) {
        entry(PICTURES, pictures)
    }

    /// Returns the entry for storing the files to which articles link.
    pub fn files_entry(files: bool) -> (String, String) {
        entry(FILES, files)
    }

    /// Returns the entry for automatic downloads.
    pub fn automatic_entry(automatic: bool) -> (String, String) {
        entry(AUTOMATIC, automatic)
    }

    /// Returns the entry for leaving by the Escape key.
    pub fn escape_entry(escape: bool) -> (String, String) {
        entry(ESCAPE, escape)
    }

    /// Returns the choice for a part.
    pub fn choice(&self, part: &OfflineItem) -> Option<Choice> {
        self.parts.iter().find(|(decided, _)| decided == part).map(|(_, choice)| *choice)
    }
}

impl AttachmentKinds {
    /// Returns whether there is no kind.
    pub fn is_empty(self) -> bool {
        !self.pictures && !self.files
    }
}

impl Choice {
    /// Returns the value that stores the choice.
    pub fn value(self) -> &'static str {
        match self {
            Self::Keep => YES,
            Self::Discard => NO,
        }
    }
}

impl OfflineItem {
    /// Parses a name that [`OfflineItem::name`] wrote.
    pub fn parse(name: &str) -> Option<Self> {
        let mut words = name.splitn(3, ' ');
        let (kind, language, key) = (words.next()?, words.next()?, words.next()?);
        let (language, key) = (Language::new(language), key.to_owned());
        Some(match kind {
            "month" => Self::Month(language, key),
            "section" => Self::Section(language, key),
            "article" => Self::Article(language, key),
            _ => return None,
        })
    }

    /// Returns the name of the item's entry, also used for its buttons.
    pub fn name(&self) -> String {
        let (kind, language, key) = match self {
            Self::Month(language, key) => ("month", language, key),
            Self::Section(language, key) => ("section", language, key),
            Self::Article(language, key) => ("article", language, key),
        };
        [kind, language.as_str(), key].join(" ")
    }
}

fn entry(name: &str, value: bool) -> (String, String) {
    (name.to_owned(), if value { YES } else { NO }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_kept_until_the_reader_decides() {
        let preferences = Preferences::of(&Metadata::default(), false);
        assert_eq!((preferences.keep, preferences.automatic), (true, false));
        assert_eq!(preferences.attachments, AttachmentKinds { pictures: true, files: false });
        assert!(preferences.escape);
        assert!(!Preferences::of(&Metadata::default(), true).attachments.pictures, "pictures cost data");
    }

    #[test]
    fn decisions_outlive_the_tab() {
        let parts = vec![
            (OfflineItem::Month(Language::new("uk"), "2026-11".to_owned()), Choice::Discard),
            (OfflineItem::Section(Language::new("en"), "long reads".to_owned()), Choice::Keep),
        ];
        let decided = parts.iter().map(|(part, choice)| (part.name(), choice.value().to_owned()));
        let others = [
            Preferences::keep_entry(false),
            Preferences::pictures_entry(true),
            Preferences::files_entry(true),
            Preferences::automatic_entry(true),
            Preferences::escape_entry(false),
        ];
        let preferences = Preferences::of(&decided.chain(others).collect(), true);
        let attachments = AttachmentKinds { pictures: true, files: true };
        assert_eq!(preferences, Preferences { keep: false, attachments, automatic: true, escape: false, parts });
    }

    #[test]
    fn other_entries_are_no_choices() {
        let metadata = ["taken", "current", "month", "month en", "week en 12"];
        let metadata = metadata.map(|name| (name.to_owned(), "x".to_owned()));
        assert_eq!(
            Preferences::of(&metadata.into_iter().collect(), false),
            Preferences::of(&Metadata::default(), false)
        );
    }

    #[test]
    fn an_entry_keeps_its_last_value() {
        let mut metadata = Metadata::default();
        for value in [Some("1"), Some("2"), None, Some("3")] {
            metadata.set("taken", value.map(str::to_owned));
            assert_eq!(metadata.get("taken"), value);
        }
        assert_eq!(metadata.iter().count(), 1);
    }
}
