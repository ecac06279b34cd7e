//! The HTML of every kind of block.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use model::Block;

use super::blocks;
use crate::context::PageContext;
use crate::context::bare_page;
use crate::prerender::without_comments;
use edition::page::Content;

/// One block of each kind, in JSON as bundles contain it.
const EXAMPLES: &str = include_str!("../../tests/fixtures/blocks.json");

fn render(language: &str, block: &Block) -> String {
    let page = Arc::new(bare_page(language, "articles/here/", Content::About(Vec::new())));
    let owner = Owner::new();
    let html = owner.with(|| blocks(&PageContext::provide(page), std::slice::from_ref(block)).to_html());
    without_comments(&html)
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

#[test]
fn every_kind_has_its_markup() {
    let examples: Vec<Block> = serde_json::from_str(EXAMPLES).unwrap();
    let kinds: BTreeSet<&str> = examples.iter().map(Block::kind).collect();
    let known: BTreeSet<&str> = Block::KINDS.iter().copied().chain(["unknown"]).collect();
    assert_eq!(kinds, known, "the examples have each kind once");
    for block in &examples {
        insta::assert_snapshot!(block.kind(), render("en", block));
    }
}

#[test]
fn no_kind_loses_its_text() {
    let examples: Vec<Block> = serde_json::from_str(EXAMPLES).unwrap();
    for block in &examples {
        let text = without_tags(&render("en", block));
        for word in model::text::of_blocks(std::slice::from_ref(block)).split(|letter: char| !letter.is_alphanumeric())
        {
            assert!(text.contains(word), "{word} of {} is missing in {text}", block.kind());
        }
    }
}

#[test]
fn text_cannot_become_markup() {
    let hostile = "</p><script>alert(1)</script><img src=x onerror=alert(1)>\" ' &amp;";
    let block = Block::Paragraph(vec![model::Inline::text(hostile)]);
    let html = render("en", &block);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}

#[test]
fn code_and_numbers_follow_the_language() {
    let recording = model::block::Recording { seconds: Some(3725), ..Default::default() };
    assert!(render("fa", &Block::Video(recording)).contains("۱:۰۲:۰۵"));
}
