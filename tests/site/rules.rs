//! Tests rules for every page of every site.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html};

use crate::driver::{SiteResult, SiteTest};
use crate::html::selector;

const FIXTURES: [&str; 7] = ["every-block", "languages", "jekyll", "hugo", "zola", "plain-text", "town"];

/// Calls a check with every page that has the reader's frame, so not with redirections from old addresses.
fn for_every_page(check: impl Fn(&SiteResult, &str, &Html)) {
    for fixture in FIXTURES {
        let test = SiteTest::from_fixture(fixture);
        if fixture == "town" {
            test.newsroom.write_notices(45);
        }
        let site = test.build();
        let pages: Vec<&String> = site.files().keys().filter(|path| path.ends_with(".html")).collect();
        assert!(pages.len() > 3, "{fixture}: {:?}; {}", pages, site.problems());
        for path in pages {
            let page = Html::parse_document(site.file(path));
            if page.select(&selector("meta[http-equiv=refresh]")).next().is_none() {
                check(&site, path, &page);
            }
        }
    }
}

fn attribute<'a>(page: &'a Html, css: &str, name: &str) -> Option<&'a str> {
    page.select(&selector(css)).next()?.value().attr(name)
}

#[test]
fn every_page_says_what_it_is() {
    for_every_page(|_, path, page| {
        let title = page.select(&selector("title")).next().map(|title| title.text().collect::<String>());
        assert!(title.is_some_and(|title| !title.trim().is_empty()), "{path} has no title");
        assert_eq!(page.select(&selector("h1")).count(), 1, "headings of {path}");
        assert_eq!(page.select(&selector("main")).count(), 1, "main elements of {path}");
        assert!(attribute(page, "html", "lang").is_some(), "{path} has no language");
        assert!(attribute(page, "meta[name=viewport]", "content").is_some(), "{path} has no viewport");
        if !["404.html", "offline.html", "embed.html"].contains(&path) && !path.contains("embed/") {
            let description = attribute(page, "meta[name=description]", "content");
            assert!(description.is_some_and(|description| !description.is_empty()), "{path} has no description");
        }
    });
}

#[test]
fn every_page_begins_with_its_policy() {
    for_every_page(|_, path, page| {
        let metas: Vec<ElementRef<'_>> = page.select(&selector("head > *")).collect();
        let first = metas.iter().position(|meta| meta.value().attr("charset").is_none());
        let policy = first.and_then(|first| metas[first].value().attr("http-equiv"));
        assert_eq!(policy, Some("Content-Security-Policy"), "{path}");
        let policy = attribute(page, "meta[http-equiv=Content-Security-Policy]", "content").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        // The app may fetch from the newsroom's own addresses, and the offline page from the mirrors of any future
        // edition.
        let (before, asked) = policy.split_once("connect-src ").unwrap_or((policy, ""));
        let (asked, after) = asked.split_once(';').unwrap_or((asked, ""));
        let is_own = |source: &&str| source.starts_with("https://") || *source == "https:" && path == "offline.html";
        let asked: String = asked.split(' ').filter(|source| !is_own(source)).collect();
        for forbidden in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
            assert!(![before, &asked, after].iter().any(|part| part.contains(forbidden)), "{path}: {policy}");
        }
        assert_eq!(attribute(page, "meta[name=referrer]", "content"), Some("no-referrer"), "{path}");
    });
}

#[test]
fn no_page_has_styles_or_scripts_in_attributes() {
    for_every_page(|_, path, page| {
        for element in page.select(&selector("*")) {
            for (name, _) in element.value().attrs() {
                assert!(name != "style" && !name.starts_with("on"), "{path}: {}", element.html());
            }
        }
    });
}

#[test]
fn no_page_fetches_from_anywhere_else() {
    let fetching = [("script", "src"), ("img", "src"), ("img", "srcset"), ("link", "href"), ("source", "srcset")];
    let others = ["iframe", "object", "embed", "video", "audio", "form", "base"];
    for_every_page(|_, path, page| {
        for (element, name) in fetching {
            for found in page.select(&selector(&format!("{element}[{name}]"))) {
                let address = found.value().attr(name).unwrap_or_default();
                // Search engines read a canonical address; browsers fetch nothing from it.
                let has = |name, value| found.value().attr(name) == Some(value);
                let is_metadata = has("rel", "canonical") || has("type", "application/json+oembed");
                assert!(is_metadata || is_relative(address), "{path}: {}", found.html());
            }
        }
        for element in others {
            assert_eq!(page.select(&selector(element)).count(), 0, "{path} has a {element}");
        }
    });
}

fn is_relative(address: &str) -> bool {
    !address.starts_with('/') && !address.contains(':')
}

#[test]
fn links_out_of_the_site_send_no_referrer() {
    for_every_page(|_, path, page| {
        for link in page.select(&selector("a[href^='http']")) {
            let relation = link.value().attr("rel").unwrap_or_default();
            assert!(relation.contains("noreferrer"), "{path}: {}", link.html());
            assert_eq!(link.value().attr("target"), None, "{path}: {}", link.html());
        }
    });
}

#[test]
fn every_link_of_the_site_leads_to_a_file() {
    for_every_page(|site, path, page| {
        // The script of 404.html repairs its links at any address.
        let base = url::Url::parse("http://site.test/").expect("an address").join(path).expect("an address");
        for (css, name) in [("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")] {
            for found in page.select(&selector(&format!("{css}[{name}]"))) {
                let address = found.value().attr(name).unwrap_or_default();
                let target = base.join(address).unwrap_or_else(|error| panic!("{path}: {address:?}: {error}"));
                if target.host_str() == Some("site.test") {
                    check_target(site, path, &target);
                }
            }
        }
        for found in page.select(&selector("img[srcset]")) {
            for candidate in found.value().attr("srcset").unwrap_or_default().split(',') {
                let address = candidate.split_whitespace().next().unwrap_or_default();
                check_target(site, path, &base.join(address).expect("an address"));
            }
        }
    });
}

fn check_target(site: &SiteResult, from: &str, target: &url::Url) {
    let mut file = target.path().trim_start_matches('/').to_owned();
    if file.is_empty() || file.ends_with('/') {
        file.push_str("index.html");
    }
    assert!(site.files().contains_key(&file), "{from} links to {target}, but the site has no {file}");
    if let Some(fragment) = target.fragment() {
        let page = Html::parse_document(site.file(&file));
        let found = page.select(&selector("[id]")).any(|element| element.value().id() == Some(fragment));
        assert!(found, "{from} links to {target}, which has no element of that name");
    }
}

#[test]
fn identifiers_are_unique_and_pictures_have_sizes() {
    for_every_page(|_, path, page| {
        let mut seen = BTreeSet::new();
        for element in page.select(&selector("[id]")) {
            assert!(seen.insert(element.value().id()), "{path} has {:?} twice", element.value().id());
        }
        for picture in page.select(&selector("img")) {
            for name in ["alt", "width", "height"] {
                assert!(picture.value().attr(name).is_some(), "{path}: {} has no {name}", picture.html());
            }
        }
    });
}

#[test]
fn names_of_files_are_safe_on_any_disk() {
    for fixture in FIXTURES {
        for path in SiteTest::from_fixture(fixture).build().files().keys() {
            let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
            assert!(path.bytes().all(safe), "{path}");
        }
    }
}

#[test]
fn as_many_items_are_reported_as_there_are_files() {
    for fixture in FIXTURES {
        let test = SiteTest::from_fixture(fixture);
        let files = walkdir::WalkDir::new(test.newsroom.folder()).into_iter().map(|entry| entry.expect("a file"));
        let is_article = |name: &str| [".md", ".markdown", ".txt"].iter().any(|ending| name.ends_with(ending));
        let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let expected = names.filter(|name| is_article(name) && !name.starts_with("about.")).count();
        let site = test.build();
        let counts = site.report().counts;
        assert_eq!(site.report().items.len(), expected, "{fixture}: {}", site.outcomes());
        assert_eq!(counts.items, counts.published + counts.skipped + counts.failed, "{fixture}");
        assert_eq!(counts.published as usize, site.articles().len(), "{fixture}");
    }
}
