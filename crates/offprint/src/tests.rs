//! Tests the whole way from articles to the files of a site, without a disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use model::inline::Link;
use model::{Article, Block, Date, Inline, Language, LinkTarget, Place, Topic};
use regex::Regex;

use crate::{assemble, prepare};
use newsroom::config::Newsroom;
use newsroom::problem::Problem;
use newsroom::read::{Item, Outcome, ReadArticle, Reading};
use site::Site;
use site::shell::Shell;

const CONFIG: &str = r#"
title = "The Lantern"
description = "News of the town"
languages = ["en", "ru", "fa"]

[[sections]]
id = "news"
name = "News"
"#;

fn newsroom(address: Option<&str>) -> Newsroom {
    let newsroom = Newsroom::parse(PathBuf::from("."), CONFIG).expect("a newsroom");
    Newsroom { address: address.map(str::to_owned), ..newsroom }
}

/// Returns articles of consecutive days in three languages, each on one of seven topics, with a link to another
/// article.
fn reading(newsroom: &Newsroom, articles: i64) -> Reading {
    let mut items = Vec::new();
    for number in 0..articles {
        for (language, share) in newsroom.languages.iter().zip([1, 2, 9]) {
            if number % share == 0 {
                items.push(item(article(number, language)));
            }
        }
    }
    let sections = newsroom.sections.clone();
    Reading { items, problems: Vec::new(), languages: newsroom.languages.clone(), sections, ..Reading::default() }
}

fn item(read: ReadArticle) -> Item {
    Item { source: read.file.clone(), item: String::new(), outcome: Outcome::Read(Box::new(read)) }
}

fn article(number: i64, language: &Language) -> ReadArticle {
    let slug = format!("story-{number}");
    let article = Article::new(&slug, language.clone(), &slug);
    let mut read = ReadArticle::new(article, format!("articles/{language}/{slug}.md"));
    let newest = "2026-11-23T08:00:00Z".parse::<jiff::Timestamp>().expect("a time");
    let time = newest.checked_sub(jiff::SignedDuration::from_hours(24 * number)).expect("a time");
    let iso = time.strftime("%Y-%m-%d").to_string();
    read.published_at = Some(time);
    read.article.published = Some(Date { text: iso.clone(), iso });
    read.article.section = (number % 3 > 0).then(|| "news".to_owned());
    read.article.topics = vec![Topic { slug: format!("topic-{}", number % 7), name: "A topic".to_owned() }];
    let (name, region) = ("Serpukhov".to_owned(), None);
    read.article.places = vec![Place { slug: "serpukhov".to_owned(), name, region, country: None, coordinates: None }];
    let other = LinkTarget::Address(format!("offprint-article:story-{}.md", (number + 2) / 2));
    let link = Inline::Link(Link { target: other, content: vec![Inline::text("as we wrote")] });
    read.article.body = vec![Block::Paragraph(vec![Inline::text(format!("Story {number}, ")), link])];
    read.aliases = vec![format!("/{language}/old/{number}/")];
    read
}

fn build(address: Option<&str>, articles: i64) -> (Site, Vec<Problem>) {
    let newsroom = newsroom(address);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/shell");
    let shell = Shell::load(Some(&folder)).expect("a shell");
    let prepared = prepare::prepare(&newsroom, &mut reading(&newsroom, articles)).expect("prepared");
    let mut problems = Vec::new();
    let site = assemble(&newsroom, &shell, &prepared, None, None, &mut problems).expect("a site");
    problems.extend(prepared.problems);
    (site, problems)
}

#[test]
fn the_same_input_is_the_same_bytes() {
    let (first, problems) = build(None, 60);
    assert_eq!(problems, []);
    assert_eq!(first, build(None, 60).0);
}

#[test]
fn every_link_of_every_page_leads_to_a_file_of_the_site() {
    let (site, _) = build(None, 60);
    let links = Regex::new(r#"(?:href|src)="([^"]*)""#).expect("a pattern");
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for link in links.captures_iter(&html).map(|found| found[1].to_owned()) {
            if !link.starts_with(['#', '?']) && link != "about:blank" {
                let target = target(path, &link);
                assert!(site.contains_key(&target), "{path} links to {link}, which is {target}");
            }
        }
    }
}

/// Returns the file behind a relative link on a page.
fn target(page: &str, link: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for segment in link.split('/') {
        match segment {
            "" | "." => {}
            ".." => assert!(folders.pop().is_some(), "{page} links out of the site: {link}"),
            name => folders.push(name),
        }
    }
    let path = folders.join("/");
    if link.ends_with('/') { format!("{path}/index.html").trim_start_matches('/').to_owned() } else { path }
}

#[test]
fn everything_is_reached_from_the_front_page() {
    let (site, _) = build(None, 60);
    let links = Regex::new(r##"<a [^>]*?href="([^"#]*)""##).expect("a pattern");
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["index.html".to_owned()];
    while let Some(path) = waiting.pop() {
        if reached.insert(path.clone()) {
            let html = String::from_utf8_lossy(&site[&path]).into_owned();
            let links = links.captures_iter(&html).filter(|found| &found[1] != "about:blank");
            waiting.extend(links.map(|found| target(&path, &found[1])));
        }
    }
    let missed: Vec<&String> = site
        .keys()
        .filter(|path| {
            // Pages for other sites are linked only from there.
            let is_inside = !path.contains("old/") && !path.contains("embed");
            path.ends_with(".html") && is_inside && !["404.html", "offline.html"].contains(&path.as_str())
        })
        .filter(|path| !reached.contains(*path))
        .collect();
    assert_eq!(missed, [""; 0]);
}

#[test]
fn the_address_stands_only_where_it_must() {
    let (without, _) = build(None, 5);
    let (with, _) = build(Some("https://lantern.example/"), 5);
    assert!(!without.contains_key("sitemap.xml") && with.contains_key("sitemap.xml"));
    let front = String::from_utf8_lossy(&with["index.html"]).into_owned();
    assert_eq!(front.matches("lantern.example").count(), 3, "canonical, og:url, and where the app may ask");
}

#[test]
fn translations_and_old_addresses_lead_to_each_other() {
    let (site, _) = build(None, 5);
    let page = String::from_utf8_lossy(&site["ru/articles/story-2/index.html"]).into_owned();
    assert!(page.contains(r#"<link rel="alternate" href="../../../articles/story-2/" hreflang="en">"#), "{page}");
    let stub = String::from_utf8_lossy(&site["ru/old/2/index.html"]).into_owned();
    assert!(stub.contains("0;url=../../../ru/articles/story-2/"), "{stub}");
}

#[test]
fn an_edition_is_one_readable_paper() {
    let (site, _) = build(None, 60);
    let head: model::Head = serde_json::from_slice(&site[model::Head::PATH]).expect("a head");
    let manifest: model::Manifest = serde_json::from_slice(&site[&head.manifest.manifest_path()]).expect("a manifest");
    assert_eq!(manifest.date.expect("a date").text, "23 November 2026");
    assert_eq!(manifest.papers.len(), 3);
    let paper = &manifest.papers[0];
    assert_eq!(paper.months.iter().map(|month| month.articles).sum::<u32>(), 60);
    assert_eq!(paper.months[0].name, "November 2026");
    for reference in [&paper.front, &paper.topics, &paper.places, &paper.months[0].bundle] {
        assert_eq!(trust::check(reference, &site[&reference.path()]), Ok(()));
    }
    let front: model::FrontPage = serde_json::from_slice(&site[&paper.front.path()]).expect("a front page");
    assert_eq!((front.entries.len(), front.articles.len()), (24, 10));
    assert!(front.entries.iter().any(|entry| entry.section.as_deref() == Some("news")));
    let entry = &front.entries[0];
    assert_eq!(trust::check(&entry.page, &site["articles/story-0/index.html"]), Ok(()));
}

#[test]
fn what_is_wrong_with_the_configuration_stops_everything() {
    let wrong = Problem::error(newsroom::config::CONFIG_FILE, "the source `wire` is not there", "create it");
    let published = newsroom::report::Counts { published: 1, ..Default::default() };
    let report = |counts| newsroom::report::Report { counts, ..Default::default() };
    for (counts, problems, stops, named) in [
        (published, vec![wrong.clone()], true, 1),
        (published, vec![Problem::error("articles/a.md", "is empty", "write it")], false, 1),
        (published, Vec::new(), false, 0),
        (Default::default(), Vec::new(), true, 1),
        (Default::default(), vec![wrong], true, 1),
    ] {
        let mut found = problems.clone();
        assert_eq!(crate::stops(&report(counts), &mut found), stops, "{problems:?}");
        assert_eq!(found.len(), named, "{problems:?}");
    }
}
