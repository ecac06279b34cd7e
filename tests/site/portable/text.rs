//! Tests the text of a file without scripts.

use edition::routes::{PageId, Route};
use model::Language;
use scraper::Html;

use super::{all, check_links, check_requests_nothing, packing, squeezed, text_of, town, values};
use crate::driver::{SiteResult, SiteTest};
use portable::Selection;

/// Checks that every article of a site can be read in the file: headline, lead and body.
fn check_all_text(site: &SiteResult, html: &str) {
    let page = Html::parse_document(html);
    let articles = site.articles();
    assert_eq!(all(&page, "main > article").len(), articles.len());
    let main = &site.manifest().papers[0].masthead.language;
    for article in articles {
        let path = Route::new(&article.language, main, PageId::Article(article.slug.clone())).path();
        let shown = text_of(&page, &path);
        let lead = model::text::of_inlines(&article.lead);
        let body = model::text::of_blocks(&article.body);
        for line in [&*article.headline, &*lead].into_iter().chain(body.lines()) {
            assert!(shown.contains(&squeezed(line)), "{path} does not say {line:?}: {shown}");
        }
    }
}

#[test]
fn every_article_of_the_town_is_in_the_file() {
    let site = town();
    let html = packing(&site).html();
    check_all_text(&site, &html);
    check_links(&html, true);
    check_requests_nothing(&html);
}

#[test]
fn every_kind_of_block_is_in_the_file() {
    let site = SiteTest::from_fixture("every-block").build();
    let html = packing(&site).html();
    check_all_text(&site, &html);
    check_links(&html, true);
    check_requests_nothing(&html);
    let page = Html::parse_document(&html);
    // An element of a page of the site occurs here once for each article.
    for identifier in ["/articles/every-block/#footnote-1", "/articles/every-block/#reference-1"] {
        assert!(super::identifiers(&page).contains(identifier), "{identifier}");
    }
}

#[test]
fn a_file_without_the_app_links_only_to_its_own_articles() {
    let site = town();
    let language = Language::new("en");
    let slugs = ["ferry-is-back", "library-roof", "notice-23"];
    let chosen = slugs.map(|slug| (language.clone(), slug.to_owned())).to_vec();
    // With so little room, the app and the pictures are left out.
    let whole = packing(&site).only(Selection::Articles(chosen)).text_only();
    let without_app = whole.clone().at_most(whole.html().len() as u64 - 1).make();
    assert!(without_app.without_app && without_app.articles == 3, "{} articles", without_app.articles);
    check_links(&without_app.html, false);
    check_requests_nothing(&without_app.html);
    let page = Html::parse_document(&without_app.html);
    assert!(values(&page, "href").contains(&"#/articles/library-roof/"), "articles in the file are linked");
    assert!(all(&page, "script[type=module]").is_empty());

    for slug in slugs {
        let one = packing(&site).article(slug).html();
        check_links(&one, false);
        check_requests_nothing(&one);
    }
}

#[test]
fn what_is_not_in_the_file_is_linked_on_the_newsrooms_own_site() {
    let config = "title = \"The Test\"\naddress = \"https://paper.example/town/\"\n";
    let site = SiteTest::bare()
        .with("offprint.toml", config)
        .with("articles/one.md", "---\ntitle: One\ndate: 2026-05-01\n---\n\nSee [the other](two.md).\n")
        .with("articles/two.md", "---\ntitle: Two\ndate: 2026-05-02\n---\n\nThe other.\n")
        .build();
    let page = Html::parse_document(&packing(&site).article("one").html());
    assert!(values(&page, "href").contains(&"https://paper.example/town/articles/two/"));
    let without_home = SiteTest::bare()
        .with("articles/one.md", "---\ntitle: One\ndate: 2026-05-01\n---\n\nSee [the other](two.md).\n")
        .with("articles/two.md", "---\ntitle: Two\ndate: 2026-05-02\n---\n\nThe other.\n")
        .build();
    let page = Html::parse_document(&packing(&without_home).article("one").html());
    assert_eq!(values(&page, "href"), Vec::<&str>::new());
    assert!(text_of(&page, "articles/one/").contains("Seetheother."));
}

#[test]
fn the_list_names_every_article_in_its_own_language() {
    let site = town();
    let page = Html::parse_document(&packing(&site).html());
    let lists = all(&page, ".carried-cover > section");
    let languages: Vec<_> = lists.iter().filter_map(|list| list.value().attr("lang")).collect();
    assert_eq!(languages, ["en", "ru", "fa"]);
    assert_eq!(lists[2].value().attr("dir"), Some("rtl"));
    let links = all(&page, ".carried-list a");
    assert_eq!(links.len(), site.articles().len());
    // The first is the newest.
    assert_eq!(
        (links[0].text().collect::<String>().as_str(), links[0].value().attr("href")),
        ("The ferry is back", Some("#/articles/ferry-is-back/"))
    );
    assert_eq!(all(&page, "title")[0].text().collect::<String>(), "The Quay");
}

#[test]
fn a_neutral_title_tells_neither_paper_nor_article() {
    let site = town();
    for packing in [packing(&site).neutral(), packing(&site).article("library-roof").neutral()] {
        let html = packing.html();
        let head = html.split("<body>").next().expect("a head");
        assert!(head.contains("<title>Pages</title>"));
        assert!(!head.contains("Quay") && !head.contains("library"), "the head tells more");
    }
    let one = packing(&site).article("library-roof").html();
    assert!(one.contains("<title>The library gets its roof back — The Quay</title>"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, other) = (town(), town());
    assert!(packing(&one).html() == packing(&other).html(), "two files of one town differ");
    assert!(packing(&one).article("library-roof").html() == packing(&other).article("library-roof").html());
}
