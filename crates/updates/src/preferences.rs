//! What this reader chose.
//!
//! Choices are kept as facts: short texts by name, which stay on the device and go nowhere.

use model::Language;

/// How much text is kept without being asked for, in bytes of bundles: that of some two thousand articles.
pub const DEFAULT_TEXT_LIMIT: u64 = 8 << 20;

/// Metadata by their names, as the device keeps them: so few that a list is as good as a map, and smaller in the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata(Vec<(String, String)>);

/// What this reader chose, or what holds until they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Whether editions are kept on the device at all.
    pub keep: bool,
    /// Whether pictures are kept with the text.
    pub pictures: bool,
    /// Whether a newer edition is taken without asking.
    pub automatic: bool,
    /// What was decided on parts of the paper.
    pub parts: Vec<(OfflineItem, Choice)>,
}

/// A part of the paper that is kept or left as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfflineItem {
    /// A month of the archive.
    Month(Language, String),
    /// A section.
    Section(Language, String),
    /// An article by its slug, saved by the reader.
    Article(Language, String),
}

/// What was decided on a part of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is kept, however large it is.
    Keep,
    /// It is not kept.
    Discard,
}

const KEEP: &str = "keep";
const PICTURES: &str = "pictures";
const AUTOMATIC: &str = "automatic";
const YES: &str = "yes";
const NO: &str = "no";

impl Metadata {
    /// What a fact says.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Says something else of a fact, or nothing any more.
    pub fn set(&mut self, name: &str, value: Option<String>) {
        self.0.retain(|(known, _)| known != name);
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }
}

impl FromIterator<(String, String)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(facts: I) -> Self {
        Self(facts.into_iter().collect())
    }
}

impl Preferences {
    /// The preferences among some facts. A reader who saves data has no pictures kept until they ask for them.
    pub fn of(facts: &Metadata, saves_data: bool) -> Self {
        let is = |name: &str, default| facts.get(name).map_or(default, |value| value == YES);
        let parts = facts.iter().filter_map(|(name, value)| {
            let choice = if value == NO { Choice::Discard } else { Choice::Keep };
            Some((OfflineItem::parse(name)?, choice))
        });
        Self {
            keep: is(KEEP, true),
            pictures: is(PICTURES, !saves_data),
            automatic: is(AUTOMATIC, false),
            parts: parts.collect(),
        }
    }

    /// The fact that says whether editions are kept.
    pub fn keep_entry(keep: bool) -> (String, String) {
        entry(KEEP, keep)
    }

    /// The fact that says whether pictures are kept.
    pub fn pictures_entry(pictures: bool) -> (String, String) {
        entry(PICTURES, pictures)
    }

    /// The fact that says whether newer editions are taken without asking.
    pub fn automatic_entry(automatic: bool) -> (String, String) {
        entry(AUTOMATIC, automatic)
    }

    /// What was decided on a part.
    pub fn choice(&self, part: &OfflineItem) -> Option<Choice> {
        self.parts.iter().find(|(decided, _)| decided == part).map(|(_, choice)| *choice)
    }
}

impl Choice {
    /// The value of the fact that keeps a choice.
    pub fn value(self) -> &'static str {
        match self {
            Self::Keep => YES,
            Self::Discard => NO,
        }
    }
}

impl OfflineItem {
    /// The part of a name that [`OfflineItem::name`] wrote.
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

    /// Its name among facts, and on buttons.
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
        assert_eq!((preferences.keep, preferences.pictures, preferences.automatic), (true, true, false));
        assert!(!Preferences::of(&Metadata::default(), true).pictures, "pictures cost data");
    }

    #[test]
    fn decisions_outlive_the_tab() {
        let parts = vec![
            (OfflineItem::Month(Language::new("uk"), "2026-11".to_owned()), Choice::Discard),
            (OfflineItem::Section(Language::new("en"), "long reads".to_owned()), Choice::Keep),
        ];
        let decided = parts.iter().map(|(part, choice)| (part.name(), choice.value().to_owned()));
        let others =
            [Preferences::keep_entry(false), Preferences::pictures_entry(true), Preferences::automatic_entry(true)];
        let preferences = Preferences::of(&decided.chain(others).collect(), true);
        assert_eq!(preferences, Preferences { keep: false, pictures: true, automatic: true, parts });
    }

    #[test]
    fn other_facts_are_no_decisions() {
        let facts = ["taken", "current", "month", "month en", "week en 12"];
        let facts = facts.map(|name| (name.to_owned(), "x".to_owned()));
        assert_eq!(Preferences::of(&facts.into_iter().collect(), false), Preferences::of(&Metadata::default(), false));
    }

    #[test]
    fn a_fact_is_what_was_said_last() {
        let mut facts = Metadata::default();
        for value in [Some("1"), Some("2"), None, Some("3")] {
            facts.set("taken", value.map(str::to_owned));
            assert_eq!(facts.get("taken"), value);
        }
        assert_eq!(facts.iter().count(), 1);
    }
}
