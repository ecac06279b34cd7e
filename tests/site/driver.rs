//! Builds a fixture and takes the result apart.

use model::{Article, BundleReference, Head, Manifest, MonthIndex};
use newsroom::report::Report;
use offprint::Built;
use serde::de::DeserializeOwned;
use site::Site;
use tests::{Fixture, shell_without_app};

use crate::html;

/// A newsroom to build.
pub struct SiteTest {
    /// The newsroom, a copy that a test may change.
    pub newsroom: Fixture,
}

/// The result of building a newsroom.
pub struct SiteResult {
    built: Built,
    site: Site,
}

impl SiteTest {
    /// Copies the newsroom in `fixtures/<name>`.
    pub fn from_fixture(name: &str) -> Self {
        Self { newsroom: Fixture::named(name) }
    }

    /// Makes a newsroom with only a title.
    pub fn bare() -> Self {
        Self { newsroom: Fixture::bare() }
    }

    /// Adds a file.
    pub fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.newsroom.write(path, content);
        self
    }

    /// Builds the site.
    pub fn build(&self) -> SiteResult {
        let mut built = self.newsroom.build(shell_without_app());
        let site = built.site.take().unwrap_or_default();
        SiteResult { built, site }
    }
}

impl SiteResult {
    /// Returns the files of the site.
    pub fn files(&self) -> &Site {
        &self.site
    }

    /// Returns a text file of the site.
    pub fn file(&self, path: &str) -> &str {
        std::str::from_utf8(self.file_bytes(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns the bytes of a file of the site.
    pub fn file_bytes(&self, path: &str) -> &[u8] {
        self.site.get(path).unwrap_or_else(|| panic!("the site has no {path}, only {:#?}", self.site.keys()))
    }

    /// Returns what a reader sees of a page: its `main` element, a line for each block.
    pub fn main(&self, page: &str) -> String {
        html::outline(self.file(&format!("{page}index.html")), "main")
    }

    /// Returns the metadata of a page: its `head` element without styles, a line for each element.
    pub fn head(&self, page: &str) -> String {
        let outline = html::outline(self.file(&format!("{page}index.html")), "head");
        let is_steady = |line: &&str| !line.contains("Content-Security-Policy") && !line.contains("<style");
        outline.lines().filter(is_steady).collect::<Vec<_>>().join("\n")
    }

    /// Returns the edition's manifest.
    pub fn manifest(&self) -> Manifest {
        let head: Head = self.json(Head::PATH);
        self.json(&head.manifest.manifest_path())
    }

    /// Returns a bundle.
    pub fn bundle<T: DeserializeOwned>(&self, reference: &BundleReference) -> T {
        self.json(&reference.path())
    }

    /// Returns all articles of all languages, by language, newest first.
    pub fn articles(&self) -> Vec<Article> {
        let manifest = self.manifest();
        let months = manifest.papers.iter().flat_map(|paper| &paper.months);
        let entries = months.flat_map(|month| self.bundle::<MonthIndex>(&month.bundle).entries);
        entries.map(|entry| self.bundle(&entry.bundle)).collect()
    }

    /// Returns the article of a slug.
    pub fn article(&self, slug: &str) -> Article {
        let articles = self.articles();
        let slugs: Vec<String> = articles.iter().map(|article| article.slug.clone()).collect();
        let article = articles.into_iter().find(|article| article.slug == slug);
        article.unwrap_or_else(|| panic!("no article {slug:?}, only {slugs:?}"))
    }

    /// Returns the article of a slug as it is in its bundle, with a line for each field and each block.
    pub fn article_json(&self, slug: &str) -> String {
        let article = serde_json::to_value(self.article(slug)).expect("an article is JSON");
        let mut lines = String::new();
        for (name, value) in article.as_object().expect("an article is an object") {
            match value.as_array() {
                Some(values) => {
                    lines.push_str(&format!("{name}:\n"));
                    lines.extend(values.iter().map(|value| format!("  {value}\n")));
                }
                None => lines.push_str(&format!("{name}: {value}\n")),
            }
        }
        lines
    }

    /// Returns the plain text of an article's body.
    pub fn text(&self, slug: &str) -> String {
        model::text::of_blocks(&self.article(slug).body)
    }

    /// Returns the problems of the newsroom, one a line.
    pub fn problems(&self) -> String {
        let lines: String = self.built.problems.iter().map(|problem| format!("{problem}\n")).collect();
        without_numbers_of_the_system(&lines)
    }

    /// Returns the report on every item.
    pub fn report(&self) -> &Report {
        &self.built.report
    }

    /// Returns the report, one item a line.
    pub fn outcomes(&self) -> String {
        let line = |item: &newsroom::report::ReportItem| {
            let became = item.slug.as_deref().or(item.reason.as_deref()).unwrap_or_default();
            format!("{} {}: {:?}, {became}\n", item.source, item.item, item.outcome).replace(" :", ":")
        };
        self.built.report.items.iter().map(line).collect()
    }

    fn json<T: DeserializeOwned>(&self, path: &str) -> T {
        serde_json::from_str(self.file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// Removes the numbers of errors, which differ between operating systems.
fn without_numbers_of_the_system(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (os error ") {
        plain.push_str(before);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    plain + rest
}
