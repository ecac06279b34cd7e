//! Tests a paper in several languages.

use insta::assert_snapshot;

use crate::driver::SiteTest;

#[test]
fn translations_find_each_other() {
    let site = SiteTest::from_fixture("languages").build();
    assert_eq!(site.problems(), "");
    let mut pages: Vec<&str> =
        site.files().keys().filter(|path| path.contains("articles/")).map(String::as_str).collect();
    pages.sort_unstable();
    assert_snapshot!(pages.join("\n"), @"
    articles/rope/index.html
    articles/water/index.html
    fa/articles/ab/index.html
    ru/articles/verevka/index.html
    ru/articles/water/index.html
    ");
    assert_snapshot!("english_head", site.head("articles/water/"));
    assert_snapshot!("persian_head", site.head("fa/articles/ab/"));
}

#[test]
fn a_page_is_in_its_language_and_direction() {
    let site = SiteTest::from_fixture("languages").build();
    let start = |page: &str| site.file(page).split("<head").next().unwrap_or_default().to_owned();
    assert!(start("fa/articles/ab/index.html").contains("<html lang=\"fa\" dir=\"rtl\""));
    assert!(start("ru/index.html").contains("<html lang=\"ru\" dir=\"ltr\""));
    assert_snapshot!("persian_page", site.main("fa/articles/ab/"));
}

#[test]
fn a_link_to_a_translation_leads_to_that_language() {
    let site = SiteTest::from_fixture("languages").build();
    assert_snapshot!("russian_page", site.main("ru/articles/verevka/"));
}
