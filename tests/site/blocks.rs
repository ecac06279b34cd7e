//! Tests every kind of block, from Markdown to the page.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use model::Block;
use model::block::walk::Part;
use scraper::{Html, Selector};

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
    let mut kinds = BTreeSet::new();
    collect_kinds(&article.body, &mut kinds);
    let missing: Vec<_> = Block::KINDS.iter().filter(|kind| !kinds.contains(**kind)).collect();
    assert!(missing.is_empty(), "add {missing:?} to fixtures/every-block");
}

#[test]
fn no_block_loses_its_words() {
    let is_in_word = |letter: char| letter.is_alphanumeric();
    let site = SiteTest::from_fixture("every-block").build();
    let page = Html::parse_document(site.file("articles/every-block/index.html"));
    let elements = Selector::parse("main .body *").expect("a selector");
    // Words continue through elements inside a line, as in H<sub>2</sub>O, and end with the line.
    let shown: Vec<String> = page.select(&elements).map(|element| element.text().collect()).collect();
    let shown: BTreeSet<&str> = shown.iter().flat_map(|text| text.split(|letter| !is_in_word(letter))).collect();
    let text = site.text("every-block");
    let missing: Vec<&str> = text.split(|letter| !is_in_word(letter)).filter(|word| !shown.contains(word)).collect();
    assert!(missing.is_empty(), "the page does not show {missing:?}");
}

#[test]
fn the_front_page_shows_teasers() {
    let site = SiteTest::from_fixture("every-block").build();
    assert_snapshot!("front", site.main(""));
}

/// Collects the kinds of blocks, at any depth.
fn collect_kinds(blocks: &[Block], kinds: &mut BTreeSet<&'static str>) {
    for block in blocks {
        kinds.insert(block.kind());
        block.parts(&mut |part| {
            if let Part::Blocks(inner) = part {
                collect_kinds(inner, kinds);
            }
        });
    }
}
