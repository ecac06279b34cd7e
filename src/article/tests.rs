//! Tests rules that hold for the HTML of all blocks. `tests/site/blocks.rs` tests the HTML of each kind.

use std::sync::Arc;

use leptos::prelude::*;
use model::Block;

use super::blocks;
use crate::context::PageContext;
use crate::context::bare_page;
use crate::prerender::without_comments;
use edition::page::Content;

fn render(language: &str, block: &Block) -> String {
    let page = Arc::new(bare_page(language, "articles/here/", Content::About(Vec::new())));
    let owner = Owner::new();
    let html = owner.with(|| blocks(&PageContext::provide(page), std::slice::from_ref(block)).to_html());
    without_comments(&html)
}

#[test]
fn a_newer_kind_is_shown_as_its_text() {
    let block = Block::Unknown("What is newer is read as text".into());
    assert_eq!(render("en", &block), "<p>What is newer is read as text</p>");
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
