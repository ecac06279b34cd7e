//! Parses dates in the formats that newsrooms and their site generators write.

mod names;

use std::path::Path;
use std::sync::LazyLock;

use icu_calendar::Date as Day;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use model::{Date, Language};
use regex::Regex;

use self::names::{Calendar, Month};
use crate::read::constant_regex;

/// A parsed date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParsedDate {
    /// For machines: `2026-11-23`, or RFC 3339 in the newsroom's time zone.
    pub(super) iso: String,
    /// The moment; midnight in the newsroom's time zone if only the day is known.
    pub(super) at: Timestamp,
}

impl ParsedDate {
    /// Returns the date for the model. Its text is formatted later, in the article's language.
    pub(super) fn date(&self) -> Date {
        Date { iso: self.iso.clone(), text: self.iso.clone() }
    }

    /// Returns the day without the time.
    pub(super) fn day(&self) -> &str {
        self.iso.get(..10).unwrap_or(&self.iso)
    }
}

/// A time of day at the end of a date, with an offset and a zone.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?isx)^(?<date>.*\d.*)(?:\s*T|[,،]\s*|\s+)
        (?<hour>\d{1,2})(?:[:٫.]|\s?h\s?)(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?
        \s*(?<half>[ap]\.?\s?m\b\.?)?\s*(?:(?:uhr|hs?|hrs|год|ч|godz)\b\.?)?
        \s*(?<offset>Z\b|(?:UTC|GMT)?[+−-]\d{1,2}(?::?\d{2})?)?
        \s*(?<zone>\[?[A-Z][A-Z0-9_+-]+(?:/[A-Z0-9_+-]+)*\]?)?\s*(?:\([^)]*\))?$",
    )
});

/// Year, month, day.
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"^(?<year>\d{4})(?:\s?[-/.]\s?|\s*[年년]\s*)(?<month>\d{1,2})(?:\s?[-/.]\s?|\s*[月월]\s*)(?<day>\d{1,2})\s*[日일.]?$",
    )
});

/// Day, month, year.
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"^(?<day>\d{1,2})(?:\s?[./]\s?|\s*-\s*)(?<month>\d{1,2})(?:\s?[./]\s?|\s*-\s*)(?<year>\d{4})(?:\s*(?i:г|года|р|року|г|ж)\.?)?$",
    )
});

/// Words between a day and a time of day.
const BEFORE_TIME: &[&str] = &[
    "at",
    "в",
    "во",
    "о",
    "об",
    "у",
    "а",
    "kl",
    "klo",
    "um",
    "à",
    "a",
    "las",
    "la",
    "le",
    "às",
    "as",
    "alle",
    "ore",
    "ora",
    "om",
    "saat",
    "saati",
    "сағат",
    "саат",
    "соат",
    "soat",
    "o",
    "godz",
    "godzinie",
    "w",
    "ob",
    "v",
    "ve",
    "на",
    "час",
    "г",
    "года",
    "год",
    "р",
    "року",
    "рік",
    "r",
    "roku",
    "στις",
    "ساعت",
    "در",
    "الساعة",
    "في",
    "בשעה",
    "pukul",
    "jam",
    "kell",
    "plkst",
    "val",
    "ժամը",
];

/// Words inside a date that say nothing. A date does not end with one.
const FILLERS: &[&str] = &[
    "of", "the", "de", "del", "di", "d", "den", "der", "do", "el", "il", "al", "le", "la", "st", "nd", "rd", "th",
    "er", "ème", "го", "й", "е", "на", "a", "á", "o",
];

/// Words for a year. A date may end with one.
const YEARS: &[&str] = &[
    "г",
    "год",
    "года",
    "году",
    "р",
    "рік",
    "року",
    "ж",
    "жылғы",
    "жыл",
    "жылы",
    "йил",
    "yil",
    "yili",
    "r",
    "rok",
    "roku",
    "m",
    "d",
    "gada",
    "p",
    "h",
    "ه",
    "ش",
    "سال",
    "شمسی",
    "خورشیدی",
    "میلادی",
];

/// A date at the beginning of a file name or in the folders above.
static IN_PATH: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r"(?:^|/)(\d{4})[-/_.](\d{1,2})[-/_.](\d{1,2})(?:[-_./ ]+|$)"));

/// The first possible year: no newspaper is older. Some generators write the year 1 or 1000 for an unknown date.
const FIRST_YEAR: i16 = 1600;

/// The years of the Solar Hijri calendar in which newspapers may have appeared.
const SOLAR_YEARS: std::ops::RangeInclusive<i16> = 1200..=1500;

/// The first year of the Buddhist calendar of Thailand that is taken for one, and its distance to the Gregorian year.
const FIRST_BUDDHIST_YEAR: i16 = 2400;
const BUDDHIST_YEARS: i16 = 543;

/// Parses a date. A date without an offset is in the newsroom's time zone, a date with the name of its month in `language`
/// before others.
pub(super) fn parse(text: &str, zone: &TimeZone, language: &Language) -> Option<ParsedDate> {
    let written = text.trim();
    let text = western_digits(written);
    let reader = Reader { language, eastern: text != written };
    let when = parse_unix(&text, zone)
        .or_else(|| reader.day(&text).and_then(|day| on_day(day, zone)))
        .or_else(|| reader.moment(&text, zone))
        .or_else(|| parse_rfc_2822(&text, zone))
        .or_else(|| text.parse::<Zoned>().ok().map(|zoned| at_moment(zoned.timestamp(), zone)));
    when.filter(|when| is_possible(when, zone))
}

fn is_possible(when: &ParsedDate, zone: &TimeZone) -> bool {
    when.at.to_zoned(zone.clone()).year() >= FIRST_YEAR
}

/// Parses seconds or milliseconds since 1970. Shorter numbers are not dates.
fn parse_unix(text: &str, zone: &TimeZone) -> Option<ParsedDate> {
    let number: i64 = text.parse().ok()?;
    let timestamp = match text.len() {
        9 | 10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    timestamp.ok().map(|timestamp| at_moment(timestamp, zone))
}

fn parse_rfc_2822(text: &str, zone: &TimeZone) -> Option<ParsedDate> {
    let parsed = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(at_moment(parsed, zone))
}

/// Reads dates in a language.
#[derive(Clone, Copy)]
struct Reader<'a> {
    language: &'a Language,
    /// `true` if the date is written with Persian or Arabic digits.
    eastern: bool,
}

impl Reader<'_> {
    /// Parses a day with a time of day.
    fn moment(self, text: &str, zone: &TimeZone) -> Option<ParsedDate> {
        let captures = TIME.captures(text)?;
        let day = self.day_before_time(&captures["date"])?;
        let number = |name: &str| captures.name(name).and_then(|group| group.as_str().parse::<i8>().ok());
        let hour = number("hour")?;
        let hour = match captures.name("half").map(|half| half.as_str().to_lowercase().starts_with('p')) {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        // A leap second counts as the second before it.
        let second = number("second").unwrap_or(0).min(59);
        let moment = day.to_datetime(civil::Time::new(hour, number("minute")?, second, 0).ok()?);
        let own = match (captures.name("offset"), captures.name("zone")) {
            (Some(offset), _) => parse_offset(offset.as_str())?.to_time_zone(),
            (None, Some(name)) => parse_zone(name.as_str())?,
            (None, None) => zone.clone(),
        };
        Some(at_moment(moment.to_zoned(own).ok()?.timestamp(), zone))
    }

    /// Parses a day with the words before a time of day, such as `at`.
    fn day_before_time(self, text: &str) -> Option<civil::Date> {
        const MAX_WORDS: usize = 4;
        let mut text = text.trim_end_matches([',', '،', ' ']);
        for _ in 0..MAX_WORDS {
            if let Some(day) = self.day(text) {
                return Some(day);
            }
            let (before, last) = text.rsplit_once(char::is_whitespace)?;
            let word = last.trim_matches(['.', ',', '،']);
            if !BEFORE_TIME.contains(&word.to_lowercase().as_str()) && !names::is_weekday(word) {
                return None;
            }
            text = before.trim_end_matches([',', '،', ' ']);
        }
        None
    }

    /// Parses a day in numbers or words, with or without its weekday.
    fn day(self, text: &str) -> Option<civil::Date> {
        let text = without_weekday(text);
        self.numeric(text).or_else(|| self.named(text))
    }

    fn numeric(self, text: &str) -> Option<civil::Date> {
        let captures = YEAR_FIRST.captures(text).or_else(|| DAY_FIRST.captures(text))?;
        let day: i8 = captures["day"].parse().ok()?;
        // `01/02/2006` is January in America and February in Europe.
        if text.contains('/') && day <= 12 && !YEAR_FIRST.is_match(text) {
            return None;
        }
        let year = captures["year"].parse().ok()?;
        // Numbers of other calendars are known by their digits or by the language.
        let solar = SOLAR_YEARS.contains(&year) && (self.eastern || matches!(self.language.primary(), "fa" | "ps"));
        let calendar = if solar { Calendar::SolarHijri } else { Calendar::Gregorian };
        self.date(year, Month { calendar, number: captures["month"].parse().ok()? }, day)
    }

    /// Parses a day with the name of its month, in any order: `2 January 2006`, `January 2nd, 2006`, `2006 ж. 23 қараша`.
    fn named(self, text: &str) -> Option<civil::Date> {
        let (mut year, mut month, mut day) = (None, None, None);
        let mut ends = true;
        for (index, word) in words(text).enumerate() {
            if let Ok(number) = word.parse::<i16>() {
                let slot = if word.len() == 4 { &mut year } else { &mut day };
                if word.len() > 4 || word.len() == 3 || slot.replace(number).is_some() {
                    return None;
                }
                ends = true;
                continue;
            }
            let lower = word.to_lowercase();
            ends = !FILLERS.contains(&lower.as_str());
            if !ends || YEARS.contains(&lower.as_str()) || names::is_weekday(word) && month.is_some() {
                continue;
            }
            match names::month(word, self.language).filter(|_| month.is_none()) {
                Some(found) => month = Some(found),
                // An unknown first word may introduce the date.
                None if index == 0 || names::is_weekday(word) => {}
                None => return None,
            }
        }
        if !ends {
            return None;
        }
        self.date(year?, month?, i8::try_from(day?).ok()?)
    }

    fn date(self, year: i16, month: Month, day: i8) -> Option<civil::Date> {
        match month.calendar {
            Calendar::SolarHijri => {
                let solar =
                    Day::try_new_persian(i32::from(year), u8::try_from(month.number).ok()?, u8::try_from(day).ok()?);
                let iso = solar.ok()?.to_calendar(icu_calendar::Iso);
                let number = i8::try_from(iso.month().ordinal).ok()?;
                let year = i16::try_from(iso.year().extended_year()).ok()?;
                civil::Date::new(year, number, i8::try_from(iso.day_of_month().0).ok()?).ok()
            }
            Calendar::Gregorian => {
                let buddhist = self.language.primary() == "th" && year >= FIRST_BUDDHIST_YEAR;
                civil::Date::new(if buddhist { year - BUDDHIST_YEARS } else { year }, month.number, day).ok()
            }
        }
    }
}

/// Returns a text without the weekday at its beginning.
fn without_weekday(text: &str) -> &str {
    let end = text.find(|character: char| !names::is_letter(character)).unwrap_or(text.len());
    // Portuguese: `segunda-feira`.
    let rest = text[end..].strip_prefix("-feira").unwrap_or(&text[end..]);
    let is_date = rest.trim_start_matches(['.', ',', ' ']).starts_with(|first: char| first.is_ascii_digit());
    if end > 0 && is_date && names::is_weekday(&text[..end]) { rest.trim_start_matches(['.', ',', ' ']) } else { text }
}

/// Divides a text into numbers and words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|character: char| !names::is_letter(character) && !character.is_ascii_digit());
        let first = rest.chars().next()?;
        let is_same = |character: char| {
            if first.is_ascii_digit() { character.is_ascii_digit() } else { names::is_letter(character) }
        };
        let end = rest.find(|character| !is_same(character)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

fn on_day(date: civil::Date, zone: &TimeZone) -> Option<ParsedDate> {
    Some(ParsedDate { iso: date.to_string(), at: date.to_zoned(zone.clone()).ok()?.timestamp() })
}

fn at_moment(timestamp: Timestamp, zone: &TimeZone) -> ParsedDate {
    let zoned = timestamp.to_zoned(zone.clone());
    ParsedDate { iso: zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), at: timestamp }
}

/// Parses an offset: `Z`, `-5`, `-05`, `-0500`, `-05:00`, `UTC+3`.
fn parse_offset(text: &str) -> Option<Offset> {
    let text = text.to_ascii_uppercase().replace('−', "-");
    let text = text.trim_start_matches("UTC").trim_start_matches("GMT");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or("0")),
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (&*digits, "0") };
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

fn parse_zone(name: &str) -> Option<TimeZone> {
    let name = name.trim_matches(['[', ']']);
    let hours = match name {
        "UTC" | "GMT" => 0,
        "CET" | "BST" => 1,
        "CEST" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        // Names without a slash are also words, such as those of countries.
        _ => return name.contains('/').then(|| TimeZone::get(name).ok())?,
    };
    Offset::from_hours(hours).ok().map(Offset::to_time_zone)
}

/// Replaces Persian and Arabic digits by European ones.
fn western_digits(text: &str) -> String {
    let western = |character: char| {
        let digit = match character {
            '۰'..='۹' => u32::from(character) - u32::from('۰'),
            '٠'..='٩' => u32::from(character) - u32::from('٠'),
            _ => return character,
        };
        char::from_digit(digit, 10).unwrap_or(character)
    };
    text.chars().map(western).collect()
}

/// Reads the date in a file's path, as Jekyll and Hugo write it: `2016-01-02-title.md`, `2016/01/02/title.md`.
pub(super) fn from_path(path: &Path, zone: &TimeZone) -> Option<ParsedDate> {
    let path = path.to_str()?.replace('\\', "/");
    let without_extension = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let captures = IN_PATH.captures_iter(without_extension).last()?;
    let date = civil::Date::new(captures[1].parse().ok()?, captures[2].parse().ok()?, captures[3].parse().ok()?);
    on_day(date.ok()?, zone).filter(|when| is_possible(when, zone))
}

/// Returns a file name without the date at its beginning.
pub(super) fn strip_date(stem: &str) -> &str {
    match IN_PATH.find(stem) {
        Some(found) if found.start() == 0 && found.end() < stem.len() => &stem[found.end()..],
        _ => stem,
    }
}

#[cfg(test)]
mod tests;
