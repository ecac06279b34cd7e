//! What the interface says, in each language it speaks; a paper in another language gets it in English.

mod english;
mod languages;
mod persian;
mod russian;
mod ukrainian;

use model::{Certainty, Language, SourceKind};

use crate::content::ContentError;
pub use languages::native_name;

/// All the words of the interface in one language.
#[derive(Debug)]
pub struct Messages {
    /// The first link of each page.
    pub skip_to_content: &'static str,
    /// The name of the navigation between sections.
    pub sections: &'static str,
    /// The name of the navigation between languages.
    pub languages: &'static str,
    /// The front page.
    pub front_page: &'static str,
    /// The list of months.
    pub archive: &'static str,
    /// The list of topics, and the topics of an article.
    pub topics: &'static str,
    /// The list of places, and the places of an article.
    pub places: &'static str,
    /// The page about the newspaper.
    pub about: &'static str,
    /// Articles of the front page that are in no section.
    pub more: &'static str,
    /// The link to the next newer page of a list.
    pub newer: &'static str,
    /// The link to the next older page of a list.
    pub older: &'static str,
    /// What stands where a list has nothing.
    pub empty: &'static str,
    /// Before the names of the authors.
    pub by: &'static str,
    /// Before the date of the last change.
    pub updated: &'static str,
    /// Where a date would stand.
    pub undated: &'static str,
    /// Before the link to the corrections.
    pub corrected: &'static str,
    /// Before the links to the same article in other languages.
    pub also_in: &'static str,
    /// The sources of an article.
    pub sources: &'static str,
    /// The link to a source's archived copy.
    pub archived_copy: &'static str,
    /// The people of an article.
    pub people: &'static str,
    /// The organisations of an article.
    pub organisations: &'static str,
    /// The corrections of an article.
    pub corrections: &'static str,
    /// The title of a background box that has none of its own.
    pub background: &'static str,
    /// The title of a note that has none of its own.
    pub note: &'static str,
    /// The title of key points that have none of their own.
    pub key_points: &'static str,
    /// What a video stand-in calls itself.
    pub video: &'static str,
    /// What a sound stand-in calls itself.
    pub audio: &'static str,
    /// What a table without a caption is called for screen readers.
    pub table: &'static str,
    /// What code is called for screen readers.
    pub code: &'static str,
    /// What a post stand-in calls itself when its service is unknown.
    pub post: &'static str,
    /// Before the host of a picture that lies on another site.
    pub picture_elsewhere: &'static str,
    /// Before the name of the place where a link to another site leads.
    pub open_on: &'static str,
    /// The link from a footnote back to the text.
    pub back_to_text: &'static str,
    /// The articles on the same matter.
    pub related: &'static str,
    /// The name of the navigation to the neighbours in time.
    pub neighbours: &'static str,
    /// Before the next newer article.
    pub newer_article: &'static str,
    /// Before the next older article.
    pub older_article: &'static str,
    /// Before the links by which to follow the newspaper.
    pub follow: &'static str,
    /// What the newspaper's appeal is called for screen readers.
    pub appeal: &'static str,
    /// The link of the appeal.
    pub support: &'static str,
    /// The title of the page that does not exist.
    pub not_found: &'static str,
    /// What to do about that.
    pub not_found_advice: &'static str,
    /// While a page is being fetched.
    pub loading: &'static str,
    /// The title of the page whose content could not be had.
    pub failed: &'static str,
    /// The button that tries again.
    pub retry: &'static str,
    /// What happened when nothing answered, and what to do.
    pub unreachable: &'static str,
    /// What happened when a file is not there, and what to do.
    pub missing: &'static str,
    /// What happened when a file is not what its name says, and what to do.
    pub damaged: &'static str,
    /// What happened when a file is of another version, and what to do.
    pub unreadable: &'static str,
    /// The kinds of sources, in the order of [`SourceKind`] up to and without `Other`.
    pub source_kinds: [&'static str; 7],
    /// How sure a source is, in the order of [`Certainty`].
    pub certainties: [&'static str; 4],
    /// The digit 0; the other nine follow it in Unicode.
    pub zero: char,
    /// How long an article takes to read.
    pub minutes: fn(&str, u32) -> String,
    /// How many articles there are.
    pub articles: fn(&str, u32) -> String,
}

impl Messages {
    /// The messages in a language, or in English.
    pub fn of(language: &Language) -> &'static Self {
        match language.primary() {
            "ru" => &russian::MESSAGES,
            "uk" => &ukrainian::MESSAGES,
            "fa" => &persian::MESSAGES,
            _ => &english::MESSAGES,
        }
    }

    /// A number in the digits of the language.
    pub fn number(&self, number: u32) -> String {
        self.digits(&number.to_string())
    }

    /// Some text with its digits in those of the language.
    pub fn digits(&self, text: &str) -> String {
        let digit = |character: char| {
            let digit = character.to_digit(10).and_then(|value| char::from_u32(u32::from(self.zero) + value));
            digit.unwrap_or(character)
        };
        text.chars().map(digit).collect()
    }

    /// How long an article of so many words takes to read, at 200 words a minute.
    pub fn reading_time(&self, words: u32) -> String {
        let minutes = words.div_ceil(200).max(1);
        (self.minutes)(&self.number(minutes), minutes)
    }

    /// How many articles there are.
    pub fn article_count(&self, articles: u32) -> String {
        (self.articles)(&self.number(articles), articles)
    }

    /// What kind of source it is; nothing for one of no particular kind.
    pub fn source_kind(&self, kind: SourceKind) -> Option<&'static str> {
        self.source_kinds.get(kind as usize).copied()
    }

    /// How sure a source is.
    pub fn certainty(&self, certainty: Certainty) -> &'static str {
        self.certainties[certainty as usize]
    }

    /// What happened to the content of a page, and what to do.
    pub fn content_error(&self, error: ContentError) -> &'static str {
        match error {
            ContentError::Unreachable => self.unreachable,
            ContentError::Missing => self.missing,
            ContentError::Damaged => self.damaged,
            ContentError::Unreadable => self.unreadable,
        }
    }
}

/// The Russian and Ukrainian form for a number: one, few or many (CLDR plural rules for integers).
fn slavic(number: u32, forms: [&'static str; 3]) -> &'static str {
    match (number % 10, number % 100) {
        (1, rest) if rest != 11 => forms[0],
        (2..=4, rest) if !(12..=14).contains(&rest) => forms[1],
        _ => forms[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, articles: u32, expected: &str) {
        assert_eq!(Messages::of(&Language::new(language)).article_count(articles), expected);
    }

    #[test]
    fn numbers_agree_with_what_they_count() {
        check("en", 1, "1 article");
        check("en-gb", 2, "2 articles");
        for (articles, expected) in
            [(1, "1 статья"), (3, "3 статьи"), (11, "11 статей"), (21, "21 статья"), (112, "112 статей")]
        {
            check("ru", articles, expected);
        }
        check("uk", 22, "22 статті");
        check("fa", 105, "۱۰۵ مقاله");
        check("de", 2, "2 articles");
    }

    #[test]
    fn every_kind_of_source_has_a_name_but_the_other() {
        let english = Messages::of(&Language::new("en"));
        assert_eq!(english.source_kind(SourceKind::Website), Some("website"));
        assert_eq!(english.source_kind(SourceKind::Other), None);
        assert_eq!(english.certainty(Certainty::Unverified), "not verified");
    }
}
