//! Tests which parts of an edition go into a file, for the app and for other readers.

use std::collections::BTreeSet;

use model::{Head, Language};
use portable::{self, Edition, Selection};
use scraper::Html;
use tests::packing::{archive, decode, index};
use tests::{numbered, shell_without_app};

use super::{all, packing, town};
use crate::driver::{SiteResult, SiteTest};

/// Returns the slugs of the articles that a selection puts into a file, in their order.
fn chosen(site: &SiteResult, selection: Selection) -> Vec<String> {
    let packed = packing(site).only(selection).make();
    let page = Html::parse_document(&packed.html);
    let articles = all(&page, "main > article");
    assert_eq!(articles.len(), packed.articles);
    let slug = |id: &str| id.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    articles.iter().filter_map(|article| article.value().attr("id")).map(slug).collect()
}

#[test]
fn a_part_is_what_was_asked_for() {
    let site = town();
    let (english, russian) = (Language::new("en"), Language::new("ru"));
    let news = Selection::Section(english.clone(), "news".to_owned());
    assert_eq!(chosen(&site, news), ["ferry-is-back"]);
    let culture = Selection::Section(english.clone(), "culture".to_owned());
    assert_eq!(chosen(&site, culture), ["library-roof", "harbour-fair"]);
    let month = Selection::Month(english.clone(), "2025-05".to_owned());
    assert_eq!(chosen(&site, month), ["notice-25", "notice-24", "notice-23", "notice-22", "notice-21"]);
    assert_eq!(chosen(&site, Selection::Language(russian.clone())), ["ferry-is-back", "pekarnya"]);
    let two = vec![(english.clone(), "harbour-fair".to_owned()), (russian, "pekarnya".to_owned())];
    assert_eq!(chosen(&site, Selection::Articles(two)), ["harbour-fair", "pekarnya"]);
    assert_eq!(chosen(&site, Selection::Articles(vec![(english, "notice-01".to_owned())])), ["notice-01"]);
}

#[test]
fn a_wrong_name_is_answered_with_the_existing_ones() {
    let site = town();
    let edition = Edition::read(site.files()).expect("an edition");
    let english = edition.main_language();
    let article = error_of(edition.article(&english, "libary-roof"));
    assert!(
        article.starts_with("the edition does not have an article `libary-roof`; it has library-roof,"),
        "{article}"
    );
    assert!(article.ends_with(", …"), "{article}");
    let section = error_of(edition.section(&english, "sport"));
    assert!(section.starts_with("the edition does not have a section `sport`; it has "), "{section}");
    assert!(["culture", "news", "notices"].iter().all(|name| section.contains(name)), "{section}");
    let month = error_of(edition.month(&english, "2024-05"));
    assert!(month.contains("articles of the month `2024-05`; it has 2025-0"), "{month}");
    let language = error_of(edition.language("de"));
    assert!(language.ends_with("it has en, fa, ru"), "{language}");
}

/// Returns the error for a wrong name.
fn error_of<T: std::fmt::Debug, E: ToString>(result: Result<T, E>) -> String {
    result.map_err(|error| error.to_string()).expect_err("the name is wrong")
}

/// Every file of the archive is one of the site, byte by byte. The app needs no other files for the file's articles.
#[test]
fn the_archive_holds_files_of_the_site() {
    let site = town();
    let mut all_files = archive(&packing(&site).html());
    // The messages have a name of their own in the archive.
    let words = all_files.extract_if(.., |path, _| path.starts_with("words.")).map(|(path, _)| path);
    assert_eq!(words.collect::<Vec<_>>(), ["words.en.txt", "words.fa.txt", "words.ru.txt"]);
    for (path, bytes) in &all_files {
        assert_eq!(bytes, site.file_bytes(path), "{path}");
    }
    let carried: BTreeSet<&str> = all_files.keys().map(String::as_str).collect();
    for paper in site.manifest().papers {
        for month in &paper.months {
            assert!(carried.contains(&*month.bundle.path()));
            let index: model::MonthIndex = site.bundle(&month.bundle);
            assert!(index.entries.iter().all(|entry| carried.contains(&*entry.bundle.path())));
            assert!(index.packs.iter().all(|pack| !carried.contains(&*pack.path())), "no pack repeats an article");
        }
        assert!([paper.topics, paper.places].iter().all(|list| carried.contains(&*list.path())));
        assert!(paper.about.is_none_or(|about| carried.contains(&*about.path())));
    }
    let month = Selection::Month(Language::new("en"), "2025-05".to_owned());
    let part = archive(&packing(&site).only(month).html());
    let head: Head = serde_json::from_slice(&part[Head::PATH]).expect("a head");
    assert!(part.contains_key(&head.manifest.manifest_path()));
    assert!(!part.contains_key("words.fa.txt"), "nothing in it is in Persian");
    let expected = "the head, the manifest, a month, its articles, topics, places, about and English words";
    assert_eq!(part.len(), 2 + 1 + 5 + 3 + 1, "{expected}");
}

#[test]
fn the_index_says_where_edition_and_pictures_lie() {
    let site = SiteTest::from_fixture("every-block").build();
    let html = packing(&site).html();
    let places = index(&html);
    assert_eq!(places[0].0, "edition");
    let pictures = &places[1..];
    // Two pictures once each, though the article shows them more often.
    assert_eq!(pictures.len(), 2, "{places:?}");
    for (name, range) in pictures {
        let bytes = decode(&html[range.clone()]);
        assert_eq!(*name, format!("picture {}", trust::hash(&bytes)));
        assert!(site.files().iter().any(|(path, file)| path.starts_with("edition/media/") && *file == bytes));
    }
    let without = packing(&site).text_only().make();
    assert_eq!((index(&without.html).len(), without.pictures), (1, 0));
    assert!(all(&Html::parse_document(&without.html), "img").is_empty());
}

#[test]
fn a_file_is_of_the_edition_that_the_site_has() {
    let newsroom = SiteTest::from_fixture("town").newsroom;
    let number = |previous: Option<Head>| {
        let options = offprint::Options { previous, ..newsroom.options(shell_without_app()) };
        let site = offprint::build(&options).expect("a site").site.expect("a site");
        let html = tests::packing::Packing::new(&site, shell_without_app()).html();
        let head: Head = serde_json::from_slice(&archive(&html)[Head::PATH]).expect("a head");
        (head.edition, head)
    };
    let (first, head) = number(None);
    assert_eq!(first, 1);
    assert_eq!(number(Some(Head { edition: 7, ..head.clone() })).0, 7, "the same edition");
    let other = numbered(SiteTest::bare().with("articles/a.md", "---\ntitle: A\n---\nA.\n").build().files().clone(), 7);
    let other: Head = serde_json::from_slice(&other[Head::PATH]).expect("a head");
    assert_eq!(number(Some(other)).0, 8, "a different edition than that of the site is the next");
}

#[test]
fn a_zip_holds_the_folder_of_the_edition_and_nothing_else() {
    let site = SiteTest::from_fixture("every-block").build();
    let unpacked = |text_only: bool| {
        let bytes = portable::zip(site.files(), text_only).expect("a zip");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        let names: BTreeSet<String> = zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
        for name in &names {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut zip.by_name(name).expect("a file"), &mut bytes).expect("its bytes");
            assert_eq!(bytes, site.file_bytes(name), "{name}");
        }
        names
    };
    let folder = |is_wanted: fn(&str) -> bool| -> BTreeSet<String> {
        site.files().keys().filter(|path| path.starts_with("edition/") && is_wanted(path)).cloned().collect()
    };
    assert_eq!(unpacked(false), folder(|_| true));
    assert_eq!(unpacked(true), folder(|path| !path.starts_with("edition/media/")));
    assert_eq!(
        portable::zip(site.files(), false).ok(),
        portable::zip(site.files(), false).ok(),
        "the same bytes each time"
    );
}
