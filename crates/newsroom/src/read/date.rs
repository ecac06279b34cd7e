//! Parses dates in the formats that newsrooms and their site generators write.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use model::Date;
use regex::{Captures, Regex};

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

/// Year, month, day, then optionally a time of day and an offset.
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?ix)^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})
        (?:(?:\s*T|\s+|,\s*)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?\s*(?<half>[ap]\.?m\.?)?
        \s*(?<offset>Z|[+-]\d{1,2}(?::?\d{2})?)?\s*(?<zone>\[?[A-Z][A-Z_]+(?:/[A-Z_/]+)?\]?)?)?$",
    )
});

/// Day, month, year, then optionally a time of day.
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?ix)^(?<day>\d{1,2})(?:[./]|\s*-\s*)(?<month>\d{1,2})(?:[./]|\s*-\s*)(?<year>\d{4})
        (?:,?\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$",
    )
});

/// A day with the name of its month: `2 January 2006`, `January 2nd, 2006 at 15:04`.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(
        r"(?ix)^(?:\p{L}+,?\s+)??(?:(?<day>\d{1,2})(?:st|nd|rd|th|-?го|\.)?\s+(?:of\s+)?(?<name>\p{L}{3,})\.?,?
        |(?<name2>\p{L}{3,})\.?\s+(?<day2>\d{1,2})(?:st|nd|rd|th)?,?)\s+(?<year>\d{4})\s*(?:г\.?|года|р\.?|року)?
        (?:,?\s+(?:(?:at|в|о)\s+)?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s*(?<half>[ap]\.?m\.?)?
        \s*(?<offset>Z|[+-]\d{2}:?\d{2})?\s*(?<zone>[A-Z]{3,4})?)?$",
    )
});

/// A date at the beginning of a file name or in the folders above.
static IN_PATH: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r"(?:^|/)(\d{4})[-/_.](\d{1,2})[-/_.](\d{1,2})(?:[-_./ ]+|$)"));

/// The first letters of the months' names in English, Russian, Ukrainian, German, French and Spanish.
const MONTHS: [&[&str]; 12] = [
    &["jan", "янв", "січ", "ene"],
    &["feb", "фев", "лют", "fév"],
    &["mar", "мар", "бер", "mär"],
    &["apr", "апр", "кві", "avr", "abr"],
    &["may", "мая", "май", "тра", "mai"],
    &["jun", "июн", "чер", "juin"],
    &["jul", "июл", "лип", "juil"],
    &["aug", "авг", "сер", "aoû", "ago"],
    &["sep", "сен", "вер"],
    &["oct", "окт", "жов", "okt"],
    &["nov", "ноя", "лис"],
    &["dec", "дек", "гру", "dez", "déc", "dic"],
];

/// The first possible year: no newspaper is older. Some generators write the year 1 or 1000 for an unknown date.
const FIRST_YEAR: i16 = 1600;

/// Parses a date. A date without an offset is in the newsroom's time zone.
pub(super) fn parse(text: &str, zone: &TimeZone) -> Option<ParsedDate> {
    let text = western_digits(text.trim());
    let when = parse_unix(&text, zone)
        .or_else(|| parse_civil(&NUMERIC.captures(&text)?, zone))
        .or_else(|| parse_day_first(&text, zone))
        .or_else(|| parse_rfc_2822(&text, zone))
        .or_else(|| parse_civil(&NAMED.captures(&text)?, zone))
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

/// Parses dates such as `02.01.2006`. `01/02/2006` is refused as ambiguous: January in America, February in Europe.
fn parse_day_first(text: &str, zone: &TimeZone) -> Option<ParsedDate> {
    let captures = DAY_FIRST.captures(text)?;
    let ambiguous = text.contains('/') && captures["day"].parse::<u8>().ok()? <= 12;
    if ambiguous { None } else { parse_civil(&captures, zone) }
}

fn parse_civil(captures: &Captures<'_>, zone: &TimeZone) -> Option<ParsedDate> {
    let number = |name: &str| captures.name(name).and_then(|group| group.as_str().parse::<i8>().ok());
    let year = captures.name("year")?.as_str().parse().ok()?;
    let month = match captures.name("month") {
        Some(month) => month.as_str().parse().ok()?,
        None => month(captures.name("name").or_else(|| captures.name("name2"))?.as_str())?,
    };
    let day = number("day").or_else(|| number("day2"))?;
    let date = civil::Date::new(year, month, day).ok()?;
    let Some(hour) = number("hour") else { return on_day(date, zone) };
    let hour = match captures.name("half").map(|half| half.as_str().to_lowercase().starts_with('p')) {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    // A leap second counts as the second before it.
    let second = number("second").unwrap_or(0).min(59);
    let moment = date.to_datetime(civil::Time::new(hour, number("minute")?, second, 0).ok()?);
    let own = match (captures.name("offset"), captures.name("zone")) {
        (Some(offset), _) => parse_offset(offset.as_str())?.to_time_zone(),
        (None, Some(name)) => parse_zone(name.as_str())?,
        (None, None) => zone.clone(),
    };
    Some(at_moment(moment.to_zoned(own).ok()?.timestamp(), zone))
}

fn on_day(date: civil::Date, zone: &TimeZone) -> Option<ParsedDate> {
    Some(ParsedDate { iso: date.to_string(), at: date.to_zoned(zone.clone()).ok()?.timestamp() })
}

fn at_moment(timestamp: Timestamp, zone: &TimeZone) -> ParsedDate {
    let zoned = timestamp.to_zoned(zone.clone());
    ParsedDate { iso: zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), at: timestamp }
}

/// Parses an offset: `Z`, `-5`, `-05`, `-0500`, `-05:00`.
fn parse_offset(text: &str) -> Option<Offset> {
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
    let hours = match name.to_ascii_uppercase().as_str() {
        "UTC" | "GMT" => 0,
        "CET" | "BST" => 1,
        "CEST" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return TimeZone::get(name).ok(),
    };
    Offset::from_hours(hours).ok().map(Offset::to_time_zone)
}

fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let index = MONTHS.iter().position(|beginnings| beginnings.iter().any(|beginning| name.starts_with(beginning)))?;
    i8::try_from(index + 1).ok()
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
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Kyiv").unwrap()
    }

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, iso) in [
            ("2026-11-23", "2026-11-23"),
            ("2026-1-2", "2026-01-02"),
            ("2026/11/23", "2026-11-23"),
            ("2026-11-23T14:05:00+02:00", "2026-11-23T14:05:00+02:00"),
            ("2026-11-23T12:05:00Z", "2026-11-23T14:05:00+02:00"),
            ("2026-11-23T12:05:00.123Z", "2026-11-23T14:05:00+02:00"),
            ("2026-11-23T14:05:00", "2026-11-23T14:05:00+02:00"),
            ("2026-07-23 14:05", "2026-07-23T14:05:00+03:00"),
            ("2016-01-02 15:04:05 -0500", "2016-01-02T22:04:05+02:00"),
            ("2016-01-02 15:04:05 -5", "2016-01-02T22:04:05+02:00"),
            ("2016-01-02 3:04 pm", "2016-01-02T15:04:00+02:00"),
            ("2016-01-02 12:04 am", "2016-01-02T00:04:00+02:00"),
            ("2016-01-02 15:04:05 +0000 UTC", "2016-01-02T17:04:05+02:00"),
            ("2016-01-02 15:04:05 UTC", "2016-01-02T17:04:05+02:00"),
            ("2016-01-02T15:04:05+00:00[Europe/London]", "2016-01-02T17:04:05+02:00"),
            ("Sat, 02 Jan 2016 15:04:05 GMT", "2016-01-02T17:04:05+02:00"),
            ("Sun, 02 Jan 2016 15:04:05 -0500", "2016-01-02T22:04:05+02:00"),
            ("2 January 2006", "2006-01-02"),
            ("24 Dec 2014", "2014-12-24"),
            ("January 2, 2006", "2006-01-02"),
            ("Jan. 2nd, 2006 at 15:04", "2006-01-02T15:04:00+02:00"),
            ("Monday, January 2, 2006", "2006-01-02"),
            ("2 января 2006 г.", "2006-01-02"),
            ("23 листопада 2026", "2026-11-23"),
            ("1 мая 2024 года, 10:00", "2024-05-01T10:00:00+03:00"),
            ("02.01.2006", "2006-01-02"),
            ("02.01.2006 15:04", "2006-01-02T15:04:00+02:00"),
            ("23/11/2026", "2026-11-23"),
            ("1136214245", "2006-01-02T17:04:05+02:00"),
            ("۲۰۲۶-۱۱-۲۳", "2026-11-23"),
        ] {
            assert_eq!(parse(text, &zone()).map(|when| when.iso).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["0001-01-01T00:00:00Z", "1000-01-01", "1599-12-31", "-62135596800"] {
            assert_eq!(parse(text, &zone()), None, "{text}");
        }
        assert!(parse("1600-01-01", &zone()).is_some());
        for text in ["", "someday", "2026", "2026-02-30", "2026-13-01", "01/02/2006", "2026-01-01 25:00", "12", "May"] {
            assert_eq!(parse(text, &zone()), None, "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_newsroom() {
        let when = parse("2026-11-23", &zone()).unwrap();
        assert_eq!(when.at.to_string(), "2026-11-22T22:00:00Z");
    }

    #[test]
    fn dates_stand_in_paths() {
        for (path, iso, stem) in [
            ("articles/2016-01-02-title.md", Some("2016-01-02"), "title"),
            ("_posts/2017-3-23-ovh.markdown", Some("2017-03-23"), "ovh"),
            ("post/2016/01/02/title.md", Some("2016-01-02"), "title"),
            ("2016-01-02/index.md", Some("2016-01-02"), "index"),
            ("2016-01-02.md", Some("2016-01-02"), "2016-01-02"),
            ("articles/2016-99-02-title.md", None, "title"),
            ("articles/0001-01-02-title.md", None, "title"),
            ("articles/12-01-02-title.md", None, "12-01-02-title"),
            ("articles/plain.md", None, "plain"),
        ] {
            let when = from_path(Path::new(path), &zone());
            assert_eq!(when.map(|when| when.iso).as_deref(), iso, "{path}");
            let file = Path::new(path).file_stem().unwrap().to_str().unwrap();
            assert_eq!(strip_date(file), stem, "{path}");
        }
    }
}
