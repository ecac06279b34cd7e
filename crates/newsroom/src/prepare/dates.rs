//! Formats dates in the language and calendar of their readers.

use anyhow::Context;
use icu_calendar::Iso;
use icu_calendar::cal::Persian;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{M, Y, YM, YMD, YMDT};
use icu_datetime::input::{Date as Day, DateTime, Time};
use icu_locale_core::Locale;
use messages::Messages;
use model::article::UNDATED;
use model::{Article, Block, Date, Language};

use crate::walk;

/// A formatter of dates in one language.
pub struct DateWriter {
    undated: &'static str,
    /// `true` if the language's calendar has other months than the archive, whose months are Gregorian.
    own_months: bool,
    day: DateTimeFormatter<YMD>,
    moment: DateTimeFormatter<YMDT>,
    month: DateTimeFormatter<YM>,
    month_alone: DateTimeFormatter<M>,
    year: DateTimeFormatter<Y>,
}

impl DateWriter {
    /// Makes a formatter for a language, or for English if the formats of the language are unknown.
    pub fn new(language: &Language) -> anyhow::Result<Self> {
        // The locale data format dates of unknown languages by their root: `2026 M11 23`.
        let root = Self::with_tag("und", language)?;
        let own = Self::with_tag(&tag(language), language).ok().filter(|own| own.text(SAMPLE) != root.text(SAMPLE));
        own.map_or_else(|| Self::with_tag(ENGLISH, language), Ok)
    }

    /// Fills in the text of every date of an article.
    pub fn write_article(&self, article: &mut Article) {
        walk::dates(article, &mut |date| self.write(date));
    }

    /// Fills in the text of every date of a body.
    pub fn write_blocks(&self, blocks: &mut [Block]) {
        walk::block_dates(blocks, &mut |date| self.write(date));
    }

    /// Fills in the text of a date. An invalid date keeps its text.
    pub fn write(&self, date: &mut Date) {
        if let Some(text) = self.text(&date.iso) {
            date.text = text;
        }
    }

    /// Returns the title of a month of the archive: `2026-11` or `undated`.
    pub fn month(&self, month: &str) -> String {
        if month == UNDATED {
            return self.undated.to_owned();
        }
        capitalised(&self.month_text(month).unwrap_or_else(|| month.to_owned()))
    }

    fn with_tag(tag: &str, language: &Language) -> anyhow::Result<Self> {
        let persian = language.primary() == "fa";
        let calendar = if persian { "persian" } else { "gregory" };
        let locale = format!("{tag}-u-ca-{calendar}-hc-h23");
        let locale: Locale = locale.parse().with_context(|| format!("{tag} is not a language tag"))?;
        Ok(Self {
            undated: Messages::of(language).undated(),
            own_months: persian,
            day: DateTimeFormatter::try_new((&locale).into(), YMD::long())?,
            moment: DateTimeFormatter::try_new((&locale).into(), YMD::long().with_time_hm())?,
            month: DateTimeFormatter::try_new((&locale).into(), YM::long())?,
            month_alone: DateTimeFormatter::try_new((&locale).into(), M::long())?,
            year: DateTimeFormatter::try_new((&locale).into(), Y::long())?,
        })
    }

    fn text(&self, iso: &str) -> Option<String> {
        let day = day(iso)?;
        Some(match time(iso) {
            Some(time) => self.moment.format(&DateTime { date: day, time }).to_string(),
            None => self.day.format(&day).to_string(),
        })
    }

    fn month_text(&self, month: &str) -> Option<String> {
        let first = day(&format!("{month}-01"))?;
        if !self.own_months {
            return Some(self.month.format(&first).to_string());
        }
        // The archive's months are Gregorian: each contains the end of one month of this calendar and most of the next.
        let last = (28..=31).rev().find_map(|last| day(&format!("{month}-{last}")))?;
        let same_year = Self::year(&first) == Self::year(&last);
        let from = if same_year { self.month_alone.format(&first).to_string() } else { self.month_of_year(&first) };
        Some(format!("{from} – {}", self.month_of_year(&last)))
    }

    /// Formats a month with its year. The locale's own pattern puts the year first, which reads wrong.
    fn month_of_year(&self, day: &Day<Iso>) -> String {
        format!("{} {}", self.month_alone.format(day), self.year.format(day))
    }

    fn year(day: &Day<Iso>) -> i32 {
        day.to_calendar(Persian).year().extended_year()
    }
}

/// A day that tells the formats of languages apart.
const SAMPLE: &str = "2026-11-23";

/// The tag for English with the day before the month, as in most of the world. Plain `en` is American.
const ENGLISH: &str = "en-001";

fn tag(language: &Language) -> String {
    if language.as_str() == "en" { ENGLISH.to_owned() } else { language.as_str().to_owned() }
}

fn day(iso: &str) -> Option<Day<Iso>> {
    let mut numbers = iso.get(..10)?.split('-');
    let year = numbers.next()?.parse().ok()?;
    let month = numbers.next()?.parse().ok()?;
    let day = numbers.next()?.parse().ok()?;
    Day::try_new_iso(year, month, day).ok()
}

fn time(iso: &str) -> Option<Time> {
    let (hours, minutes) = iso.get(10..)?.strip_prefix(['T', 't', ' '])?.get(..5)?.split_once(':')?;
    Time::try_new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, iso: &str, expected: &str) {
        let writer = DateWriter::new(&Language::new(language)).expect("a language");
        let mut date = Date { iso: iso.to_owned(), text: iso.to_owned() };
        writer.write(&mut date);
        assert_eq!(date.text, expected, "{language} {iso}");
    }

    #[test]
    fn dates_are_written_as_their_readers_write_them() {
        check("en", "2026-11-23", "23 November 2026");
        check("en", "2026-11-23T14:05:00+02:00", "23 November 2026 at 14:05");
        check("ru", "2026-11-23", "23 ноября 2026\u{202f}г.");
        check("uk", "2026-11-23", "23 листопада 2026\u{202f}р.");
        check("fa", "2026-11-23", "۲ آذر ۱۴۰۵");
    }

    #[test]
    fn an_unknown_language_is_dated_in_english_and_no_date_is_left_alone() {
        check("tlh", "2026-11-23", "23 November 2026");
        check("en", "2026-13-23", "2026-13-23");
        check("en", "in spring", "in spring");
    }

    #[test]
    fn months_are_titles() {
        let month = |language, month| DateWriter::new(&Language::new(language)).expect("a language").month(month);
        assert_eq!(month("en", "2026-11"), "November 2026");
        assert_eq!(month("ru", "2026-11"), "Ноябрь 2026\u{202f}г.");
        assert_eq!(month("fa", "2026-11"), "آبان – آذر ۱۴۰۵");
        assert_eq!(month("uk", "undated"), "Без дати");
    }
}
