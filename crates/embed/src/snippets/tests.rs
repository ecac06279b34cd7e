//! Tests the snippets with text of any kind.

use insta::assert_snapshot;

use super::*;
use edition::routes::{PageId, Route};

fn script() -> EmbedScript {
    EmbedScript { path: "embed-0a.js".to_owned(), integrity: "sha384-AAAA".to_owned() }
}

fn article(json: &str) -> Article {
    let article = format!(
        r#"{{"slug":"ferry","language":"en","headline":"The ferry is back","body":[],"words":0,
            "published":{{"iso":"2026-11-12","text":"12 November 2026"}}{json}}}"#
    );
    serde_json::from_str(&article).unwrap()
}

fn snippets_at(article: &Article, roots: &[&str]) -> Option<Snippets> {
    let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    with_embedded(article, |embedded| {
        Snippets::article(embedded, &Addresses { roots: &roots, key: None, script: Some(&script()) })
    })
}

fn with_embedded<T>(article: &Article, make: impl FnOnce(&EmbeddedArticle<'_>) -> T) -> T {
    let main = Language::new("en");
    let route = Route::new(&article.language, &main, PageId::Article(article.slug.clone()));
    make(&EmbeddedArticle {
        route: &route,
        main: &main,
        newsroom: "The Lantern & Son",
        article,
        lead: "After eleven weeks.",
        bundle: Hash([0x1b; 32]),
        edition: Some(7),
    })
}

fn all(snippets: &Snippets) -> String {
    let Snippets { quotation, card, element, frame } = snippets;
    let rest = [element, frame].map(|snippet| snippet.as_deref().unwrap_or("none").to_owned());
    format!("{quotation}\n\n{card}\n\n{}\n\n{}", rest[0], rest[1])
}

#[test]
fn an_article_in_all_grades() {
    let roots = ["https://www.lantern.example/paper/", "https://mirror.example/"];
    let snippets = snippets_at(&article(""), &roots).unwrap();
    assert_snapshot!(all(&snippets));
    let persian = Article { language: Language::new("fa"), ..article(r#","outdated":"It left again.""#) };
    assert_snapshot!("in_persian", all(&snippets_at(&persian, &roots).unwrap()));
    assert_eq!(snippets_at(&persian, &[]), None);
}

/// The documentation for hosts shows the current snippets.
#[test]
fn the_documentation_shows_what_is_copied() {
    let documentation = include_str!("../../../../docs/embedding.md");
    let roots = ["https://lantern.example/".to_owned(), "https://mirror.example/".to_owned()];
    let snippets = with_embedded(&article(""), |embedded| {
        let embedded = EmbeddedArticle { newsroom: "The Lantern", ..*embedded };
        let key = Some(Hash([0x5e; 32]));
        Snippets::article(&embedded, &Addresses { roots: &roots, key, script: Some(&script()) })
    });
    let Snippets { quotation, card, element, frame } = snippets.unwrap();
    for snippet in [quotation, card, element.unwrap(), frame.unwrap()] {
        assert!(documentation.contains(&snippet), "docs/embedding.md lacks\n{snippet}");
    }
    for height in [CARD_HEIGHT, LIST_HEIGHT] {
        assert!(documentation.contains(&height.to_string()), "{height}");
    }
}

/// A headline stays text, even if it looks like HTML.
#[test]
fn hostile_text_stays_text() {
    let hostile = r#"\"><img src=x onerror=alert(1)></iframe></script>'"#;
    let json = format!(r#","lead":["{hostile}"],"outdated":"{hostile}""#);
    let mut article = article(&json);
    article.headline = hostile.replace("\\\"", "\"");
    let all = all(&snippets_at(&article, &["https://a.example/\"><b>/"]).unwrap());
    for markup in ["<img", "<b>", "\"><i", "</iframe><", "onerror=\"", "</script>'"] {
        assert!(!all.contains(markup), "{markup} in {all}");
    }
    assert!(all.contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn a_section_in_its_grades() {
    let route = EmbeddedSection::route(Some(&Language::new("ru")), "news");
    let entry = |slug: &str, headline: &str| {
        let hash = "11".repeat(32);
        let json = format!(
            r#"{{"slug":"{slug}","headline":"{headline}","words":9,"bundle":{{"hash":"{hash}","bytes":1}},"page":{{"hash":"{hash}","bytes":1}}}}"#
        );
        serde_json::from_str::<Entry>(&json).unwrap()
    };
    let entries = [entry("parom", "Паром <вернулся>"), entry("most", "Мост")];
    let language = Language::new("ru");
    let embedded =
        EmbeddedSection {
            route: &route, title: "Новости", newsroom: "Фонарь", language: &language, entries: &entries
        };
    let roots = ["https://lantern.example/".to_owned()];
    let addresses = Addresses { roots: &roots, key: None, script: Some(&script()) };
    let snippets = Snippets::list(&embedded, &addresses).unwrap();
    assert_snapshot!(all(&snippets));
    let signed = Snippets::list(&embedded, &Addresses { key: Some(Hash([0x5e; 32])), ..addresses }).unwrap();
    let key = format!(" root=\"../../../\" key=\"{}\">", "5e".repeat(32));
    assert!(signed.element.is_some_and(|element| element.contains(&key)));
}
