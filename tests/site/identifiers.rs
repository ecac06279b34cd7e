//! Tests identifiers: each occurs once on its page, and every link to a place finds it, on sites, in portable editions and in
//! feeds.

use std::collections::{BTreeMap, BTreeSet};

use insta::assert_snapshot;
use scraper::Html;
use tests::packing::Packing;
use tests::shell_without_app;
use url::Url;

use crate::driver::{SiteResult, SiteTest};
use crate::html::selector;

const FIXTURES: [&str; 7] = ["every-block", "languages", "jekyll", "hugo", "zola", "plain-text", "town"];

/// An article whose headings have the names of the page's own parts, and whose footnotes are used in every way.
const HEADINGS: &str = "---
title: Headings
date: 2026-05-01
summary: A lead with a note.[^one] [Down](#the-end)
corrections:
  - {date: 2026-05-02, text: \"It was Monday.[^one]\"}
---
# Headings

[^one] and again[^one], **once more[^one]**, and [^two].

[second](#the-end-1), [named](#spot), [top](#top), [content](#content), [Часть](#часть), [note](#footnote-1)

## Content

## Content

## Corrections

## Offprint

## Offprint style

## Footnote 1

## Reference

## Reference

## Reference 1

## Search

## Часть

### The end

> [!FOLD] More
> ### The end
>
> <a name=\"spot\"></a>Words.[^two]

> [!LIVE] 2026-05-01 14:05 Entry
> ### The end
>
> Words.

> [!LIVE] 2026-05-01 15:05 Entry
> ### The end
>
> Words.

[^one]: The first, which refers to the second.[^two]
[^two]: The second.
[^three]: Nobody refers to this one.
";

/// An article that links to places in the other one.
const LINKS: &str = "---
title: Links
date: 2026-05-01
---
[a](headings.md#content) [b](HEADINGS.html#The-End-1) [c](headings.md#spot) [d](headings.md#%D1%87%D0%B0%D1%81%D1%82%D1%8C)
[e](headings.md#top) [f](headings.md#footnote-2)

## Corrections

A note.[^1]

[^1]: A note.
";

fn troublesome() -> SiteTest {
    SiteTest::bare()
        .with(
            "offprint.toml",
            "title = \"The Test\"\nlanguages = [\"en\", \"fa\"]\naddress = \"https://test.example/\"\n",
        )
        .with("articles/headings.md", HEADINGS)
        .with("articles/headings.fa.md", HEADINGS)
        .with("articles/links.md", LINKS)
        .with("articles/links.fa.md", LINKS)
}

fn every_site() -> Vec<(String, SiteResult)> {
    let fixtures = FIXTURES.map(|name| (name.to_owned(), SiteTest::from_fixture(name)));
    let sample = SiteTest { newsroom: tests::Fixture::sample() };
    let all = fixtures.into_iter().chain([("sample".to_owned(), sample), ("troublesome".to_owned(), troublesome())]);
    all.map(|(name, test)| (name, test.build())).collect()
}

/// Returns the identifiers of a page, and checks that each is unique.
fn identifiers(name: &str, html: &str) -> BTreeSet<String> {
    let page = Html::parse_document(html);
    let mut found = BTreeSet::new();
    for element in page.select(&selector("[id]")) {
        let identifier = element.value().id().unwrap_or_default();
        assert!(found.insert(identifier.to_owned()), "{name} has {identifier:?} twice");
    }
    found
}

/// Returns the addresses that the links of a page have.
fn links(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    page.select(&selector("a[href]")).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
}

/// Decodes the fragment of a link as browsers do.
fn decoded(fragment: &str) -> String {
    newsroom::names::decode_percent(fragment)
}

#[test]
fn every_place_on_a_site_is_there_once() {
    for (name, site) in every_site() {
        let text = |path: &String| site.file(path).to_owned();
        let pages: BTreeMap<&String, String> =
            site.files().keys().filter(|path| path.ends_with(".html")).map(|path| (path, text(path))).collect();
        let known: BTreeMap<&str, BTreeSet<String>> =
            pages.iter().map(|(path, html)| (path.as_str(), identifiers(&format!("{name}: {path}"), html))).collect();
        for (path, html) in &pages {
            let base = Url::parse("http://site.test/").expect("an address").join(path).expect("an address");
            for link in links(html) {
                let target = base.join(&link).unwrap_or_else(|error| panic!("{path}: {link}: {error}"));
                let Some(fragment) = target.fragment().filter(|_| target.host_str() == Some("site.test")) else {
                    continue;
                };
                let file = target.path().trim_start_matches('/');
                // The fragment of a linked file is its name.
                if file.starts_with("edition/files/") {
                    continue;
                }
                let file =
                    if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
                let there = known.get(file.as_str()).is_some_and(|known| known.contains(&decoded(fragment)));
                assert!(there, "{name}: {path} links to {link}, which is not there");
            }
        }
    }
}

#[test]
fn every_place_in_a_portable_edition_is_there_once() {
    for (name, site) in every_site() {
        let whole = Packing::new(site.files(), shell_without_app()).html();
        let known = identifiers(&name, &whole);
        // The app makes other pages when they are wanted.
        let is_carried = |link: &&str| link.contains("articles/");
        for link in links(&whole).iter().filter_map(|link| link.strip_prefix('#')).filter(is_carried) {
            assert!(known.contains(&decoded(link)), "{name} links to #{link}, which is not there");
        }
    }
    let site = troublesome().build();
    let alone = Packing::new(site.files(), shell_without_app()).article("headings").html();
    let known = identifiers("an article", &alone);
    for link in links(&alone).iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(known.contains(&decoded(link)), "the file links to #{link}, which is not there");
    }
}

#[test]
fn every_place_in_a_feed_is_there_once() {
    for (name, site) in every_site() {
        for (path, bytes) in site.files().iter().filter(|(path, _)| path.ends_with("feed.json")) {
            let feed: serde_json::Value = serde_json::from_slice(bytes).expect("a feed");
            for item in feed["items"].as_array().expect("items") {
                identifiers(&format!("{name}: {path}"), item["content_html"].as_str().unwrap_or_default());
            }
        }
    }
}

#[test]
fn names_of_places_lead_where_people_mean() {
    let site = troublesome().build();
    assert_snapshot!(site.problems(), @"");
    let page = site.file("articles/headings/index.html");
    let own: Vec<String> = links(page).into_iter().filter(|link| link.contains('#')).collect();
    assert_snapshot!(own.join(" "), @"#content #the-end #corrections #footnote-1 #footnote-1 #footnote-1 #footnote-2 #the-end-2 #the-end-2 #section-content #chast #footnote-1 #footnote-2 #reference-1 #footnote-2 #reference-2");
    let page = site.file("articles/links/index.html");
    let other: Vec<String> = links(page).into_iter().filter(|link| link.contains("headings/")).collect();
    assert_snapshot!(other.join(" "), @"../../articles/headings/#section-content ../../articles/headings/#the-end-2 ../../articles/headings/#the-end-2 ../../articles/headings/#chast ../../articles/headings/ ../../articles/headings/#footnote-2 ../../articles/headings/");
}

#[test]
fn a_link_to_no_place_is_named() {
    let article = "---\ntitle: A\ndate: 2026-11-05\n---\n[second](#the-end-1), [named](#spot), [none](#nowhere)\n\n## The end\n\nText.\n\n## The end\n\n<a name=\"spot\"></a>Here.\n";
    let site = SiteTest::bare()
        .with("articles/a.md", article)
        .with("articles/b.md", "---\ntitle: B\ndate: 2026-11-05\n---\nText.\n\n[a](a.md#the-ende)\n[b](a.md#%D1%87)\n")
        .build();
    assert_snapshot!(site.problems(), @r##"
    articles/a.md:5: warning: the link to "#nowhere" leads to no place in this text, so it became plain text; name a heading, or an anchor, of that text
    articles/b.md:7: warning: the link to "a.md#the-ende" leads to the beginning: articles/a.md has no such place; did you mean #the-end?
    articles/b.md:8: warning: the link to "a.md#ч" leads to the beginning: articles/a.md has no such place; name a heading, or an anchor, of that text
    "##);
    let page = site.file("articles/a/index.html");
    assert!(page.contains("<a href=\"#the-end-2\">second</a>, <a href=\"#the-end-2\">named</a>, none"), "{page}");
}
