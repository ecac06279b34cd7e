//! Tests feeds, the sitemap, and robots.txt.

mod rules;

use std::collections::BTreeSet;

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

/// Every block, with and without the newsroom's address, in every language.
#[test]
fn feeds_keep_the_rules_of_their_formats() {
    for (fixture, has_address) in
        [("languages", true), ("every-block", false), ("every-block", true), ("hugo", false), ("zola", true)]
    {
        let test = SiteTest::from_fixture(fixture);
        let config = test.newsroom.folder().join("offprint.toml");
        let text = std::fs::read_to_string(&config).expect("a configuration");
        if has_address && !text.contains("\naddress = ") {
            test.newsroom.write("offprint.toml", format!("address = \"https://kite.example/paper/\"\n{text}"));
        }
        let site = test.build();
        for path in site.files().keys().filter(|path| path.ends_with("feed.xml")) {
            assert_eq!(rules::atom(site.file(path), has_address), [""; 0], "{fixture} {path}");
        }
        for path in site.files().keys().filter(|path| path.ends_with("feed.json")) {
            assert_eq!(rules::json(site.file(path)), [""; 0], "{fixture} {path}");
        }
    }
}

#[test]
fn broken_rules_are_named() {
    let entry = "<entry><id>ferry</id><title>A</title><updated>today</updated><category/>\
                 <content type=\"html\">&lt;a href=\"#part\"&gt;</content></entry>";
    let feed = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:a</id>{entry}{entry}</feed>");
    let broken = rules::atom(&feed, true).join("\n");
    for rule in
        ["4.1.1 there is exactly one title", "4.2.6 the id ferry is an IRI", "4.2.6 the id ferry is there twice"]
    {
        assert!(broken.contains(rule), "{rule}: {broken}");
    }
    for rule in ["3.3 updated", "4.2.2.1", "href=\"#part\" is relative", "4.1.2 ferry has one link"] {
        assert!(broken.contains(rule), "{rule}: {broken}");
    }
    let feed =
        r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":"","url":"a/","tags":[1],"content_html":null}]}"#;
    let broken = rules::json(feed).join("\n");
    for rule in ["version:", "title:", "items.id:", "url:", "items.tags", "items.content_html:", "without a value"] {
        assert!(broken.contains(rule), "{rule}: {broken}");
    }
}

/// Feed readers tell articles apart by their ids, over all feeds.
#[test]
fn ids_are_one_newspapers_own_and_stay() {
    let ids = |config: &str| {
        let site = SiteTest::bare()
            .with("offprint.toml", config)
            .with("articles/ferry.md", "---\ntitle: F\ndate: 2026-11-05\n---\n\nX.\n")
            .build();
        let feed = parser::parse(site.file("feed.xml").as_bytes()).expect("a feed");
        let json: serde_json::Value = serde_json::from_str(site.file("feed.json")).expect("JSON");
        assert_eq!(json["items"][0]["id"], feed.entries[0].id.as_str());
        BTreeSet::from([feed.id, feed.entries[0].id.clone()])
    };
    let heron = ids("title = \"The Heron\"\naddress = \"https://heron.example/\"\n");
    assert_eq!(heron, ids("title = \"The Heron\"\naddress = \"https://other.example/\"\n"), "the address changed");
    assert_eq!(heron, ids("title = \"The Grey Heron\"\n[feeds]\nid = \"The Heron\"\n"), "the title changed");
    assert!(heron.is_disjoint(&ids("title = \"The Stork\"\naddress = \"https://heron.example/\"\n")));
    let old = ids("title = \"The Heron\"\n[feeds]\nold_ids = true\n");
    assert!(old.contains("urn:uuid:06d6ca08-0042-59ef-9547-d869268c524f"), "{old:?}");
}

#[test]
fn topics_are_categories_in_both_formats() {
    let article = "---\ntitle: F\ndate: 2026-11-05\ntags: [ferry, Old harbour]\n---\n\nX.\n";
    let site = SiteTest::bare().with("articles/ferry.md", article).build();
    for path in ["feed.xml", "feed.json"] {
        let feed = parser::parse(site.file(path).as_bytes()).expect("a feed");
        let categories: Vec<&str> = feed.entries[0].categories.iter().map(|category| category.term.as_str()).collect();
        assert_eq!(categories, ["ferry", "Old harbour"], "{path}");
    }
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
