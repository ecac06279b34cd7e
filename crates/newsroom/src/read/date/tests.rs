//! Dates are read in every form.

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
        ("2026-11-23 14:05 America/New_York", "2026-11-23T21:05:00+02:00"),
        ("2026-11-23 14:05:00 America/Argentina/Buenos_Aires", "2026-11-23T19:05:00+02:00"),
        ("2026-11-23 14:05 Etc/GMT+3", "2026-11-23T19:05:00+02:00"),
        ("2026-11-23 14:05 Asia/Almaty", "2026-11-23T11:05:00+02:00"),
        ("2026-11-23 14:05 UTC+3", "2026-11-23T13:05:00+02:00"),
        ("2026-11-23 2:05 a.m. America/New_York", "2026-11-23T09:05:00+02:00"),
        ("2026-11-23 at 14:05", "2026-11-23T14:05:00+02:00"),
        ("23.11.2026 в 14:05", "2026-11-23T14:05:00+02:00"),
        ("23.11.2026 г., 14:05", "2026-11-23T14:05:00+02:00"),
        ("Sat Jan 02 2016 15:04:05 GMT+0200 (Eastern European Standard Time)", "2016-01-02T15:04:05+02:00"),
        ("2026年11月23日", "2026-11-23"),
        ("1136214245", "2006-01-02T17:04:05+02:00"),
        ("۲۰۲۶-۱۱-۲۳", "2026-11-23"),
    ] {
        assert_eq!(parse(text, &zone(), &Language::new("en")).map(|when| when.iso).as_deref(), Some(iso), "{text}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in ["0001-01-01T00:00:00Z", "1000-01-01", "1599-12-31", "-62135596800"] {
        assert_eq!(parse(text, &zone(), &Language::new("en")), None, "{text}");
    }
    assert!(parse("1600-01-01", &zone(), &Language::new("en")).is_some());
    for text in ["", "someday", "2026", "2026-02-30", "2026-13-01", "01/02/2006", "2026-01-01 25:00", "12", "May"] {
        assert_eq!(parse(text, &zone(), &Language::new("en")), None, "{text}");
    }
}

#[test]
fn a_day_begins_at_midnight_of_the_newsroom() {
    let when = parse("2026-11-23", &zone(), &Language::new("en")).unwrap();
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

fn check(language: &str, text: &str, iso: &str) {
    let when = parse(text, &zone(), &Language::new(language));
    assert_eq!(when.map(|when| when.iso).as_deref(), Some(iso), "{language}: {text}");
}

#[test]
fn dates_are_read_in_many_languages() {
    for (language, text) in [
        ("be", "23 лістапада 2026 г. у 14:05"),
        ("be", "панядзелак, 23 лістапада 2026, 14:05"),
        ("pl", "23 listopada 2026 r., godz. 14:05"),
        ("pl", "poniedziałek, 23 listopada 2026 o 14:05"),
        ("bg", "23 ноември 2026 г. в 14:05"),
        ("tr", "23 Kasım 2026 Pazartesi 14:05"),
        ("tr", "23 Kasım 2026, saat 14:05"),
        ("kk", "2026 ж. 23 қараша, 14:05"),
        ("es", "23 de noviembre de 2026 a las 14:05"),
        ("es", "lunes, 23 de noviembre de 2026, 14:05 h"),
        ("fr", "lundi 23 novembre 2026 à 14h05"),
        ("de", "Montag, 23. November 2026 um 14:05 Uhr"),
        ("pt", "segunda-feira, 23 de novembro de 2026 às 14h05"),
        ("it", "23 novembre 2026 alle ore 14.05"),
        ("ru", "23 ноября 2026 г. в 14:05"),
        ("ru", "понедельник, 23 ноября 2026 года в 14:05"),
        ("uk", "23 листопада 2026 року о 14:05"),
        ("en", "Monday, November 23rd, 2026 at 2:05 p.m."),
        ("fa", "۲ آذر ۱۴۰۵ ساعت ۱۴:۰۵"),
        ("fa", "دوشنبه ۲ آذر ۱۴۰۵، ۱۴:۰۵"),
    ] {
        check(language, text, "2026-11-23T14:05:00+02:00");
    }
}

#[test]
fn days_of_the_solar_calendar_are_converted() {
    for (language, text, iso) in [
        ("fa", "۲ آذر ۱۴۰۵", "2026-11-23"),
        ("fa", "۱۴۰۵/۰۹/۰۲", "2026-11-23"),
        ("fa", "1405-09-02", "2026-11-23"),
        ("en", "۱۴۰۵/۹/۲", "2026-11-23"),
        ("en", "1 Farvardin 1405", "2026-03-21"),
        ("fa", "۳۰ اسفند ۱۴۰۳", "2025-03-20"),
        ("fa", "۱ فروردین ۱۴۰۴", "2025-03-21"),
        ("fa-AF", "۱ حمل ۱۴۰۴", "2025-03-21"),
        ("fa", "۲۳ نوامبر ۲۰۲۶", "2026-11-23"),
        ("fa", "2026-11-23", "2026-11-23"),
        ("th", "23 พฤศจิกายน 2569", "2026-11-23"),
    ] {
        check(language, text, iso);
    }
    let when = parse("1405-09-02", &zone(), &Language::new("en"));
    assert_eq!(when, None, "the year 1405 of no calendar that the text names");
}

#[test]
fn words_after_a_date_are_no_part_of_it() {
    for text in [
        "3 November 2026 The",
        "3 November 2026 The ferry",
        "2026-11-03 14:05 Ferry",
        "2026-11-03 14:05 Iran",
        "2026-11-03 14:05 est",
        "3 November 2026 in",
    ] {
        assert_eq!(parse(text, &zone(), &Language::new("en")), None, "{text}");
    }
}
