//! Tests that every file of an edition matches its name, and that every reference has a file.

use model::{Article, Entry, FrontPage, Head, MonthIndex, PlaceIndex, TopicIndex};

use crate::driver::{SiteResult, SiteTest};

fn town() -> SiteResult {
    let test = SiteTest::from_fixture("town");
    test.newsroom.write_notices(45);
    test.build()
}

#[test]
fn every_name_is_the_hash_of_the_bytes() {
    let site = town();
    let mut named = 0;
    for (path, bytes) in site.files().iter().filter(|(path, _)| path.starts_with("edition/") && *path != Head::PATH) {
        let name = path.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
        assert_eq!(name, trust::hash(bytes).to_string(), "{path}");
        named += 1;
    }
    assert!(named > 50, "{named} files");
}

/// Month indexes hold the hash of each page, and the manifest holds theirs. A page with the manifest's hash would be a
/// circle.
#[test]
fn no_page_names_its_edition() {
    let site = town();
    let head: Head = serde_json::from_str(site.file(Head::PATH)).unwrap();
    let manifest = head.manifest.hash.to_string();
    let pages = site.files().keys().filter(|path| path.ends_with(".html"));
    let naming: Vec<_> = pages.filter(|path| site.file(path).contains(&manifest)).collect();
    assert!(naming.is_empty(), "{naming:?}");
}

#[test]
fn every_file_of_the_edition_is_named_by_it() {
    let site = town();
    let head: Head = serde_json::from_str(site.file(Head::PATH)).unwrap();
    let manifest = site.manifest();
    let mut named = vec![Head::PATH.to_owned(), head.manifest.manifest_path()];
    for paper in &manifest.papers {
        named.extend([paper.front.path(), paper.topics.path(), paper.places.path()]);
        named.extend(paper.about.map(|about| about.path()));
        for month in &paper.months {
            named.push(month.bundle.path());
            let index: MonthIndex = site.bundle(&month.bundle);
            assert_eq!(index.entries.len(), month.articles as usize);
            named.extend(index.entries.iter().map(|entry| entry.bundle.path()));
            named.extend(index.packs.iter().map(|pack| pack.path()));
        }
    }
    named.sort();
    named.dedup();
    let files: Vec<_> =
        site.files().keys().filter(|path| path.starts_with("edition/") && !path.contains("/media/")).collect();
    assert_eq!(files, named.iter().collect::<Vec<_>>());
}

#[test]
fn entries_name_the_bundle_and_the_page_of_their_article() {
    let site = town();
    let manifest = site.manifest();
    for (number, paper) in manifest.papers.iter().enumerate() {
        for month in &paper.months {
            for entry in site.bundle::<MonthIndex>(&month.bundle).entries {
                let language = &paper.masthead.language;
                let prefix = if number == 0 { String::new() } else { format!("{language}/") };
                let page = site.file(&format!("{prefix}articles/{}/index.html", entry.slug)).as_bytes();
                check_reference(&entry, page);
                let article: Article = site.bundle(&entry.bundle);
                assert_eq!(
                    (&article.slug, &article.headline, &article.language),
                    (&entry.slug, &entry.headline, language)
                );
                assert_eq!(article.month(), month.month);
            }
        }
    }
}

fn check_reference(entry: &Entry, page: &[u8]) {
    assert_eq!(entry.page.hash, trust::hash(page), "the page of {}", entry.slug);
    assert_eq!(entry.page.bytes as usize, page.len());
}

#[test]
fn the_front_bundle_is_a_readable_paper() {
    let site = town();
    let paper = &site.manifest().papers[0];
    let front: FrontPage = site.bundle(&paper.front);
    assert_eq!(front.entries[0].slug, "ferry-is-back");
    assert_eq!(front.articles[0], site.article("ferry-is-back"));
    assert!(front.articles.len() >= 10);
}

#[test]
fn topics_and_places_count_their_articles() {
    let site = town();
    let paper = &site.manifest().papers[0];
    let topics: Vec<TopicIndex> = site.bundle(&paper.topics);
    let places: Vec<PlaceIndex> = site.bundle(&paper.places);
    let count = |months: &[model::MonthCount]| months.iter().map(|month| month.articles).sum::<u32>();
    let topics: Vec<_> = topics.iter().map(|index| (index.topic.slug.as_str(), count(&index.months))).collect();
    let places: Vec<_> = places.iter().map(|index| (index.place.slug.as_str(), count(&index.months))).collect();
    assert_eq!(topics, [("ferry", 1), ("harbour", 3), ("library", 1)]);
    assert_eq!(places, [("gull-island", 2), ("north-pier", 1)]);
}

#[test]
fn no_bundle_holds_html() {
    let site = town();
    for (path, bytes) in site.files().iter().filter(|(path, _)| path.starts_with("edition/") && path.ends_with(".json"))
    {
        let text = String::from_utf8_lossy(bytes);
        for tag in ["<p>", "</", "<a ", "<br"] {
            assert!(!text.contains(tag), "{path} holds {tag}");
        }
    }
}
