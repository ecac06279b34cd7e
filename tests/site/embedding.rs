//! Tests what others embed: cards, oEmbed, and articles that no longer hold.

use insta::assert_snapshot;
use model::MonthIndex;
use serde_json::Value;

use crate::driver::{SiteResult, SiteTest};
use crate::html;

const CONFIG: &str = "title = \"The Test\"\nlanguages = [\"en\", \"fa\"]\naddress = \"https://test.example/paper/\"\n\
    [[mirrors]]\naddress = \"https://mirror.example\"\n[[sections]]\nid = \"news\"\nname = \"News\"\n";

/// Returns a newsroom with a current, an outdated and a withdrawn article.
fn paper() -> SiteTest {
    let article = |title: &str, more: &str| {
        format!(
            "---\ntitle: {title}\ndate: 2026-05-01\nlead: In a sentence.\nsection: news\ntags: [Quay]\n{more}---\n\nThe text of {title}.\n"
        )
    };
    SiteTest::bare()
        .with("offprint.toml", CONFIG)
        .with("articles/holds.md", article("It holds", "author: Ada Reed\n"))
        .with("articles/old.md", article("It held", "outdated: The quay has another name now.\n"))
        .with("articles/gone.md", article("It was wrong", "withdrawn: We had the wrong quay.\n"))
        .with("articles/gone.fa.md", article("اشتباه بود", "withdrawn: true\n"))
}

fn card(site: &SiteResult, path: &str) -> String {
    html::outline(site.file(&format!("{path}index.html")), "main")
}

#[test]
fn cards_say_what_became_of_an_article() {
    let site = paper().build();
    let cards = ["embed/holds/", "embed/old/", "embed/gone/", "fa/embed/gone/", "embed/sections/news/"];
    assert_snapshot!(cards.map(|path| card(&site, path)).join("\n"));
}

/// A card has no script: a sandboxed frame would only log an error about it.
#[test]
fn cards_are_allowed_nothing() {
    let site = paper().build();
    let cards: Vec<&String> =
        site.files().keys().filter(|path| !path.contains("oembed") && path.contains("embed/")).collect();
    assert_eq!(cards.len(), 5, "{cards:?}");
    for path in cards {
        let page = site.file(path);
        assert!(!page.contains("<script") && !page.contains("script-src") && !page.contains("<img"), "{path}");
        assert!(page.contains("default-src 'none';style-src 'sha256-"), "{path}");
    }
}

#[test]
fn a_withdrawn_article_says_so_where_it_was_and_nowhere_else() {
    let site = paper().build();
    assert_snapshot!(site.main("articles/gone/"));
    assert!(site.head("articles/gone/").contains("noindex"));
    for (path, bytes) in site.files() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("The text of It was wrong"), "{path}");
    }
    for path in
        ["feed.xml", "feed.json", "sitemap.xml", "index.html", "sections/news/index.html", "topics/quay/index.html"]
    {
        assert!(!site.file(path).contains("gone"), "{path} links to the withdrawn article");
    }
    assert!(!site.files().contains_key("oembed/gone.json"));
    assert!(site.main("archive/2026-05/").contains("The newsroom has withdrawn this article. We had the wrong quay."));
    assert_eq!(site.problems(), "");
}

#[test]
fn an_outdated_article_says_so_on_its_page() {
    let page = paper().build().main("articles/old/");
    assert!(page.contains("The quay has another name now."), "{page}");
}

#[test]
fn services_are_told_of_an_article() {
    let site = paper().build();
    let answer: Value = serde_json::from_str(site.file("oembed/holds.json")).expect("JSON");
    let script = site.manifest().embed.expect("a script");
    let month: MonthIndex = site.bundle(&site.manifest().papers[0].months[0].bundle);
    let entry = month.entries.iter().find(|entry| entry.slug == "holds").expect("an entry");
    // These change with the model and the script.
    let answer = format!("{answer:#}").replace(&script.path, "<script>").replace(&script.integrity, "<integrity>");
    assert_snapshot!(answer.replace(&entry.bundle.hash.to_string(), "<bundle>"));
    let bare = SiteTest::bare().with("articles/a.md", "# A\n\nB\n").build();
    assert!(!bare.files().keys().any(|path| path.contains("oembed")), "without an address there is no oEmbed");
}

#[test]
fn the_manifest_names_the_mirrors_and_the_script() {
    let site = paper().build();
    let manifest = site.manifest();
    assert_eq!(manifest.mirrors, ["https://mirror.example/"]);
    let script = manifest.embed.expect("a script");
    assert_eq!(site.file_bytes(&script.path), site.file_bytes("embed.js"));
    assert!(site.file("embed.html").contains(&script.integrity));
}

/// The script has no content of a newsroom, so a host can store one for all.
#[test]
fn all_sites_have_the_same_script() {
    let others = SiteTest::from_fixture("town").build();
    assert_eq!(paper().build().file("embed.js"), others.file("embed.js"));
}
