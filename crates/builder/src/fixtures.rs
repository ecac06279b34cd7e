//! What the tests of several modules build pages of.

use std::path::Path;

use model::{Article, Language};
use newsroom::read::ReadArticle;
use site::shell::Shell;

/// A shell without an app.
pub fn shell() -> Shell {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/shell");
    Shell::load(Some(&folder)).expect("a shell")
}

/// An article without text, in English.
pub fn article(slug: &str) -> Article {
    Article::new(slug, Language::new("en"), slug)
}

/// The same, as it was read from a file.
pub fn read_article(slug: &str, file: &str) -> ReadArticle {
    ReadArticle::new(article(slug), file)
}
