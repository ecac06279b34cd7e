//! An edition from a file may be partial: lists leave out missing articles.

use super::*;
use crate::page::{Medium, SingleFile};

/// The bundles in a file.
struct Bundle(BTreeMap<Hash, Vec<u8>>);

impl Bundles for Bundle {
    async fn bundle(&self, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        self.0.get(&reference.hash).cloned().ok_or(ContentError::Missing)
    }

    async fn is_kept(&self, reference: &BundleReference) -> bool {
        self.0.contains_key(&reference.hash)
    }
}

/// Opens the edition of a file with the articles of these months and numbers, and the lists that `has_list` selects.
fn file(articles: impl Fn(&str, u32) -> bool, has_list: impl Fn(&str) -> bool) -> Edition<Bundle> {
    let whole = edition(|_, _| {});
    let is_included = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        match text.strip_prefix("{\"slug\":\"story-") {
            Some(rest) => {
                let (month, number) = rest.split('"').next().unwrap().rsplit_once('-').unwrap();
                articles(month, number.parse().unwrap())
            }
            None => has_list(text),
        }
    };
    let bundles = whole.bundles().bundles.iter().filter_map(|(hash, bytes)| Some((*hash, bytes.clone().ok()?)));
    let bundles = Bundle(bundles.filter(|(_, bytes)| is_included(bytes)).collect());
    poll_once(Edition::in_file(whole.manifest().clone(), bundles, SingleFile::default())).unwrap()
}

/// Selects all lists but the front page, which month indexes replace.
fn lists(text: &str) -> bool {
    !text.contains("\"articles\":[{\"slug\"")
}

fn page(edition: &Edition<Bundle>, path: &str) -> Content {
    let page = poll_once(edition.page(Route::from_path(path), None));
    assert!(matches!(page.medium, Medium::SingleFile(_)));
    page.content
}

fn slugs(edition: &Edition<Bundle>, path: &str) -> Vec<String> {
    let entries = match page(edition, path) {
        Content::List(list) => list.entries,
        Content::Front(entries) => entries,
        other => panic!("{path} is no list: {other:?}"),
    };
    entries.into_iter().map(|entry| entry.slug).collect()
}

#[test]
fn of_a_whole_edition_all_is_as_on_the_site() {
    let (site, file) = (edition(|_, _| {}), file(|_, _| true, lists));
    assert_eq!(file.manifest(), site.manifest());
    for path in ["", "sections/news/", "sections/news/page/1/", "topics/tide/", "archive/", "archive/2026-10/"] {
        assert_eq!(page(&file, path), open(&site, path, None).0.content, "{path}");
    }
    assert!(matches!(page(&file, "articles/story-2026-10-7/"), Content::Article(_)));
    assert!(file.mastheads()[0].topics);
}

#[test]
fn what_is_not_there_is_in_no_list() {
    let file = file(|month, number| month == "2026-10" && (5..8).contains(&number), lists);
    let included = ["story-2026-10-5", "story-2026-10-6", "story-2026-10-7"];
    for path in ["", "sections/news/", "archive/2026-10/", "topics/tide/"] {
        assert_eq!(slugs(&file, path), included, "{path}");
    }
    match page(&file, "sections/news/") {
        Content::List(list) => assert_eq!((list.articles, list.newer, list.older), (3, None, None)),
        other => panic!("{other:?}"),
    }
    let months = &file.manifest().papers[0].months;
    assert_eq!(months.iter().map(|month| (&*month.month, month.articles)).collect::<Vec<_>>(), [("2026-10", 3)]);
    assert_eq!(months[0].sections, BTreeMap::from([("news".to_owned(), 3)]));
    for path in ["articles/story-2026-10-8/", "articles/story-2026-11-1/", "archive/2026-11/", "sections/news/page/1/"]
    {
        assert_eq!(page(&file, path), Content::NotFound, "{path}");
    }
}

#[test]
fn lists_of_a_part_have_pages_of_their_own() {
    let file = file(|month, number| month == "2026-11" || number < 15, lists);
    let (newest, oldest) = (slugs(&file, "sections/news/"), slugs(&file, "sections/news/page/1/"));
    assert_eq!(
        (newest.first().map(String::as_str), oldest.last().map(String::as_str)),
        (Some("story-2026-11-0"), Some("story-2026-10-14"))
    );
    let (Content::List(newest), Content::List(oldest)) =
        (page(&file, "sections/news/"), page(&file, "sections/news/page/1/"))
    else {
        panic!("no lists");
    };
    assert_eq!((newest.articles, newest.entries.len() + oldest.entries.len()), (45, 45));
    assert_eq!(
        (newest.older.map(|route| route.path()), oldest.newer.map(|route| route.path())),
        (Some("sections/news/page/1/".to_owned()), Some("sections/news/".to_owned()))
    );
}

#[test]
fn the_front_page_of_a_part_shows_that_part() {
    // The file has all articles of the edition's own front page.
    let front: Vec<String> = (0..5).map(|number| format!("story-2026-11-{number}")).collect();
    assert_eq!(slugs(&file(|month, _| month == "2026-11", lists), ""), front);
    // The file has some of them. Readers would not find articles that are on no front page.
    let part = file(|month, number| month == "2026-10" || number == 4, lists);
    let newest = slugs(&part, "");
    assert_eq!((newest.len(), &*newest[0], &*newest[1]), (24, "story-2026-11-4", "story-2026-10-0"));
}

/// The numbers of articles on topics and places are known only for whole editions.
#[test]
fn a_part_has_no_lists_of_topics_and_places() {
    assert!(!file(|month, _| month == "2026-11", lists).mastheads()[0].topics);
    let without_a_section = file(|_, _| false, lists);
    assert_eq!((without_a_section.mastheads()[0].sections.len(), without_a_section.manifest().papers.len()), (0, 1));
}

/// A file of one article may have no list at all.
#[test]
fn without_month_indexes_there_are_no_articles() {
    let file = file(|_, _| true, |_| false);
    assert_eq!(page(&file, "archive/"), Content::Archive(Vec::new()));
    assert_eq!(page(&file, "articles/story-2026-10-7/"), Content::NotFound);
}

#[test]
fn papers_without_articles_are_left_out() {
    let whole = edition(|_, _| {});
    let mut manifest = whole.manifest().clone();
    let mut other = manifest.papers[0].clone();
    other.masthead.language = model::Language::new("uk");
    other.months.clear();
    manifest.papers.push(other);
    let bundles = whole.bundles().bundles.iter().filter_map(|(hash, bytes)| Some((*hash, bytes.clone().ok()?)));
    let file = poll_once(Edition::in_file(manifest, Bundle(bundles.collect()), SingleFile::default())).unwrap();
    assert_eq!(file.manifest().papers.len(), 1);
    assert_eq!(file.mastheads().len(), 1);
    assert_eq!(page(&file, "uk/"), Content::NotFound);
}

#[test]
fn a_paper_of_which_nothing_is_included_has_an_empty_front_page() {
    let file = file(|_, _| false, lists);
    assert_eq!(page(&file, ""), Content::Front(Vec::new()));
}
