//! Tests articles written for other site generators.

use insta::assert_snapshot;
use model::text::of_inlines;

use crate::driver::{SiteResult, SiteTest};

/// Returns what was read from the front matter and the name of each article, newest first.
fn summary(site: &SiteResult) -> String {
    let mut lines = String::new();
    for article in site.articles() {
        let date = |date: &Option<model::Date>| date.as_ref().map_or("none".to_owned(), |date| date.iso.clone());
        let authors: Vec<_> = article.authors.iter().map(|author| author.name.as_str()).collect();
        let topics: Vec<_> = article.topics.iter().map(|topic| topic.name.as_str()).collect();
        lines.push_str(&format!(
            "{}: {:?}\n  published {}, updated {}, by {authors:?}, in {:?}, on {topics:?}\n  lead: {}\n",
            article.slug,
            article.headline,
            date(&article.published),
            date(&article.updated),
            article.section,
            of_inlines(&article.lead),
        ));
    }
    lines
}

#[test]
fn jekyll_posts_are_read() {
    let site = SiteTest::from_fixture("jekyll").build();
    assert_snapshot!("jekyll", summary(&site));
    assert_snapshot!("jekyll_report", site.outcomes());
    assert_snapshot!("jekyll_problems", site.problems());
    assert_snapshot!("jekyll_page", site.main("articles/a-post/"));
    assert!(site.file("old/post.html").contains("url=../articles/a-post/"), "the old address redirects");
}

#[test]
fn hugo_posts_are_read() {
    let site = SiteTest::from_fixture("hugo").build();
    assert_snapshot!("hugo", summary(&site));
    assert_snapshot!("hugo_problems", site.problems());
    assert_snapshot!("hugo_page", site.main("articles/number-one/"));
}

#[test]
fn zola_posts_are_read() {
    let site = SiteTest::from_fixture("zola").build();
    assert_snapshot!("zola", summary(&site));
    assert_snapshot!("zola_report", site.outcomes());
    assert_snapshot!("zola_problems", site.problems());
    assert_snapshot!("zola_page", site.main("articles/hay/"));
}
