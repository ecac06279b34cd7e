//! Tests files that are not plain UTF-8. They are made here, because editors and git would repair them.

use encoding_rs::{KOI8_R, WINDOWS_1251};

use crate::driver::SiteTest;

const RUSSIAN: &str = "Вода поднялась на метр\n\nНочью вода в реке поднялась на метр. Мост закрыт до утра, объезд через Заречье.\n\n\
                       «К утру спадёт», — сказал смотритель моста Егор Лукин.\n";

/// The text without the quotation marks and the dash that KOI8-R lacks.
const PLAINER: &str =
    "Вода спала за ночь\n\nМост снова открыт, сообщила дежурная переправы. Автобусы идут по расписанию.\n";

/// Checks that the article reads like the same one in UTF-8.
fn check(text: &str, bytes: impl AsRef<[u8]>) {
    let expected = SiteTest::bare().with("articles/2026-04-05-voda.txt", text).build();
    let site = SiteTest::bare().with("articles/2026-04-05-voda.txt", bytes).build();
    assert_eq!(site.article_json("voda"), expected.article_json("voda"));
    assert_eq!(Some(site.article("voda").headline.as_str()), text.lines().next());
}

fn utf_16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes_of).collect()
}

#[test]
fn a_byte_order_mark_is_no_text() {
    check(RUSSIAN, format!("\u{feff}{RUSSIAN}"));
}

#[test]
fn lines_may_end_in_any_way() {
    check(RUSSIAN, RUSSIAN.replace('\n', "\r\n"));
    check(RUSSIAN, RUSSIAN.replace('\n', "\r"));
}

#[test]
fn utf_16_is_told_by_its_mark() {
    check(RUSSIAN, utf_16(RUSSIAN, u16::to_le_bytes));
    check(RUSSIAN, utf_16(RUSSIAN, u16::to_be_bytes));
}

#[test]
fn older_russian_encodings_are_recognised() {
    check(RUSSIAN, WINDOWS_1251.encode(RUSSIAN).0);
    check(PLAINER, KOI8_R.encode(PLAINER).0);
}

#[test]
fn no_break_spaces_stand_where_spaces_do() {
    let site = SiteTest::bare()
        .with("articles/2026-04-05-a.md", "---\ntitle:\u{a0}A\u{a0}day\n---\n\nFive\u{a0}metres.\n")
        .build();
    assert_eq!(site.article("a").headline.replace('\u{a0}', " "), "A day");
    assert_eq!(site.text("a").replace('\u{a0}', " "), "Five metres.\n");
}

#[test]
fn front_matter_is_found_behind_a_mark_and_in_any_encoding() {
    let markdown = "---\r\ntitle: Мост открыт\r\ndate: 2026-04-06\r\ntags: [Мост]\r\n---\r\n\r\nМост снова открыт, вода спала к утру.\r\n";
    for bytes in [
        format!("\u{feff}{markdown}").into_bytes(),
        WINDOWS_1251.encode(markdown).0.into_owned(),
        utf_16(markdown, u16::to_le_bytes),
    ] {
        let site = SiteTest::bare().with("articles/most.md", bytes).build();
        let article = site.article("most");
        assert_eq!(article.headline, "Мост открыт");
        assert_eq!(article.topics[0].name, "Мост");
        assert_eq!(site.text("most"), "Мост снова открыт, вода спала к утру.\n");
    }
}

#[test]
fn a_named_encoding_is_trusted() {
    let short = WINDOWS_1251.encode("Дождь\n\nИдёт.\n").0.into_owned();
    let site = SiteTest::bare()
        .with("offprint.toml", "title = 'Test'\n[[sources]]\npath = 'articles'\nencoding = 'windows-1251'\n")
        .with("articles/2026-04-07-rain.txt", short)
        .build();
    assert_eq!(site.article("rain").headline, "Дождь");
}
