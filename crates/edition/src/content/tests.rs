//! Routes become pages, with few bundles.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};

use model::{
    Article, BundleReference, Date, Entry, FrontLine, FrontPage, Hash, Manifest, Masthead, Month, MonthCount,
    MonthIndex, Paper, Section, Topic, TopicIndex,
};
use serde::Serialize;

use super::{Bundles, Edition};
use crate::error::ContentError;
use crate::page::{Content, Page};
use crate::routes::Route;

/// Bundles in memory, and a record of the requested ones.
#[derive(Default)]
struct Memory {
    bundles: BTreeMap<Hash, Result<Vec<u8>, ContentError>>,
    requested: RefCell<Vec<Hash>>,
    /// `true` if they are on this device.
    is_device: bool,
}

impl Memory {
    fn add(&mut self, value: &impl Serialize) -> BundleReference {
        let bytes = serde_json::to_vec(value).unwrap();
        let reference = trust::reference(&bytes).unwrap();
        self.bundles.insert(reference.hash, Ok(bytes));
        reference
    }
}

impl Bundles for Memory {
    async fn bundle(&self, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        self.requested.borrow_mut().push(reference.hash);
        self.bundles.get(&reference.hash).cloned().unwrap_or(Err(ContentError::Missing))
    }

    async fn is_kept(&self, _: &BundleReference) -> bool {
        self.is_device
    }
}

fn article(month: &str, number: u32) -> Article {
    let json = format!(
        r#"{{"slug":"story-{month}-{number}","language":"en","headline":"Story {number}","section":"news","body":[],"words":9,
            "published":{{"iso":"{month}-01","text":"1"}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

pub(super) fn entry(article: &Article, bundle: BundleReference) -> Entry {
    Entry {
        slug: article.slug.clone(),
        headline: article.headline.clone(),
        lead: String::new(),
        section: article.section.clone(),
        published: article.published.clone(),
        picture: None,
        words: article.words,
        revision: 0,
        topics: vec!["tide".to_owned()],
        places: Vec::new(),
        bundle,
        page: bundle,
    }
}

fn line(entry: &Entry) -> FrontLine {
    FrontLine { month: entry.month().to_owned(), slug: entry.slug.clone() }
}

/// Makes a paper of two months with 30 articles each.
fn edition(spoil: impl FnOnce(&Paper, &mut Memory)) -> Edition<Memory> {
    let mut memory = Memory::default();
    let mut months = Vec::new();
    let mut newest = None;
    for name in ["2026-11", "2026-10"] {
        let articles: Vec<Article> = (0..30).map(|number| article(name, number)).collect();
        let entries: Vec<Entry> = articles.iter().map(|article| entry(article, memory.add(article))).collect();
        newest.get_or_insert_with(|| FrontPage { entries: entries[..5].to_vec(), articles: articles[..2].to_vec() });
        let bundle = memory.add(&MonthIndex { month: name.to_owned(), entries, packs: Vec::new() });
        let sections = BTreeMap::from([("news".to_owned(), 30)]);
        let (month, name) = (name.to_owned(), name.to_owned());
        months.push(Month { month, name, bundle, articles: 30, bytes: 0, media: 0, files: 0, sections });
    }
    let counts = |month: &Month| MonthCount { month: month.month.clone(), articles: month.articles };
    let topic = Topic { slug: "tide".to_owned(), name: "Tide".to_owned() };
    let topics = vec![TopicIndex { topic, months: months.iter().map(counts).collect() }];
    let paper = Paper {
        masthead: Masthead {
            sections: vec![Section { identifier: "news".to_owned(), name: "News".to_owned() }],
            topics: true,
            ..Masthead::new(model::Language::new("en"), "The Lantern")
        },
        date: None,
        front_page: newest.iter().flat_map(|front| &front.entries).map(line).collect(),
        front: memory.add(&newest),
        months,
        topics: memory.add(&topics),
        places: memory.add(&Vec::<Topic>::new()),
        about: None,
    };
    spoil(&paper, &mut memory);
    let date = Some(Date { iso: "2026-11-01".to_owned(), text: String::new() });
    Edition::new(Manifest { date, address: None, mirrors: Vec::new(), embed: None, papers: vec![paper] }, memory)
        .unwrap()
}

/// Polls a future once. Bundles in memory are ready at once.
pub(super) fn poll_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing to wait for"),
    }
}

fn open(edition: &Edition<Memory>, path: &str, month: Option<&str>) -> (Page, usize) {
    edition.bundles().requested.borrow_mut().clear();
    let page = poll_once(edition.page(Route::from_path(path), month));
    let requested = edition.bundles().requested.borrow().len();
    (page, requested)
}

fn listed(page: &Page) -> Vec<&str> {
    match &page.content {
        Content::List(list) => list.entries.iter().map(|entry| entry.slug.as_str()).collect(),
        other => panic!("not a list: {other:?}"),
    }
}

#[test]
fn an_article_of_the_front_page_costs_its_bundle_at_most() {
    let edition = edition(|_, _| {});
    assert_eq!(open(&edition, "", None).1, 1);
    assert_eq!(open(&edition, "articles/story-2026-11-1/", None).1, 0, "its text came with the front page");
    assert_eq!(open(&edition, "articles/story-2026-11-4/", None).1, 1);
}

#[test]
fn on_a_device_with_the_indexes_the_front_page_needs_no_bundle_of_its_own() {
    let device = edition(|paper, memory| {
        memory.is_device = true;
        memory.bundles.remove(&paper.front.hash);
    });
    let site = edition(|_, _| {});
    assert_eq!(open(&device, "", None).0.content, open(&site, "", None).0.content);
}

#[test]
fn an_article_is_two_bundles_away_when_its_month_is_known() {
    let (page, requested) = open(&edition(|_, _| {}), "articles/story-2026-10-7/", Some("2026-10"));
    assert!(matches!(page.content, Content::Article(article) if article.headline == "Story 7"));
    assert_eq!(requested, 2);
}

#[test]
fn an_article_is_found_without_its_month_and_with_a_wrong_one() {
    for month in [None, Some("2026-11"), Some("1999-01")] {
        let (page, _) = open(&edition(|_, _| {}), "articles/story-2026-10-7/", month);
        assert!(matches!(page.content, Content::Article(_)), "{month:?}");
    }
}

#[test]
fn lists_of_a_section_and_a_topic_agree_and_read_only_their_months() {
    let edition = edition(|_, _| {});
    let (newest, requested) = open(&edition, "sections/news/", None);
    assert_eq!((listed(&newest).len(), requested), (20, 1));
    let (topic, _) = open(&edition, "topics/tide/", None);
    assert_eq!(listed(&newest), listed(&topic));
    let (oldest, _) = open(&edition, "sections/news/page/1/", None);
    assert_eq!(listed(&oldest).last(), Some(&"story-2026-10-29"));
}

#[test]
fn what_is_not_there_is_not_found() {
    let edition = edition(|_, _| {});
    let paths = [
        "articles/none/",
        "sections/none/",
        "sections/news/page/3/",
        "topics/none/",
        "archive/1999-01/",
        "about/",
        "uk/",
    ];
    for path in paths {
        assert_eq!(open(&edition, path, None).0.content, Content::NotFound, "{path}");
    }
}

#[test]
fn what_could_not_be_had_says_why() {
    for error in [ContentError::Unreachable, ContentError::Missing, ContentError::Damaged] {
        let edition = edition(|paper, memory| {
            memory.bundles.insert(paper.front.hash, Err(error));
        });
        assert_eq!(open(&edition, "", None).0.content, Content::Failed(error));
        assert!(matches!(open(&edition, "archive/", None).0.content, Content::Archive(_)), "other pages go on");
    }
    let unreadable = edition(|paper, memory| {
        memory.bundles.insert(paper.front.hash, Ok(b"[]".to_vec()));
    });
    assert_eq!(open(&unreadable, "", None).0.content, Content::Failed(ContentError::Unreadable));
}

mod in_file;
