//! What the interface says, in each language it speaks; a paper in another language gets it in English.
//!
//! The words are written once, as Rust: natively all are compiled in. The app holds none, and reads those of the page's
//! language from a file which the builder writes out of them.

#[macro_use]
mod words;

pub mod embedding;
#[cfg(not(target_arch = "wasm32"))]
pub mod handing;
#[cfg(not(target_arch = "wasm32"))]
mod english;
mod languages;
#[cfg(not(target_arch = "wasm32"))]
mod persian;
mod plural;
#[cfg(not(target_arch = "wasm32"))]
mod russian;
mod translations;
#[cfg(not(target_arch = "wasm32"))]
mod ukrainian;

use model::{Certainty, Language, SourceKind};

use crate::content::{ContentError, Doubt, Left, News, Provenance, Standing, Trace};
pub use languages::native_name;
use plural::{Forms, Plural};
pub use translations::LANGUAGES;
use words::{Lines, Words};

words! {
    /// All the words of the interface in one language.
    pub struct Messages {
        /// The first link of each page.
        pub skip_to_content: &'static str,
        /// The name of the navigation between sections.
        pub sections: &'static str,
        /// The name of the navigation between languages.
        pub languages: &'static str,
        /// The button that leaves the newspaper at once.
        pub leave: &'static str,
        /// What that button does, and with which key.
        pub leave_title: &'static str,
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
        /// What an article is of which something no longer holds.
        pub outdated: &'static str,
        /// What stands in the place of an article that the newsroom took back.
        pub withdrawn: &'static str,
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
        /// The title of a page of the newspaper that the open file does not have.
        pub not_in_file: &'static str,
        /// What to do about that.
        pub not_in_file_advice: &'static str,
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
        /// What is kept on the device.
        pub keeping: Keeping,
        /// The words about where the newspaper comes from.
        pub origin: Origin,
        /// The button that offers to pass something on, and the title of what it opens.
        pub pass_on: &'static str,
        /// The button that offers what others put into their pages.
        pub embed: &'static str,
        /// On the page about the device, in a portable edition.
        pub in_file: &'static str,
        /// The title of what is about a file that somebody gave the reader.
        pub open: &'static str,
        /// What can be opened, and what becomes of it.
        pub open_text: &'static str,
        /// What happened when another page came in place of a file, and what to do.
        pub foreign: &'static str,
        /// Which of the forms of a word a number takes.
        pub plural: Plural,
        /// The digit 0; the other nine follow it in Unicode.
        pub zero: char,
        /// What separates whole numbers from their fractions.
        pub decimal: &'static str,
        /// Thousands, millions and thousands of millions of bytes.
        pub units: [&'static str; 3],
        /// How long an article takes to read.
        pub minutes: Forms,
        /// How many articles there are.
        pub articles: Forms,
    }
}

words! {
    /// The words about what is kept on the device.
    pub struct Keeping {
        /// The page about it.
        pub title: &'static str,
        /// What the page is for.
        pub intro: &'static str,
        /// In place of the page where there are no scripts.
        pub needs_app: &'static str,
        /// When the browser keeps nothing.
        pub denied: &'static str,
        /// When the reader wants nothing kept.
        pub private: &'static str,
        /// Before the number of an edition.
        pub edition: &'static str,
        /// When there is no edition here.
        pub nothing: &'static str,
        /// Before the time when an edition was taken, by the device's clock.
        pub taken: &'static str,
        /// Pictures.
        pub pictures: &'static str,
        /// Before what should be here and is not.
        pub missing: &'static str,
        /// The button that takes an edition, or what is missing of it.
        pub get: &'static str,
        /// The button that stops that.
        pub stop: &'static str,
        /// The button that puts news off.
        pub not_now: &'static str,
        /// The button that closes a notice.
        pub close: &'static str,
        /// The choice to keep editions.
        pub keep_editions: &'static str,
        /// The choice to keep pictures.
        pub keep_pictures: &'static str,
        /// The choice to take newer editions without being asked.
        pub keep_automatic: &'static str,
        /// The button that keeps a part.
        pub keep: &'static str,
        /// The button that removes a part.
        pub remove: &'static str,
        /// The months.
        pub months: &'static str,
        /// The articles that the reader saved.
        pub saved: &'static str,
        /// When there are none.
        pub nothing_saved: &'static str,
        /// The button that saves an article.
        pub save: &'static str,
        /// How much room there is.
        pub space: &'static str,
        /// What sizes mean.
        pub sizes: &'static str,
        /// When the browser has promised not to throw anything away.
        pub persistent: &'static str,
        /// When it has not.
        pub not_persistent: &'static str,
        /// When it was asked to, and has not.
        pub refused: &'static str,
        /// The button that asks it.
        pub persist: &'static str,
        /// The link that asks the site for the newest version of the app.
        pub reload: &'static str,
        /// Leaving fewer traces.
        pub traces: &'static str,
        /// What the key and the button for leaving do, and what they do not.
        pub leaving: &'static str,
        /// Reading without leaving anything.
        pub private_title: &'static str,
        /// What that does.
        pub private_text: &'static str,
        /// Removing everything.
        pub forget_title: &'static str,
        /// What that does.
        pub forget_text: &'static str,
        /// Before what is left when everything was removed.
        pub forgotten: &'static str,
        /// What nobody here can remove.
        pub limits: &'static str,
        /// The places where a site can leave something, in the order of [`Trace`].
        pub places: [&'static str; 4],
        /// What is left there, in the order of [`Left`].
        pub left: [&'static str; 3],
        /// While an edition is being taken.
        pub taking: &'static str,
        /// Before how many articles were taken.
        pub kept: &'static str,
        /// Before how many articles there was room for.
        pub shortened: &'static str,
        /// When there was no room for the pictures.
        pub without_pictures: &'static str,
        /// Before the date of the edition that is read while the site does not answer.
        pub offline: &'static str,
        /// When the browser has thrown away what was kept.
        pub lost: &'static str,
        /// When the site stopped answering while an edition was being taken.
        pub unreachable: &'static str,
        /// When another page came in place of a file of the edition.
        pub foreign: &'static str,
        /// When a file of the edition is damaged or gone.
        pub damaged: &'static str,
        /// When a newer app is needed.
        pub unreadable: &'static str,
        /// When there is no room for the edition.
        pub full: &'static str,
        /// When it was stopped.
        pub stopped: &'static str,
        /// A number out of another.
        pub of: &'static str,
        /// How many articles out of how many.
        pub articles_of: Forms,
        /// How many articles are new.
        pub new_articles: Forms,
        /// How many articles have changed.
        pub changed_articles: Forms,
    }
}

words! {
    /// The words about where the newspaper comes from.
    pub struct Origin {
        /// The page about it.
        pub title: &'static str,
        /// What the page is for.
        pub intro: &'static str,
        /// In place of what is found out where there are no scripts.
        pub needs_app: &'static str,
        /// How what is read stands to what was signed, in the order of [`Standing`].
        pub standings: [&'static str; 15],
        /// The newsroom's fingerprint.
        pub fingerprint: &'static str,
        /// The keys that signed the edition.
        pub keys: &'static str,
        /// What the addresses answered.
        pub addresses: &'static str,
        /// What an address has, in the order of [`ANSWERS`](crate::content::ANSWERS).
        pub answers: [&'static str; 8],
        /// Checking without this app.
        pub by_hand: &'static str,
        /// How that is done.
        pub by_hand_text: &'static str,
        /// What no copy can prove of itself.
        pub honesty: &'static str,
        /// How many days.
        pub days: Forms,
    }
}

/// What is said as long as no words have been read.
static EMPTY: Messages = Messages::EMPTY;

impl Messages {
    /// The messages in a language, or in English.
    pub fn of(language: &Language) -> &'static Self {
        translations::find(Self::spoken(language)).unwrap_or(&EMPTY)
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
        self.count(minutes, &self.minutes)
    }

    /// How many articles there are.
    pub fn article_count(&self, articles: u32) -> String {
        self.count(articles, &self.articles)
    }

    /// How many articles out of how many.
    pub fn article_count_of(&self, articles: u32, all: u32) -> String {
        let form = self.keeping.articles_of[self.plural.form(all)];
        fill(form, &self.number(articles), &self.number(all))
    }

    /// What is new in an edition.
    pub fn news_count(&self, news: &News) -> String {
        let count = |number, forms| (number > 0).then(|| self.count(number, forms));
        let counts =
            [count(news.articles, &self.keeping.new_articles), count(news.changed, &self.keeping.changed_articles)];
        counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// How much out of how much.
    pub fn part_of(&self, part: &str, all: &str) -> String {
        fill(self.keeping.of, part, all)
    }

    fn count(&self, number: u32, forms: &Forms) -> String {
        fill(forms[self.plural.form(number)], &self.number(number), "")
    }

    /// A number of bytes, rounded up, in thousands, millions or more.
    pub fn size(&self, bytes: u64) -> String {
        let thousands = bytes.div_ceil(1000);
        let (tenths, unit) = match thousands {
            0..1000 => (thousands * 10, self.units[0]),
            1000..1_000_000 => (bytes.div_ceil(100_000), self.units[1]),
            _ => (bytes.div_ceil(100_000_000), self.units[2]),
        };
        let whole = (tenths / 10).to_string();
        let number = if thousands < 1000 || tenths >= 1000 {
            whole
        } else {
            [whole, (tenths % 10).to_string()].join(self.decimal)
        };
        format!("{}\u{a0}{unit}", self.digits(&number))
    }

    /// What stands in the place of an article that the newsroom took back, with its reason, which may be empty.
    pub fn withdrawn(&self, reason: &str) -> String {
        [self.withdrawn, reason].join(" ").trim_end().to_owned()
    }

    /// How what is read stands to what the newsroom signed.
    pub fn standing(&self, provenance: &Provenance) -> String {
        self.doubt(&Doubt(provenance.standing, provenance.days, self.answered(provenance)))
    }

    /// How many addresses sent a signed edition, out of how many that were asked.
    pub fn answered(&self, provenance: &Provenance) -> String {
        self.part_of(&self.number(provenance.answered()), &self.number(provenance.answers.len() as u32))
    }

    /// What a reader has to know.
    pub fn doubt(&self, Doubt(standing, days, named): &Doubt) -> String {
        fill(self.origin.standings[*standing as usize], &self.count(*days, &self.origin.days), named)
    }

    /// What is left in some place after everything was forgotten.
    pub fn trace(&self, trace: Trace, left: Left) -> String {
        format!("{}: {}", self.keeping.places[trace as usize], self.keeping.left[left as usize])
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
            ContentError::Foreign => self.foreign,
            ContentError::Damaged => self.damaged,
            ContentError::Unproven => self.origin.standings[Standing::Altered as usize],
            ContentError::Unreadable => self.unreadable,
        }
    }
}

/// A sentence with its numbers.
fn fill(sentence: &str, number: &str, all: &str) -> String {
    let parts = sentence.split(['{', '}']).map(|part| match part {
        "number" => number,
        "all" => all,
        text => text,
    });
    parts.collect()
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
    fn sizes_are_rounded_up_and_written_as_the_language_does() {
        let size = |language: &str, bytes| Messages::of(&Language::new(language)).size(bytes);
        for (bytes, expected) in [(1, "1 KB"), (61_000, "61 KB"), (999_000, "999 KB"), (999_001, "1.0 MB")] {
            assert_eq!(size("en", bytes).replace('\u{a0}', " "), expected);
        }
        assert_eq!(size("ru", 2_340_000).replace('\u{a0}', " "), "2,4 МБ");
        assert_eq!(size("uk", 10_738_000_000).replace('\u{a0}', " "), "10,8 ГБ");
        assert_eq!(size("fa", 120_000_000).replace('\u{a0}', " "), "۱۲۰ مگابایت");
    }

    #[test]
    fn news_counts_what_is_new_and_what_has_changed() {
        let count = |articles, changed| {
            let news = News { articles, changed, bytes: 0 };
            ["en", "ru", "uk", "fa"].map(|language| Messages::of(&Language::new(language)).news_count(&news))
        };
        assert_eq!(count(14, 1)[0], "14 new articles, 1 changed article");
        assert_eq!(count(1, 0)[1], "1 новая статья");
        assert_eq!(count(0, 3)[2], "3 змінені статті");
        assert_eq!(count(5, 0)[3], "۵ مقالهٔ تازه");
        let of = |language: &str, all| Messages::of(&Language::new(language)).article_count_of(3, all);
        assert_eq!(
            [of("en", 34), of("ru", 34), of("ru", 21)],
            ["3 of 34 articles", "3 из 34 статей", "3 из 21 статьи"]
        );
    }

    #[test]
    fn every_kind_of_source_has_a_name_but_the_other() {
        let english = Messages::of(&Language::new("en"));
        assert_eq!(english.source_kind(SourceKind::Website), Some("website"));
        assert_eq!(english.source_kind(SourceKind::Other), None);
        assert_eq!(english.certainty(Certainty::Unverified), "not verified");
    }
}
