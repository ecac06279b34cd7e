//! The names of months and weekdays in many languages and two calendars, from the data of CLDR.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use icu_calendar::Date;
use icu_calendar::cal::Persian;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{E, M, MD};
use icu_locale_core::Locale;
use model::Language;

/// The languages whose names of months are known, in the Gregorian calendar. Where two languages share a name for different
/// months, only an article's own language decides.
const GREGORIAN: &[&str] = &[
    "en", "ru", "uk", "be", "pl", "bg", "tr", "kk", "es", "fr", "fa", "fa-AF", "de", "it", "pt", "nl", "cs", "sk",
    "hr", "sr", "sr-Latn", "sl", "bs", "mk", "sq", "ro", "hu", "el", "lt", "lv", "et", "fi", "sv", "da", "nb", "is",
    "ca", "gl", "eu", "hy", "ka", "az", "uz", "uz-Cyrl", "ky", "tg", "tk", "mn", "ar", "ar-SY", "ar-IQ", "ar-DZ",
    "ar-MA", "he", "hi", "bn", "ur", "ps", "id", "ms", "fil", "sw", "am", "th",
];

/// The languages whose names of months are known in the Solar Hijri calendar of Iran and Afghanistan.
const SOLAR_HIJRI: &[&str] = &["fa", "fa-AF", "ps", "en"];

/// The fewest letters that stand for a month.
const MIN_LETTERS: usize = 3;

/// A calendar in which people write dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Calendar {
    Gregorian,
    SolarHijri,
}

/// A month of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month {
    pub(super) calendar: Calendar,
    pub(super) number: i8,
}

/// The names of the months in one language.
struct Names {
    language: &'static str,
    months: BTreeMap<String, BTreeSet<Month>>,
}

static NAMES: LazyLock<Vec<Names>> = LazyLock::new(|| {
    let gregorian = GREGORIAN.iter().map(|language| names(language, Calendar::Gregorian));
    let solar = SOLAR_HIJRI.iter().map(|language| names(language, Calendar::SolarHijri));
    gregorian.chain(solar).collect()
});

static WEEKDAYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut weekdays = BTreeSet::new();
    for language in GREGORIAN {
        let Ok(locale) = language.parse::<Locale>() else { continue };
        let formatters = [E::long(), E::medium(), E::short()];
        for formatter in
            formatters.into_iter().filter_map(|length| DateTimeFormatter::try_new((&locale).into(), length).ok())
        {
            // The first of June 2026 is a Monday.
            for day in (1..=7).filter_map(|day| Date::try_new_iso(2026, 6, day).ok()) {
                weekdays.extend(words(&formatter.format(&day).to_string()));
            }
        }
    }
    weekdays
});

/// Collects the names of the months in a language: alone and beside a day, in full and abbreviated.
fn names(language: &'static str, calendar: Calendar) -> Names {
    let mut months: BTreeMap<String, BTreeSet<Month>> = BTreeMap::new();
    let key = if calendar == Calendar::SolarHijri { "persian" } else { "gregory" };
    if let Ok(locale) = format!("{language}-u-ca-{key}").parse::<Locale>() {
        let alone = [M::long(), M::medium()].map(|length| DateTimeFormatter::try_new((&locale).into(), length).ok());
        let beside = [MD::long(), MD::medium()].map(|length| DateTimeFormatter::try_new((&locale).into(), length).ok());
        for number in 1..=12_i8 {
            let Some(day) = day_of(calendar, number) else { continue };
            let alone = alone.iter().flatten().map(|formatter| formatter.format(&day).to_string());
            let beside = beside.iter().flatten().map(|formatter| formatter.format(&day).to_string());
            for text in alone.chain(beside) {
                // The longest word is the name: others are `de` or `d.`.
                let name = words(&text).into_iter().max_by_key(|word| word.chars().count());
                if let Some(name) = name.filter(|name| name.chars().count() > 1) {
                    months.entry(name).or_default().insert(Month { calendar, number });
                }
            }
        }
    }
    Names { language, months }
}

/// Returns a day in the middle of a month.
fn day_of(calendar: Calendar, month: i8) -> Option<Date<icu_calendar::Iso>> {
    let month = u8::try_from(month).ok()?;
    match calendar {
        Calendar::Gregorian => Date::try_new_iso(2026, month, 15).ok(),
        Calendar::SolarHijri => {
            Date::try_new_persian(1405, month, 15).ok().map(|day: Date<Persian>| day.to_calendar(icu_calendar::Iso))
        }
    }
}

/// Returns the month of a name or its abbreviation, as the article's language means it.
pub(super) fn month(name: &str, language: &Language) -> Option<Month> {
    let name = plain(name);
    let own = |names: &&Names| names.language == language.as_str() || names.language == language.primary();
    let (own, others): (Vec<&Names>, Vec<&Names>) = NAMES.iter().partition(own);
    let english: Vec<&Names> = others.iter().copied().filter(|names| names.language == "en").collect();
    exact(&name, &own)
        .or_else(|| beginning(&name, &own))
        .or_else(|| exact(&name, &others))
        .or_else(|| beginning(&name, &english))
        .or_else(|| beginning(&name, &others))
}

fn exact(name: &str, languages: &[&Names]) -> Option<Month> {
    only(languages.iter().filter_map(|names| names.months.get(name)).flatten())
}

fn beginning(name: &str, languages: &[&Names]) -> Option<Month> {
    if name.chars().count() < MIN_LETTERS {
        return None;
    }
    let names = languages.iter().flat_map(|names| &names.months);
    only(names.filter(|(full, _)| full.starts_with(name)).flat_map(|(_, months)| months))
}

/// Returns the month if all are the same.
fn only<'a>(mut months: impl Iterator<Item = &'a Month>) -> Option<Month> {
    let first = *months.next()?;
    months.all(|month| *month == first).then_some(first)
}

/// Returns whether a word is a weekday in any language.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&plain(word))
}

/// Returns the words of a text as they are compared.
fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !is_letter(character)).filter(|word| !word.is_empty()).map(plain).collect()
}

/// Returns whether a character is part of a word. Marks belong to the letters before them.
pub(super) fn is_letter(character: char) -> bool {
    character.is_alphabetic()
        || matches!(character, '\u{200c}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{300}'..='\u{36f}' | '\u{93c}'..='\u{94d}' | '\u{981}'..='\u{9cd}' | '\u{e31}'..='\u{e4e}')
}

/// Returns a word in lower case, with one form for each letter that people write in several: without accents on Latin
/// letters, without Arabic marks, with the Persian form of Arabic letters.
fn plain(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.chars().all(|character| (character as u32) < 0x250 || matches!(character, '\u{300}'..='\u{36f}')) {
        return deunicode::deunicode(&lower).to_lowercase();
    }
    let letter = |character: char| match character {
        'ё' => Some('е'),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'أ' | 'إ' | 'ٱ' => Some('ا'),
        'ۀ' => Some('ه'),
        '\u{200c}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' => None,
        other => Some(other),
    };
    lower.chars().filter_map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, names: &[(&str, i8)]) {
        for (name, number) in names {
            let found = month(name, &Language::new(language));
            assert_eq!(found, Some(Month { calendar: Calendar::Gregorian, number: *number }), "{language} {name}");
        }
    }

    #[test]
    fn months_have_names_in_many_languages() {
        check("en", &[("January", 1), ("sept", 9), ("Dec", 12), ("May", 5)]);
        check("ru", &[("января", 1), ("Май", 5), ("мая", 5), ("нояб", 11), ("июн", 6)]);
        check("uk", &[("листопада", 11), ("травень", 5), ("січ", 1)]);
        check("be", &[("студзеня", 1), ("лістапада", 11), ("мая", 5)]);
        check("pl", &[("stycznia", 1), ("listopad", 11), ("października", 10), ("wrz", 9)]);
        check("bg", &[("януари", 1), ("ноември", 11), ("юли", 7)]);
        check("tr", &[("Ocak", 1), ("Kasım", 11), ("Ağustos", 8), ("SUBAT", 2)]);
        check("kk", &[("қаңтар", 1), ("қараша", 11)]);
        check("es", &[("enero", 1), ("septiembre", 9), ("ago", 8)]);
        check("fr", &[("janvier", 1), ("févr", 2), ("fevrier", 2), ("août", 8)]);
        check("hr", &[("listopada", 10)]);
        check("cs", &[("listopadu", 11), ("července", 7), ("června", 6)]);
        check("ar", &[("نوفمبر", 11)]);
        check("fa", &[("نوامبر", 11)]);
    }

    #[test]
    fn a_name_that_means_two_months_needs_its_language() {
        assert_eq!(month("listopada", &Language::new("en")), None);
        check("en", &[("января", 1), ("septembre", 9), ("Kasım", 11)]);
    }

    #[test]
    fn the_solar_calendar_has_its_own_months() {
        for (language, name, number) in
            [("fa", "آذر", 9), ("fa", "فروردین", 1), ("fa-AF", "حمل", 1), ("en", "Farvardin", 1)]
        {
            let found = month(name, &Language::new(language));
            assert_eq!(found, Some(Month { calendar: Calendar::SolarHijri, number }), "{name}");
        }
    }

    #[test]
    fn weekdays_are_known() {
        for word in ["Monday", "понедельник", "Poniedziałek", "Pazartesi", "lundi", "دوشنبه", "vie", "пн"]
        {
            assert!(is_weekday(word), "{word}");
        }
        assert!(!is_weekday("bridge"));
    }
}
