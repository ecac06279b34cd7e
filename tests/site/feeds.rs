//! Tests feeds, the sitemap, and robots.txt.

use feed_rs::parser;
use insta::assert_snapshot;

use crate::driver::{SiteResult, SiteTest};

fn check_feed(site: &SiteResult, path: &str, title: &str) {
    let feed = parser::parse(site.file(path).as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(feed.title.map(|title| title.content).as_deref(), Some(title), "{path}");
    assert!(!feed.entries.is_empty(), "{path} is empty");
    for entry in feed.entries {
        let title = entry.title.map(|title| title.content).unwrap_or_default();
        assert!(!title.is_empty(), "{path} has an entry without a title");
        assert!(!entry.links.is_empty() || entry.content.is_some(), "{title} leads nowhere");
        assert!(entry.published.or(entry.updated).is_some(), "{title} has no date");
    }
}

#[test]
fn feeds_are_read_by_feed_readers() {
    let site = SiteTest::from_fixture("languages").build();
    for (path, title) in [("feed.xml", "The Well"), ("ru/feed.xml", "Колодец"), ("fa/feed.xml", "چاه")] {
        check_feed(&site, path, title);
        check_feed(&site, &path.replace(".xml", ".json"), title);
    }
}

#[test]
fn a_paper_without_an_address_has_feeds_all_the_same() {
    let site = SiteTest::from_fixture("every-block").build();
    check_feed(&site, "feed.xml", "The Kite");
    check_feed(&site, "feed.json", "The Kite");
}

#[test]
fn crawlers_find_every_page() {
    let site = SiteTest::from_fixture("languages").build();
    assert_snapshot!("sitemap", site.file("sitemap.xml").replace("><", ">\n<"));
    assert_snapshot!(site.file("robots.txt"), @"
    User-agent: *
    Allow: /
    Sitemap: https://well.example/paper/sitemap.xml
    ");
}
