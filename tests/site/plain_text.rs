//! Tests articles in plain text, with the site's own lines in them.

use insta::assert_snapshot;

use crate::driver::SiteTest;

#[test]
fn a_line_is_a_paragraph() {
    let site = SiteTest::from_fixture("plain-text").build();
    assert_snapshot!("english", site.main("articles/bench/"));
}

#[test]
fn direct_speech_is_recognised() {
    let site = SiteTest::from_fixture("plain-text").build();
    assert_snapshot!("russian", site.article_json("skameyka"));
}

#[test]
fn the_lines_of_the_site_are_its_data_and_no_text() {
    let site = SiteTest::from_fixture("plain-text").build();
    let text = format!("{}{}", site.text("bench"), site.text("skameyka"));
    for line in ["Follow us", "read aloud", "support The Bench", "Every crown", "Подписывайтесь", "Поддержите"]
    {
        assert!(!text.contains(line), "{line:?} is in the text");
    }
    for line in ["It seats three", "The bench is green", "Скамейка зелёная"] {
        assert!(text.contains(line), "{line:?} is lost");
    }
    let mastheads: Vec<_> =
        site.manifest().papers.into_iter().map(|paper| (paper.masthead.follow, paper.masthead.appeal)).collect();
    assert_snapshot!("masthead", serde_json::to_string_pretty(&mastheads).expect("JSON"));
}
