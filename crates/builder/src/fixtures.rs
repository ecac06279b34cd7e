//! Fixtures for the tests of several modules.

use std::path::Path;

use model::{Article, Language};
use newsroom::read::ReadArticle;
use site::shell::Shell;

/// Loads a shell without an app.
pub fn shell() -> Shell {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/shell");
    Shell::load(Some(&folder)).expect("a shell")
}

/// Returns an English article without text.
pub fn article(slug: &str) -> Article {
    Article::new(slug, Language::new("en"), slug)
}

/// Returns the same article as if read from a file.
pub fn read_article(slug: &str, file: &str) -> ReadArticle {
    ReadArticle::new(article(slug), file)
}
