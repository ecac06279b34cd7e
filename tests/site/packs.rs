//! Tests packs: the articles of a month in few files, so that a device downloads a whole edition with few requests.

use std::collections::BTreeMap;

use model::{Article, Month, MonthIndex, Picture};
use site::Site;

use crate::driver::{SiteResult, SiteTest};

/// Returns a newsroom with a month of 45 articles and one of 3.
fn two_months() -> SiteTest {
    let article = |number: u32, month: u32| {
        format!("---\ntitle: Story {number}\ndate: 2026-{month:02}-{:02}\n---\n\nStory {number}.\n", 1 + number % 28)
    };
    let mut test = SiteTest::bare();
    for number in 0..48 {
        let month = if number < 45 { 5 } else { 6 };
        test = test.with(&format!("articles/story-{number}.md"), article(number, month));
    }
    test
}

fn months(site: &SiteResult) -> Vec<(Month, MonthIndex)> {
    let papers = site.manifest().papers;
    let months = papers.into_iter().flat_map(|paper| paper.months);
    months.map(|month| (month.clone(), site.bundle(&month.bundle))).collect()
}

#[test]
fn packs_hold_the_very_bytes_of_every_bundle() {
    let site = two_months().build();
    let mut sizes = Vec::new();
    for (_, index) in months(&site) {
        let mut entries = Vec::new();
        for (reference, chunk) in index.chunks() {
            let reference = reference.expect("a pack of every chunk");
            let pack = site.file(&reference.path()).as_bytes();
            assert_eq!(trust::check(reference, pack), Ok(()));
            assert_eq!(serde_json::from_slice::<Vec<Article>>(pack).expect("a list of articles").len(), chunk.len());
            let bundles = trust::cut(pack, chunk.iter().map(|entry| entry.bundle.bytes)).expect("lengths that fit");
            for (entry, bundle) in chunk.iter().zip(bundles) {
                assert_eq!(trust::check(&entry.bundle, bundle), Ok(()), "{}", entry.slug);
                assert_eq!(bundle, site.file(&entry.bundle.path()).as_bytes());
            }
            sizes.push(chunk.len());
            entries.splice(..0, chunk.iter().cloned());
        }
        assert_eq!(entries, index.entries, "each article once, in the same order");
    }
    assert_eq!(sizes, [3, 20, 20, 5]);
}

#[test]
fn a_new_article_changes_only_the_newest_pack() {
    let packs = |test: SiteTest| months(&test.build())[1].1.packs.clone();
    let before = packs(two_months());
    let article = "---\ntitle: Newest\ndate: 2026-05-31\n---\n\nNew.\n";
    let after = packs(two_months().with("articles/newest.md", article));
    // The previous article gets a link to the new one, and is in the newest pack as well.
    assert_eq!(before[..2], after[..2]);
    assert_ne!(before[2], after[2]);
}

#[test]
fn a_month_names_its_size() {
    let site = SiteTest::from_fixture("every-block").build();
    let mut pictures = 0;
    for (month, index) in months(&site) {
        assert_eq!(month.bytes, index.entries.iter().map(|entry| entry.bundle.bytes).sum::<u32>());
        let mut media = BTreeMap::new();
        for entry in &index.entries {
            smallest(&serde_json::from_str(site.file(&entry.bundle.path())).expect("JSON"), site.files(), &mut media);
        }
        assert_eq!(month.media, media.values().sum::<u32>());
        pictures += media.len();
    }
    assert!(pictures > 1, "{pictures} pictures");
}

/// Finds the smallest rendition of every picture in some JSON, wherever it is.
fn smallest(value: &serde_json::Value, site: &Site, media: &mut BTreeMap<String, u32>) {
    if value["renditions"].is_array() {
        let picture: Picture = serde_json::from_value(value.clone()).expect("a picture");
        let rendition = picture.renditions.last().expect("a rendition");
        let bytes = u32::try_from(site[&rendition.path()].len()).expect("a small file");
        assert_eq!(rendition.bytes, bytes);
        media.insert(rendition.path(), bytes);
    }
    match value {
        serde_json::Value::Array(values) => values.iter().for_each(|value| smallest(value, site, media)),
        serde_json::Value::Object(values) => values.values().for_each(|value| smallest(value, site, media)),
        _ => {}
    }
}
