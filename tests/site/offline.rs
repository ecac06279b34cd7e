//! Tests what a device needs to read without the site: the app's files, the page that starts it, and its name.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use scraper::Html;
use serde_json::Value;

use crate::driver::{SiteResult, SiteTest};
use crate::html::{self, selector};

const ARTICLE: &str = "---\ntitle: The only story\ndate: 2026-05-01\n---\n\nIt is about a bridge.\n";

fn with_config(config: &str) -> SiteTest {
    let config = format!("title = \"The Test\"\ndescription = \"News of the test\"\n{config}");
    SiteTest::bare().with("articles/only.md", ARTICLE).with("offprint.toml", config)
}

/// Returns the files in the service worker's list, with their hashes.
fn kept(site: &SiteResult) -> BTreeMap<String, String> {
    let script = site.file("service-worker.js");
    let list = script.split("files\":").nth(1).expect("a list");
    let list = serde_json::Deserializer::from_str(list).into_iter::<Vec<(String, String, Option<bool>)>>().next();
    let list = list.expect("a list").expect("a list of files");
    list.into_iter().map(|(path, hash, _)| (path, hash)).collect()
}

/// Returns what a script imports or fetches, except itself.
fn named_by_script(script: &str) -> Vec<String> {
    let quoted = script.split(['\'', '"']).filter_map(|part| part.strip_prefix("./"));
    quoted.filter(|path| path.contains('.')).map(str::to_owned).collect()
}

#[test]
fn everything_that_the_app_is_made_of_is_kept() {
    let site = SiteTest::from_fixture("town").build();
    let kept = kept(&site);
    for (path, hash) in &kept {
        assert_eq!(*hash, trust::hash(site.file_bytes(path)).to_string(), "{path}");
    }
    let mut needed = vec!["offline.html".to_owned()];
    let page = Html::parse_document(site.file("offline.html"));
    for (css, name) in [("link", "href"), ("script", "src"), ("img", "src")] {
        let elements = selector(&format!("{css}[{name}]"));
        let addresses = page.select(&elements).filter_map(|element| element.value().attr(name));
        needed.extend(addresses.map(|address| address.trim_start_matches("./").to_owned()));
    }
    let script = needed.iter().find(|path| path.ends_with(".js")).expect("the app").clone();
    needed.extend(named_by_script(site.file(&script)));
    // The script derives the wasm's name from its own.
    needed.push(script.replace(".js", ".wasm"));
    // The languages of the papers and no others.
    needed.extend(["en", "fa", "ru"].map(|language| script.replace(".js", &format!(".{language}.txt"))));
    assert!(!site.files().contains_key(&script.replace(".js", ".uk.txt")));
    let manifest: Value = serde_json::from_str(site.file("manifest.webmanifest")).expect("JSON");
    let icons = manifest["icons"].as_array().expect("icons");
    needed.extend(icons.iter().filter_map(|icon| icon["src"].as_str().map(str::to_owned)));
    for path in &needed {
        assert!(kept.contains_key(path), "{path} is not in the list; {kept:#?}");
    }
    for kind in [".wasm", "bb.js", ".png", ".svg", ".webmanifest"] {
        assert!(needed.iter().any(|path| path.ends_with(kind)), "{kind} is needed: {needed:?}");
    }
}

#[test]
fn a_new_article_is_no_new_version_of_the_app() {
    let before = SiteTest::from_fixture("town").build();
    let after = SiteTest::from_fixture("town").with("articles/only.md", ARTICLE).build();
    for path in ["service-worker.js", "offline.html", "manifest.webmanifest"] {
        assert_eq!(before.file(path), after.file(path), "{path}");
    }
    let other = with_config("").build();
    assert_ne!(before.file("service-worker.js"), other.file("service-worker.js"), "another paper");
}

#[test]
fn the_offline_page_shows_nothing_of_an_edition() {
    let site = SiteTest::from_fixture("town").build();
    let wasm = site.files().keys().find(|path| path.ends_with(".wasm")).map(|path| path.replace(".wasm", ".js"));
    // Each new message of the interface changes the page's file name.
    let outline = html::outline(site.file("offline.html"), "body").replace(&wasm.expect("the app"), "offprint.js");
    assert_snapshot!(outline);
    let page = Html::parse_document(site.file("offline.html"));
    let root = page.root_element().value();
    assert_eq!((root.attr("data-root"), root.attr("data-offline")), (Some("./"), Some("")));
    for sitemap in site.files().keys().filter(|path| path.starts_with("sitemap")) {
        assert!(!site.file(sitemap).contains("offline"), "{sitemap}");
    }
}

#[test]
fn an_app_may_have_another_name_and_look() {
    let picture = image::DynamicImage::new_rgb8(200, 200);
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    let neutral = with_config("[app]\nneutral = true\n").build();
    let own = with_config("[app]\nname = \"Notes\"\nicon = \"icon.png\"\n").with("icon.png", png.into_inner()).build();
    let plain = with_config("").build();

    assert_snapshot!(neutral.file("manifest.webmanifest"));
    assert!(own.file("manifest.webmanifest").contains("\"name\":\"Notes\""));
    assert!(neutral.head("").contains("apple-mobile-web-app-title") && neutral.head("").contains("Reader"));
    assert!(!plain.head("").contains("apple-mobile-web-app-title"));
    let icons = |site: &SiteResult| -> Vec<(String, Vec<u8>)> {
        let icons = site.files().iter().filter(|(path, _)| path.starts_with("icons/"));
        icons.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let names = |site| icons(site).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(names(&plain), ["icons/icon-192.png", "icons/icon.svg"]);
    assert_eq!(names(&neutral), ["icons/icon-192.png", "icons/icon.svg"]);
    assert_eq!(names(&own), ["icons/icon-192.png", "icons/icon-512.png", "icons/maskable-512.png"]);
    assert!(
        icons(&plain).iter().zip(icons(&neutral)).all(|(left, right)| left.1 != right.1),
        "others, of the same names"
    );
}

#[test]
fn an_icon_that_cannot_be_had_stops_the_build() {
    let site = with_config("[app]\nicon = \"icon.png\"\n").with("icon.png", "words").build();
    assert!(site.files().is_empty());
    assert_snapshot!(site.problems(), @"offprint.toml:4: error: the icon `icon.png` is not a PNG or JPEG picture; put a square PNG or JPEG picture there, or name another file");
    let site = with_config("[app]\nicon = \"no-such-icon.png\"\n").build();
    assert!(site.files().is_empty());
    assert_snapshot!(site.problems(), @"offprint.toml:4: error: the icon `no-such-icon.png` is not there; put a square PNG or JPEG picture there, or name another file");
}

#[test]
fn every_page_can_be_left() {
    let leave = |site: &SiteResult, path: &str| {
        let page = Html::parse_document(site.file(path));
        let link = page.select(&selector(".masthead a[data-leave]")).next().expect("a way out");
        link.value().attr("href").map(str::to_owned)
    };
    let named = with_config("leave = \"https://weather.example\"\n").build();
    for path in ["index.html", "articles/only/index.html", "archive/index.html", "404.html"] {
        assert_eq!(leave(&with_config("").build(), path).as_deref(), Some("about:blank"), "{path}");
        assert_eq!(leave(&named, path).as_deref(), Some("https://weather.example/"), "{path}");
    }
}
