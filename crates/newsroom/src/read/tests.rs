//! Whole newsrooms are read.

use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::problem::Severity;

/// Returns a newsroom with only a configuration.
pub(crate) fn newsroom(config: &str) -> Newsroom {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("offprint.toml"), config).unwrap();
    Newsroom::read(folder.path()).unwrap()
}

const CONFIG: &str = "title = 'The Lantern'\nlanguages = ['en', 'ru']\n[[sections]]\nid = 'news'\nname = { en = 'News', ru = 'Новости' }\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("offprint.toml"), CONFIG).unwrap();
    std::fs::create_dir(folder.path().join("articles")).unwrap();
    for (path, content) in files {
        let path = folder.path().join("articles").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

/// Reads a newsroom and checks all of it together, as a build does.
fn read_folder(folder: &Path) -> Reading {
    let newsroom = Newsroom::read(folder).unwrap();
    let mut reading = read(&newsroom, "2026-11-23T12:00:00Z".parse().unwrap());
    crate::check::check(&mut reading, &newsroom);
    reading
}

fn outcome(item: &Item) -> String {
    match &item.outcome {
        Outcome::Read(read) => {
            let article = &read.article;
            let date = article.published.as_ref().map_or("undated", |date| date.iso.as_str());
            format!("{} {} {date} {}", article.language, article.slug, article.headline)
        }
        Outcome::Skipped { reason } => format!("skipped: {reason}"),
        Outcome::Failed => "failed".to_owned(),
    }
}

/// Compares the outcome of each file, and the problems without their remedies.
fn check(files: &[(&str, &[u8])], items: &[&str], problems: &[&str]) {
    let folder = folder(files);
    let reading = read_folder(folder.path());
    assert_eq!(reading.items.iter().map(outcome).collect::<Vec<_>>(), items);
    let found: Vec<String> =
        reading.problems.iter().map(|problem| problem.to_string().split("; ").next().unwrap().to_owned()).collect();
    assert_eq!(found, problems);
    assert!(reading.problems.iter().all(|problem| !problem.remedy.is_empty()));
}

#[test]
fn articles_of_every_shape() {
    check(
        &[
            ("2026-01-02-jekyll.md", b"---\ntitle: One\n---\nText"),
            ("hugo.md", b"+++\ntitle = 'Two'\ndate = 2026-01-03T10:00:00Z\n+++\nText"),
            ("news/bare.md", b"# Three\n\nText"),
            ("one.ru.md", "---\ntitle: Один\ndate: 2026-01-02\n---\nТекст".as_bytes()),
            ("plain.txt", "Four\r\nText\u{a0}here.\r\n".as_bytes()),
        ],
        &[
            "en jekyll 2026-01-02 One",
            "en hugo 2026-01-03T10:00:00+00:00 Two",
            "en bare undated Three",
            "ru one 2026-01-02 Один",
            "en plain undated Four",
        ],
        &[
            "articles/news/bare.md: warning: has no date, so it is published as undated",
            "articles/plain.txt: warning: has no date, so it is published as undated",
        ],
    );
}

#[test]
fn drafts_and_the_future_are_skipped() {
    check(
        &[
            ("_drafts/a.md", b"# A"),
            ("b.md", b"---\ntitle: B\ndraft: true\n---\n"),
            ("c.md", b"---\ntitle: C\npublished: false\n---\n"),
            ("d.md", b"---\ntitle: D\ndate: 2036-01-01\n---\n"),
            ("picture.png", b"\x89PNG"),
            ("_index.md", b"# News"),
            ("README.md", b"# Read me"),
            ("LICENSE.md", b"---\ntitle: A licence\ndate: 2026-01-02\n---\nText"),
            ("notice.md", b"---\ntitle: Notice\ndate: 2026-01-02\n---\nText"),
            (".DS_Store", b"x"),
        ],
        &[
            "skipped: a hidden file",
            "en license 2026-01-02 A licence",
            "skipped: about the folder, not an article",
            "skipped: a draft, by its folder",
            "skipped: the page of a section, not an article",
            "skipped: a draft",
            "skipped: a draft",
            "skipped: publication date 2036-01-01 is in the future",
            "en notice 2026-01-02 Notice",
            "skipped: a picture, not an article",
        ],
        &[],
    );
}

#[test]
fn bad_input_is_named_and_the_others_are_read() {
    check(
        &[
            ("a-good.md", b"---\ntitle: Good\ndate: 2026-01-02\n---\nText"),
            ("b-picture.md", b"\x89PNG\r\n\x1a\n\0"),
            ("c-empty.md", b" \n"),
            ("d-headless.md", b"---\ndate: 2026-01-02\n---\nText"),
            ("e-odd.md", b"---\ntitle: One: two\ndate: 2026-01-02\n---\nText"),
            ("f-someday.md", b"---\ntitle: F\ndate: someday\n---\nText"),
            ("g-same.md", b"---\ntitle: G\ndate: 2026-01-02\nslug: a-good\n---\nText"),
            (
                "h-away.md",
                b"---\ntitle: H\ndate: 2026-01-02\nimage: ../../out.png\nlang: de\nsection: Sports\n---\nText {% x %} ![A](../../out.png)",
            ),
        ],
        &[
            "en 2026-01-02-a-good 2026-01-02 Good",
            "failed",
            "failed",
            "failed",
            "en e-odd 2026-01-02 One: two",
            "en f-someday undated F",
            "en a-good 2026-01-02 G",
            "de h-away 2026-01-02 H",
        ],
        &[
            "articles/a-good.md:1: warning: articles/g-same.md already has the slug `a-good`, so this article gets `2026-01-02-a-good`",
            "articles/b-picture.md: error: is a picture (PNG), not text",
            "articles/c-empty.md: error: is empty",
            "articles/d-headless.md:2: error: has no headline",
            "articles/e-odd.md:2: warning: the front matter cannot be parsed (mapping values are not allowed in this context), so it was read line by line",
            "articles/f-someday.md:3: warning: \"someday\" is not a date",
            "articles/h-away.md: warning: the paper does not list the article's language `de`, so it was added",
            "articles/h-away.md: warning: the paper does not list the section `Sports`, so it was added",
            "articles/h-away.md:4: warning: the picture `../../out.png` is outside the newsroom, so it is left out",
            "articles/h-away.md:8: warning: left out the unknown tag `{% x %}`",
        ],
    );
}

#[test]
fn what_is_left_out_is_named_with_its_line() {
    check(
        &[
            (
                "a.md",
                b"---\ntitle: A\ndate: 2026-01-02\nlayout: post\nlead: One\nlead: Two [x](javascript:x)\n---\nText\0 here.\n\n[one](javascript:a) and\n[two](file:///b)\n",
            ),
            ("b.md", b"---\ntitle: B\ndate: 2026-01-02\nlayout: post\ncover: {image: x, alt: y}\n---\nText"),
            (
                "c.txt",
                b"2026-01-02 C\n\nText.\n\nFollow us on Facebook, he wrote on the wall of the house where he had lived for years and years. Then he left, and nobody has seen him since that day in the cold winter of the year before last. His friends look for him still today.\n\nMore.\n\nFollow us on Facebook!\n\nEnd.",
            ),
        ],
        &["en a 2026-01-02 A", "en b 2026-01-02 B", "en c undated 2026-01-02 C"],
        &[
            "articles/a.md:4: warning: the field `layout` is not used (in 2 files)",
            "articles/a.md:5: warning: there is another `lead` in line 6, so this one is not used",
            "articles/a.md:6: warning: the link to `javascript:x` became plain text: links with `javascript:` are not published",
            "articles/a.md:8: warning: left out characters that no page can hold (1), such as U+0000",
            "articles/a.md:10: warning: the link to `javascript:a` became plain text: links with `javascript:` are not published",
            "articles/a.md:11: warning: the link to `file:///b` became plain text: links with `file:` are not published",
            "articles/b.md:5: warning: the field `cover.alt` is not used",
            "articles/b.md:5: warning: the field `cover.image` is not used",
            "articles/c.txt: warning: has no date, so it is published as undated",
            "articles/c.txt:9: warning: \"Follow us on Facebook!\" was taken out of the text as the paper's own line",
        ],
    );
}

#[test]
fn a_language_that_is_none_is_named_with_its_line() {
    check(
        &[("a.md", b"---\ntitle: English lessons\ndate: 2026-01-02\nlang: English\n---\nText")],
        &["en a 2026-01-02 English lessons"],
        &["articles/a.md:4: warning: `English` is not a language"],
    );
}

#[test]
fn an_article_with_too_many_topics_keeps_the_first() {
    let tags: Vec<String> = (0..203).map(|number| format!("t{number}")).collect();
    let text = format!("---\ntitle: A\ndate: 2026-01-02\ntags: [{}]\n---\nText", tags.join(", "));
    check(
        &[("a.md", text.as_bytes())],
        &["en a 2026-01-02 A"],
        &["articles/a.md: warning: has more than 200 topics, so these are left out: t200, t201, t202"],
    );
}

#[test]
fn one_name_on_two_days_is_told_apart_by_the_day() {
    check(
        &[("2026-01-02-digest.md", b"# A\n\nText"), ("2026-01-03-digest.md", b"# B\n\nText")],
        &["en digest 2026-01-02 A", "en 2026-01-03-digest 2026-01-03 B"],
        &[
            "articles/2026-01-03-digest.md:1: warning: articles/2026-01-02-digest.md already has the slug `digest`, so this article gets `2026-01-03-digest`",
        ],
    );
}

#[test]
fn sections_are_known_by_their_names() {
    let folder = folder(&[("2026-01-02-a.md", "---\ntitle: A\ncategories: [Новости, Мосты]\n---\nText".as_bytes())]);
    let reading = read_folder(folder.path());
    let Outcome::Read(read) = &reading.items[0].outcome else { panic!("{reading:?}") };
    assert_eq!(read.article.section.as_deref(), Some("news"));
    assert_eq!(read.article.topics[0].slug, "mosty");
}

#[cfg(unix)]
#[test]
fn links_that_loop_or_lead_out_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.md", b"---\ntitle: A\ndate: 2026-01-02\n---\nText")]);
    let articles = folder.path().join("articles");
    symlink(&articles, articles.join("loop")).unwrap();
    symlink("/etc/hostname", articles.join("out.md")).unwrap();
    symlink(articles.join("gone.md"), articles.join("broken.md")).unwrap();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("one.md"), "# One").unwrap();
    std::fs::write(outside.path().join("two.md"), "# Two").unwrap();
    symlink(outside.path(), articles.join("far")).unwrap();
    let pipe = articles.join("pipe.md");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    let reading = read_folder(folder.path());
    let outcomes: Vec<String> = reading.items.iter().map(outcome).collect();
    assert_eq!(outcomes, ["en a 2026-01-02 A", "failed", "failed", "failed", "failed", "failed"]);
    let problems: Vec<String> =
        reading.problems.iter().map(|problem| format!("{} {}", problem.file.display(), problem.message)).collect();
    assert_eq!(
        problems,
        [
            "articles/broken.md is a broken symbolic link",
            "articles/far is a symbolic link that leads out of the newsroom",
            "articles/loop is a symbolic link to `articles`, which contains the link",
            "articles/out.md is a symbolic link that leads out of the newsroom",
            "articles/pipe.md is not a regular file",
        ]
    );
    assert!(reading.problems.iter().all(|problem| problem.severity == Severity::Error));
}

#[test]
fn a_source_that_names_its_format_reads_every_extension() {
    let folder = tempfile::tempdir().unwrap();
    let config = "title = 'A'\nabout = './wire/about.md'\n[[sources]]\npath = 'wire'\nformat = 'text'\n";
    std::fs::write(folder.path().join("offprint.toml"), config).unwrap();
    std::fs::create_dir(folder.path().join("wire")).unwrap();
    for name in ["one.wire", "two", "about.md", "picture.png"] {
        std::fs::write(folder.path().join("wire").join(name), "Headline\n\nText").unwrap();
    }
    let reading = read_folder(folder.path());
    assert_eq!(
        reading.items.iter().map(outcome).collect::<Vec<_>>(),
        [
            "skipped: the about page",
            "en one undated Headline",
            "skipped: a picture, not an article",
            "en two undated Headline",
        ]
    );
}

#[test]
fn a_large_article_is_read() {
    let text = format!("# Long\n\n{}", "A sentence of **some** length, and another. ".repeat(8_000));
    let folder = folder(&[("2026-01-02-long.md", text.as_bytes())]);
    let reading = read_folder(folder.path());
    let Outcome::Read(read) = &reading.items[0].outcome else { panic!("{reading:?}") };
    assert_eq!(read.article.words, 7 * 8_000);
}

/// Covers a story with an invitation in the middle and an appeal at the end.
#[test]
fn a_saved_page_gives_its_story_and_nothing_of_the_site() {
    let story = "Ferrymen say the ‘new bridge’ leads nowhere\n\
        The bridge was opened in the morning.\n\
        “They built it where nobody lives. We told them so for a year, and nobody listened,” one ferryman says.\n\
        Follow The Lantern in English on Twitter to stay up to date.\n\
        In the spring, a council of ferrymen appeared.\n\
        The Lantern lived through 2026 thanks to its readers!\n\
        Let us go on together.\n\
        The river is high today, and somebody must watch it. Please support The Lantern by signing up for a recurring donation.";
    let folder = folder(&[("story.txt", story.as_bytes())]);
    let reading = read_folder(folder.path());
    let Outcome::Read(read) = &reading.items[0].outcome else { panic!("{reading:?}") };
    let lines: Vec<&str> = story.lines().collect();
    assert_eq!(read.article.headline, lines[0]);
    assert_eq!(model::text::of_blocks(&read.article.body).lines().collect::<Vec<_>>(), [lines[1], lines[2], lines[4]]);
    let Block::Quotation(quotation) = &read.article.body[1] else { panic!("{:?}", read.article.body) };
    assert_eq!(quotation.speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("one ferryman"));
    let removed: Vec<(SiteLineKind, Option<u32>)> = read.site_lines.iter().map(|line| (line.kind, line.line)).collect();
    assert_eq!(
        removed,
        [
            (SiteLineKind::Follow, Some(4)),
            (SiteLineKind::Appeal, Some(6)),
            (SiteLineKind::Appeal, Some(7)),
            (SiteLineKind::Appeal, Some(8)),
        ]
    );
}
