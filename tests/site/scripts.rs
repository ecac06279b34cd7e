//! Tests texts in scripts that put no blanks between words: their beginnings and their reading time.

use scraper::Html;

use crate::driver::SiteTest;
use crate::html::selector;

#[test]
fn a_text_without_blanks_has_a_short_beginning_and_a_long_reading_time() {
    for (language, sentence) in [
        ("zh", "渡轮今天恢复运行，四十人过了河。"),
        ("ja", "港では今日からフェリーが運航を再開しました。"),
        ("th", "เรือข้ามฟากกลับมาให้บริการอีกครั้งในวันนี้"),
    ] {
        let letters = if language == "th" { 8000 } else { 4000 };
        let text: String = sentence.chars().cycle().take(letters).collect();
        let site = SiteTest::bare()
            .with("offprint.toml", format!("title = \"The Heron\"\nlanguages = [\"{language}\"]\n"))
            .with("articles/ferry.md", format!("---\ntitle: F\ndate: 2026-11-05\n---\n\n{text}\n"))
            .build();
        let page = Html::parse_document(site.file("articles/ferry/index.html"));
        let description = page.select(&selector("meta[name=description]")).next().expect("a description");
        let description = description.value().attr("content").expect("a text");
        let length = description.chars().count();
        assert!((100..=281).contains(&length), "{language}: {length} {description}");
        assert!(text.starts_with(description.trim_end_matches('…')), "{language}: {description}");
        assert!(site.main("").contains(description), "{language}: the teaser is the same");
        let minutes = site.article("ferry").words.div_ceil(200);
        assert!((10..20).contains(&minutes), "{language}: {minutes} minutes");
    }
}
