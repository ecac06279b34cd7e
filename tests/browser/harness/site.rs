//! The sites that the browser reads, each built once.

use std::sync::{Arc, LazyLock};

use model::{Head, Manifest, MonthIndex};
use tests::{Fixture, shell};

/// The files of a site, by their path from its root.
pub use builder::site::Site;

const NOTICES: u32 = 45;

static TOWN: LazyLock<Arc<Site>> = LazyLock::new(|| Arc::new(build(&newsroom())));

static NEWER: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let newsroom = newsroom();
    let notice = "---\ntitle: Notice 23\ndate: 2025-05-12\nsection: notices\n---\nThis has been corrected.\n";
    newsroom.write("articles/notice-23.md", notice);
    newsroom.write("articles/extra.md", "---\ntitle: Extra\ndate: 2026-11-13\nsection: news\n---\nThe quay is dry.\n");
    let mut site = build(&newsroom);
    let mut head: Head = read(&site, Head::PATH);
    head.edition += 1;
    site.insert(Head::PATH.to_owned(), serde_json::to_vec(&head).expect("a head is JSON"));
    Arc::new(site)
});

/// The site of the newsroom in `fixtures/town`.
pub fn town() -> Arc<Site> {
    Arc::clone(&TOWN)
}

/// The next edition of the same: notice 23 is corrected, and there is an article `extra`.
pub fn newer_site() -> Arc<Site> {
    Arc::clone(&NEWER)
}

/// The site of the newsroom in `fixtures/every-block`.
pub fn every_block() -> Arc<Site> {
    Arc::new(build(&Fixture::named("every-block")))
}

/// The site of the sample newsroom.
pub fn sample() -> Arc<Site> {
    Arc::new(build(&Fixture::sample()))
}

/// Where the bundle of an article of the main language lies in [`town`].
pub fn town_bundle(slug: &str) -> String {
    let site = town();
    let head: Head = read(&site, Head::PATH);
    let manifest: Manifest = read(&site, &head.manifest.manifest_path());
    let months = manifest.papers.iter().take(1).flat_map(|paper| &paper.months);
    let entries = months.flat_map(|month| read::<MonthIndex>(&site, &month.bundle.path()).entries);
    let entry = entries.into_iter().find(|entry| entry.slug == slug).unwrap_or_else(|| panic!("no article {slug}"));
    entry.bundle.path()
}

fn newsroom() -> Fixture {
    let newsroom = Fixture::named("town");
    newsroom.write_notices(NOTICES);
    newsroom
}

fn build(newsroom: &Fixture) -> Site {
    let built = newsroom.build(shell());
    let problems: Vec<String> = built.problems.iter().map(ToString::to_string).collect();
    let errors = built.counts().0;
    assert_eq!(errors, 0, "{problems:#?}");
    built.site.expect("a site")
}

fn read<T: serde::de::DeserializeOwned>(site: &Site, path: &str) -> T {
    serde_json::from_slice(&site[path]).unwrap_or_else(|error| panic!("{path}: {error}"))
}
