//! Provides the newsroom that `cargo xtask bench` wrote, and the two editions of it that the reader meets.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::Hash;
use offprint::{Options, Sign};
use tests::{Fixture, numbered, read_folder, root, shell};

use crate::harness::Site;

/// An article of the front page, in a full month: no other article costs more when it changes.
const CORRECTED: u32 = 190;

/// A copy of the newsroom.
pub struct Newsroom {
    fixture: Fixture,
}

impl Newsroom {
    /// Copies the newsroom, because one of its articles will be changed.
    pub fn open() -> Self {
        let folder = std::env::var_os("OFFPRINT_BENCH_NEWSROOM")
            .map_or_else(|| root().join("target/bench/newsroom"), PathBuf::from);
        assert!(folder.is_dir(), "no newsroom at {}: run `cargo xtask bench`, which writes it", folder.display());
        Self { fixture: Fixture::copied(&folder) }
    }

    /// Builds its site, with the compressed copies that hosts send.
    pub fn site(&self) -> Arc<Site> {
        Arc::new(self.build(None))
    }

    /// Builds the same site so that it can be signed.
    pub fn site_to_sign(&self, key: Hash) -> Site {
        self.build(Some(Sign::Later(key)))
    }

    /// Builds the second edition of its site.
    pub fn next_site(&self) -> Arc<Site> {
        Arc::new(numbered(self.build(None), 2))
    }

    /// Adds a sentence to an article.
    pub fn correct(&self) {
        let text = self.source(CORRECTED);
        self.fixture.write(&file(CORRECTED), format!("{text}\nThis has been corrected.\n"));
    }

    /// Returns the path of an article's page.
    pub fn path(number: u32) -> String {
        format!("articles/{}/", slug(number))
    }

    /// Returns the headline of an article.
    pub fn title(&self, number: u32) -> String {
        let source = self.source(number);
        let title = source.lines().find_map(|line| line.strip_prefix("title: "));
        title.expect("an article has a title").to_owned()
    }

    fn source(&self, number: u32) -> String {
        std::fs::read_to_string(self.fixture.folder().join(file(number))).expect("an article of the newsroom")
    }

    fn build(&self, sign: Option<Sign<'_>>) -> Site {
        let options = Options { compress: true, sign, ..self.fixture.options(shell()) };
        let built = offprint::build(&options).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(built.counts().0, 0, "the newsroom has no errors");
        built.site.expect("a site")
    }
}

/// Reads a site that another version, or Hugo, built of the same newsroom.
pub fn read_site(folder: &Path) -> Arc<Site> {
    let site: Site = read_folder(folder).into_iter().collect();
    assert!(site.contains_key("index.html"), "no site at {}", folder.display());
    Arc::new(site)
}

fn slug(number: u32) -> String {
    format!("story-{number:03}")
}

fn file(number: u32) -> String {
    format!("articles/{}.md", slug(number))
}
