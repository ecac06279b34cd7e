//! Tests every kind of block, from Markdown to the page.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use model::Block;
use scraper::Html;
use serde_json::Value;

use crate::driver::SiteTest;

#[test]
fn every_block_of_an_article_is_shown() {
    let site = SiteTest::from_fixture("every-block").build();
    assert_eq!(site.problems(), "");
    assert_snapshot!("page", site.main("articles/every-block/"));
}

#[test]
fn every_block_of_an_article_is_data() {
    let site = SiteTest::from_fixture("every-block").build();
    assert_snapshot!("bundle", site.article_json("every-block"));
}

#[test]
fn plain_text_is_shown_like_any_article() {
    let site = SiteTest::from_fixture("every-block").build();
    assert_snapshot!("text_page", site.main("articles/in-plain-text/"));
}

#[test]
fn the_fixture_has_every_kind_of_block() {
    let article = SiteTest::from_fixture("every-block").build().article("every-block");
    let mut keys = BTreeSet::new();
    collect_keys(&serde_json::to_value(&article.body).expect("a body is JSON"), &mut keys);
    let missing: Vec<_> = Block::KINDS.iter().filter(|kind| !keys.contains(**kind)).collect();
    assert!(missing.is_empty(), "add {missing:?} to fixtures/every-block");
}

#[test]
fn no_block_loses_its_words() {
    let site = SiteTest::from_fixture("every-block").build();
    let page = Html::parse_document(site.file("articles/every-block/index.html"));
    let shown: String = page.root_element().text().collect();
    for word in site.text("every-block").split(|letter: char| !letter.is_alphanumeric()) {
        assert!(shown.contains(word), "{word} is missing in {shown}");
    }
}

#[test]
fn the_front_page_shows_teasers() {
    let site = SiteTest::from_fixture("every-block").build();
    assert_snapshot!("front", site.main(""));
}

/// Collects the keys of every object: blocks and inlines are objects with one key, their kind.
fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                keys.insert(key.clone());
                collect_keys(value, keys);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}
