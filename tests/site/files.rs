//! Tests files beside articles: on pages, in bundles, feeds and portable editions.

use scraper::Html;

use crate::driver::{SiteResult, SiteTest};
use crate::html::selector;
use tests::packing::Packing;
use tests::shell_without_app;

const ARTICLE: &str = "---\ntitle: The budget papers\ndate: 2026-11-05\n---\n\n\
                       We publish [the report](report.pdf) and [the table](files/budget.csv), but not [this](missing.pdf).\n";

fn build(config: &str) -> SiteResult {
    SiteTest::bare()
        .with("offprint.toml", format!("title = \"The Heron\"\nlanguages = [\"en\", \"ru\"]\n{config}"))
        .with("articles/papers.md", ARTICLE)
        .with("articles/papers.ru.md", ARTICLE)
        .with("articles/report.pdf", "%PDF-1.4\n%%EOF\n")
        .with("articles/files/budget.csv", "year;sum\n2026;7\n")
        .with("articles/files/unused.csv", "nobody refers to it")
        .build()
}

fn file(site: &SiteResult, ending: &str) -> String {
    let files: Vec<&String> =
        site.files().keys().filter(|path| path.starts_with("edition/files/") && path.ends_with(ending)).collect();
    let [file] = &files[..] else { panic!("one file {ending}, not {files:?}") };
    (*file).clone()
}

/// Returns the address, the name for saving and the text of each link to a file.
fn links(html: &str) -> Vec<(String, Option<String>, String)> {
    let page = Html::parse_document(html);
    let anchors = selector("a");
    let links = page.select(&anchors).map(|link| {
        let attribute = |name| link.value().attr(name).map(str::to_owned);
        (attribute("href").unwrap_or_default(), attribute("download"), link.text().collect::<String>())
    });
    links.filter(|(href, ..)| href.contains("edition/files/")).collect()
}

#[test]
fn a_file_beside_an_article_is_published_and_linked() {
    let site = build("address = \"https://heron.example/paper/\"\n");
    let (report, budget) = (file(&site, ".pdf"), file(&site, ".csv"));
    assert_eq!(site.file_bytes(&report), b"%PDF-1.4\n%%EOF\n");
    assert_eq!(site.files().keys().filter(|path| path.starts_with("edition/files/")).count(), 2);
    for (page, root, unit) in [("articles/papers/", "../../", "KB"), ("ru/articles/papers/", "../../../", "КБ")] {
        let links = links(site.file(&format!("{page}index.html")));
        let [(href, name, text), (other, ..)] = &links[..] else { panic!("two links, not {links:?}") };
        assert_eq!(*href, format!("{root}{report}#report.pdf"));
        assert_eq!(
            (name.as_deref(), text.as_str()),
            (Some("report.pdf"), &*format!("the report (PDF, 1\u{a0}{unit})"))
        );
        assert_eq!(*other, format!("{root}{budget}#budget.csv"));
    }
    let bundle = site.article_json("papers");
    assert!(bundle.contains(&format!("{report}#report.pdf")), "{bundle}");
    assert!(
        site.problems().contains("\"missing.pdf\" became plain text: there is no such file"),
        "{}",
        site.problems()
    );
    for feed in ["feed.xml", "feed.json"] {
        assert!(site.file(feed).contains(&format!("https://heron.example/paper/{report}#report.pdf")), "{feed}");
    }
}

/// A single file does not contain the files: it leads to the newsroom's own site, or says that they are elsewhere.
#[test]
fn in_a_portable_edition_links_lead_to_the_site() {
    let packed = |site: &SiteResult| Packing::new(site.files(), shell_without_app()).article("papers").html();
    let site = build("address = \"https://heron.example/paper/\"\n");
    let html = packed(&site);
    let linked: Vec<String> = links(&html).into_iter().map(|(href, ..)| href).collect();
    let report = format!("https://heron.example/paper/{}#report.pdf", file(&site, ".pdf"));
    assert!(linked.contains(&report), "{linked:?}");
    let without = packed(&build(""));
    assert_eq!(links(&without), []);
    assert!(without.contains("the report (PDF, 1\u{a0}KB)"), "{without}");
}

#[test]
fn a_feed_without_an_address_has_the_words_of_a_link() {
    let site = build("");
    let feed: serde_json::Value = serde_json::from_str(site.file("feed.json")).expect("JSON");
    let html = feed["items"][0]["content_html"].as_str().expect("a text");
    assert!(html.contains("the report (PDF, 1&nbsp;KB)") && !html.contains("edition/"), "{html}");
}

#[test]
fn a_file_above_the_limit_is_refused() {
    let site = build("[files]\nmax_megabytes = 0\n");
    assert!(!site.files().keys().any(|path| path.starts_with("edition/files/")));
    assert!(site.problems().contains("max_megabytes under [files] allows"), "{}", site.problems());
    assert!(site.main("articles/papers/").contains("We publish the report and the table"));
}

#[test]
fn what_a_page_cannot_show_becomes_a_link_to_its_file() {
    let article = "# Papers\n\n![The river](river.svg)\n\n<audio src=\"talk.mp3\" title=\"The talk\"></audio>\n\n\
                   <object data=\"report.pdf\"></object>\n\n<iframe src=\"tables/all.csv\" title=\"All tables\"></iframe>\n\n\
                   <video src=\"gone.mp4\"></video>\n\n![Gone](gone.svg)\n";
    let files = ["articles/river.svg", "articles/talk.mp3", "articles/report.pdf", "articles/tables/all.csv"];
    let site =
        files.iter().fold(SiteTest::bare().with("articles/papers.md", article), |site, file| site.with(file, "bytes"));
    let site = site.build();
    let main = site.main("articles/papers/");
    let names: Vec<Option<String>> = links(&main).into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(names, ["river.svg", "talk.mp3", "report.pdf", "all.csv"].map(|name| Some(name.to_owned())));
    for words in ["The river", "river.svg (SVG,", "The talk", "talk.mp3 (MP3,", "report.pdf (PDF,", "All tables (CSV,"]
    {
        assert!(main.contains(words), "no {words:?} in {main}");
    }
    for problem in [
        "the picture articles/river.svg is linked, not shown: SVG pictures can contain scripts",
        "the link to the file \"gone.mp4\" became plain text: there is no such file",
        "the picture articles/gone.svg is replaced by its description: there is no such file",
    ] {
        assert!(site.problems().contains(problem), "no {problem:?} in {}", site.problems());
    }
}
