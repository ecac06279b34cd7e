//! Tests lists that are longer than a page.

use insta::assert_snapshot;

use crate::driver::{SiteResult, SiteTest};
use crate::html::{outline, selector};

fn notices(count: u32) -> SiteTest {
    let site = SiteTest::bare();
    site.newsroom.write_notices(count);
    site
}

fn headlines(site: &SiteResult, page: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(site.file(&format!("{page}index.html")));
    page.select(&selector("main .teaser-headline"))
        .map(|element| element.text().collect::<String>().trim().to_owned())
        .collect()
}

#[test]
fn every_article_stands_on_one_page() {
    let site = notices(45).build();
    let pages: Vec<_> = site.files().keys().filter(|path| path.starts_with("sections/")).cloned().collect();
    assert_eq!(pages, ["sections/notices/index.html", "sections/notices/page/1/index.html"]);
    let newest = headlines(&site, "sections/notices/");
    let older = headlines(&site, "sections/notices/page/1/");
    assert_eq!((newest.len(), older.len()), (25, 20));
    let expected: Vec<String> = (1..=45).rev().map(|number| format!("Notice {number}")).collect();
    assert_eq!([newest, older].concat(), expected);
}

#[test]
fn older_pages_stay_as_they_are() {
    let (before, after) = (notices(65).build(), notices(85).build());
    assert_eq!(headlines(&before, "sections/notices/page/1/"), headlines(&after, "sections/notices/page/1/"));
    assert_eq!(headlines(&before, "sections/notices/page/2/"), headlines(&after, "sections/notices/page/2/"));
    assert_eq!(before.file("sections/notices/page/1/index.html"), after.file("sections/notices/page/1/index.html"));
}

#[test]
fn pages_lead_to_their_neighbours() {
    let site = notices(65).build();
    assert_snapshot!(outline(site.file("sections/notices/page/2/index.html"), "nav.paging"), @r#"<nav aria-label="notices" class="paging"><span><a href="../../../../sections/notices/" rel="prev">Newer</a></span><span><a href="../../../../sections/notices/page/1/" rel="next">Older</a></span>"#);
}

#[test]
fn months_are_whole() {
    let site = notices(45).build();
    assert_eq!(headlines(&site, "archive/2025-02/"), ["Notice 10", "Notice 9", "Notice 8", "Notice 7", "Notice 6"]);
}
