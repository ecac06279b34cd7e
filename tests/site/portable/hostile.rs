//! Tests articles whose text looks like the file's own markup: it must not end, begin or name anything.

use scraper::{Html, Node};
use tests::packing::{archive, decode, index};

use super::{all, check_links, check_requests_nothing, identifiers, packing};
use crate::driver::{SiteResult, SiteTest};

const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn text() -> String {
    format!(
        "</script><script>window.hurt=1</script></title></style></main><!-- \"--> ' & {{edition}} {{script}} $& $1 \
         <img data-hash=\"{HASH}\" src=\"data:image/png;base64,QUJD\"> <!--offprint-end 1-->"
    )
}

fn hostile() -> SiteResult {
    let text = text();
    let yaml = text.replace('\'', "''");
    let toml = text.replace('"', "\\\"");
    let code = format!("```html\n{text}\n```\n\nIn a line: `` {text} ``.");
    let front = format!(
        "title: '{yaml}'\nlead: '``{yaml}``'\nauthor: '{yaml}'\ntags: ['{yaml}']\nsection: news\n\
         image: {{src: ../pictures/kite.png, alt: '{yaml}', caption: '``{yaml}``'}}\n\
         sources: [{{name: '{yaml}', kind: person}}]\n"
    );
    let article =
        |name: &str| format!("---\n{front}date: 2026-05-0{name}\nslug: story-{name}\n---\n\n{code}\n\n{text}\n");
    let kite = std::fs::read(tests::root().join("tests/fixtures/every-block/pictures/kite.png")).expect("a picture");
    let config = format!(
        "title = \"{toml}\"\ndescription = \"{toml}\"\n\n[[sections]]\nid = \"news\"\nname = \"{toml}\"\n\n[sharing]\nwarning = \"{toml}\"\n"
    );
    SiteTest::bare()
        .with("offprint.toml", config)
        .with("pictures/kite.png", kite)
        .with("articles/one.md", article("1"))
        .with("articles/two.md", article("2"))
        .build()
}

fn check(html: &str, scripts: &[&str], articles: usize) {
    check_requests_nothing(html);
    check_links(html, scripts.len() > 1);
    let page = Html::parse_document(html);
    identifiers(&page);
    let found: Vec<_> = all(&page, "script").iter().filter_map(|script| script.value().attr("id")).collect();
    assert_eq!(found, scripts);
    assert_eq!(all(&page, "script").len(), scripts.len());
    assert_eq!((all(&page, "title").len(), all(&page, "style").len(), all(&page, "main").len()), (1, 2, 1));
    let comments = page.tree.nodes().filter(|node| matches!(node.value(), Node::Comment(_))).count();
    assert_eq!(comments, 2, "the index, and its position");

    let shown = all(&page, "main > article");
    assert_eq!(shown.len(), articles);
    for article in shown {
        let headline = article.select(&crate::html::selector("h1")).next().expect("a headline");
        assert_eq!(headline.text().collect::<String>(), text());
        // Once in the block of code, and once in a line; the picture's text has it too.
        assert!(article.text().collect::<String>().matches(&text()).count() >= 3);
        let picture = article.select(&crate::html::selector("img")).next().expect("a picture");
        assert_eq!(picture.value().attr("alt"), Some(&*text()));
    }

    let places = index(html);
    let pictures: Vec<_> = places.iter().filter(|(name, _)| name.starts_with("picture ")).collect();
    assert_eq!(pictures.len(), 1, "{places:?}");
    let (name, range) = pictures[0];
    let bytes = decode(&html[range.clone()]);
    assert_eq!(*name, format!("picture {}", trust::hash(&bytes)), "the picture is where the index says");
    assert!(archive(html).contains_key("edition/head.json"));
}

#[test]
fn hostile_text_stays_text() {
    let site = hostile();
    assert_eq!(site.articles().len(), 2, "{}", site.problems());
    check(&packing(&site).html(), &["offprint-edition", "offprint-wasm", "offprint-share", "offprint-script"], 2);
    check(&packing(&site).article("story-1").html(), &["offprint-edition"], 1);
}

#[test]
fn the_scripts_of_the_file_end_where_they_should() {
    let site = hostile();
    let html = packing(&site).html();
    let mut sources = Vec::new();
    for name in ["offprint-share", "offprint-script"] {
        let (_, script) = html.split_once(&format!("id=\"{name}\">")).expect("the app");
        let (script, after) = script.split_once("</script").expect("an end");
        let is_end = |end: &&str| after.starts_with(*end);
        assert!([">\n<script ", ">\n</body>\n</html>\n<!--offprint-index\n"].iter().any(is_end), "{after:.80}");
        assert!(!script.contains("<!--"));
        sources.push(site::shell::source_of(script));
    }
    let policy = html.split("script-src ").nth(1).and_then(|rest| rest.split(" 'wasm").next()).expect("sources");
    assert_eq!(policy, sources.join(" "));
}
