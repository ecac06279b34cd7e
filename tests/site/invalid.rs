//! Tests sources that cannot be read: each gets a message with the place and the remedy, and the others are built.

use std::fs;

use insta::assert_snapshot;
use offprint::Step;
use tests::shell_without_app;

use crate::driver::{SiteResult, SiteTest};

const GOOD: &str = "---\ntitle: The good one\ndate: 2026-05-01\n---\n\nIt is published whatever the others are.\n";

/// Builds a newsroom with one good article and one bad file.
fn with_file(path: &str, content: impl AsRef<[u8]>) -> SiteResult {
    let site = SiteTest::bare().with("articles/good.md", GOOD).with(path, content).build();
    assert!(site.files().contains_key("articles/good/index.html"), "{}", site.problems());
    site
}

/// Returns the problems and the report on one bad file beside a good one.
fn verdict(path: &str, content: impl AsRef<[u8]>) -> String {
    let site = with_file(path, content);
    let outcomes = site.outcomes();
    let others: Vec<&str> = outcomes.lines().filter(|line| !line.contains("good.md")).collect();
    format!("{}{}", site.problems(), others.join("\n"))
}

#[test]
fn front_matter_that_is_unreadable() {
    assert_snapshot!(verdict("articles/bad.md", "---\ntitle: \"never closed\ndate: 2026-05-02\n---\n\nText.\n"), @"
    articles/bad.md:2: warning: the front matter cannot be parsed (unclosed quote), so it was read line by line; quote texts with colons or quotation marks, and close the front matter
    articles/bad.md: Published, bad
    ");
    assert_snapshot!(verdict("articles/bad.md", "+++\ntitle = never quoted\n+++\n\nText.\n"), @"
    articles/bad.md: warning: has no date, so it is published as undated; add a line date: 2026-11-23 to its front matter
    articles/bad.md:2: warning: the front matter cannot be parsed (string values must be quoted, expected literal string), so it was read line by line; quote texts with colons or quotation marks, and close the front matter
    articles/bad.md: Published, bad
    ");
    assert_snapshot!(verdict("articles/bad.md", "---\ntitle: Never ends\ndate: 2026-05-02\n\nText.\n"), @"
    articles/bad.md:2: warning: the front matter cannot be parsed (it is not closed), so it was read line by line; quote texts with colons or quotation marks, and close the front matter
    articles/bad.md: Published, bad
    ");
}

#[test]
fn a_headline_that_is_missing() {
    assert_snapshot!(verdict("articles/bad.md", "---\ndate: 2026-05-02\n---\n\nText.\n"), @"
    articles/bad.md:2: error: has no headline; begin it with a line `# Headline`, or give it a `title`
    articles/bad.md: Failed, line 2: has no headline
    ");
    assert_snapshot!(verdict("articles/bad.md", "---\ntitle: \"\"\ndate: 2026-05-02\n---\n\nText.\n"), @"
    articles/bad.md:2: error: has no headline; begin it with a line `# Headline`, or give it a `title`
    articles/bad.md: Failed, line 2: has no headline
    ");
}

#[test]
fn two_articles_with_one_slug() {
    assert_snapshot!(verdict("articles/bad.md", "---\ntitle: Another\ndate: 2026-05-02\nslug: good\n---\n\nText.\n"), @"
    articles/good.md:1: warning: articles/bad.md already has the slug `good`, so this article gets `2026-05-01-good`; give it its own `slug`
    articles/bad.md: Published, good
    ");
}

#[test]
fn two_equal_slugs_that_somebody_chose_stop_the_build() {
    let chosen = |title: &str| format!("---\ntitle: {title}\ndate: 2026-05-02\nslug: notes\n---\n\nText.\n");
    let site = SiteTest::bare()
        .with("articles/good.md", GOOD)
        .with("articles/a.md", chosen("One"))
        .with("articles/b.md", chosen("Two"))
        .build();
    assert!(site.files().is_empty());
    assert_snapshot!(site.problems(), @"articles/b.md:4: error: has the slug `notes` in its front matter, and so has articles/a.md: both cannot have this address; change the `slug` of one of the two");
    // In two languages, they are translations.
    let russian = chosen("Two").replace("slug:", "lang: ru\nslug:");
    let site = SiteTest::bare().with("articles/a.md", chosen("One")).with("articles/b.md", russian).build();
    assert_eq!(site.report().counts.published, 2);
}

#[test]
fn no_article_is_left_out_for_its_name() {
    let site = SiteTest::bare()
        .with(
            "articles/council-notes@0.md",
            "+++\npath = \"2026/01/05/council-notes\"\ntitle = \"January\"\ndate = 2026-01-05\n+++\nText.\n",
        )
        .with(
            "articles/council-notes@1.md",
            "+++\npath = \"2026/02/02/council-notes\"\ntitle = \"February\"\ndate = 2026-02-02\n+++\nText.\n",
        )
        .with("articles/….md", "---\ntitle: …\ndate: 2026-03-01\n---\nSee [February](/2026/02/02/council-notes/).\n")
        .build();
    assert_snapshot!(site.problems(), @"
    articles/council-notes@1.md:1: warning: articles/council-notes@0.md already has the slug `council-notes`, so this article gets `2026-02-02-council-notes`; give it its own `slug`
    articles/….md:1: warning: has no name that can be part of an address, so it gets the slug `2026-03-01`; give it its own `slug`
    ");
    assert!(site.main("articles/2026-03-01/").contains("../../articles/2026-02-02-council-notes/"));
}

#[test]
fn a_date_that_is_none() {
    assert_snapshot!(verdict("articles/bad.md", "---\ntitle: When\ndate: someday\n---\n\nText.\n"), @r#"
    articles/bad.md:3: warning: "someday" is not a date; write it as 2026-11-23
    articles/bad.md: Published, bad
    "#);
    assert_snapshot!(verdict("articles/bad.md", "---\ntitle: When\ndate: 2026-02-30\n---\n\nText.\n"), @r#"
    articles/bad.md:3: warning: "2026-02-30" is not a date; write it as 2026-11-23
    articles/bad.md: Published, bad
    "#);
}

#[test]
fn no_date_at_all() {
    assert_snapshot!(verdict("articles/undated.md", "---\ntitle: Whenever\n---\n\nText.\n"), @"
    articles/undated.md: warning: has no date, so it is published as undated; add a line date: 2026-11-23 to its front matter
    articles/undated.md: Published, undated
    ");
}

#[test]
fn a_picture_named_like_an_article() {
    let picture = fs::read(tests::root().join("tests/fixtures/every-block/pictures/kite.png")).unwrap();
    assert_snapshot!(verdict("articles/picture.md", picture), @"
    articles/picture.md: error: is a picture (PNG), not text; remove it, or correct its extension
    articles/picture.md: Failed, is a picture (PNG), not text
    ");
}

#[test]
fn an_empty_file() {
    assert_snapshot!(verdict("articles/empty.md", ""), @"
    articles/empty.md: error: is empty; write the article, or remove the file
    articles/empty.md: Failed, is empty
    ");
    assert_snapshot!(verdict("articles/empty.txt", "\u{feff}\r\n \r\n"), @"
    articles/empty.txt: error: is empty; write the article, or remove the file
    articles/empty.txt: Failed, is empty
    ");
}

#[test]
fn drafts_and_the_future_are_skipped() {
    assert_snapshot!(verdict("articles/draft.md", "---\ntitle: Draft\ndate: 2026-05-02\ndraft: true\n---\n\nText.\n"), @"articles/draft.md: Skipped, a draft");
    assert_snapshot!(verdict("articles/future.md", "---\ntitle: Future\ndate: 2027-05-02\n---\n\nText.\n"), @"articles/future.md: Skipped, publication date 2027-05-02 is in the future");
}

#[test]
fn a_very_long_article_is_published_whole() {
    let paragraph = "The quick brown fox jumps over the lazy dog, and the dog lets it. ".repeat(10);
    let text = format!("---\ntitle: Long\ndate: 2026-05-02\n---\n\n{}", format!("{paragraph}\n\n").repeat(480));
    assert!(text.len() > 300 * 1024);
    let site = with_file("articles/long.md", text);
    assert_eq!(site.problems(), "");
    assert_eq!(site.article("long").body.len(), 480);
}

#[test]
fn deep_nesting_is_no_danger() {
    let questions: String =
        (0..60).map(|depth| format!("{} [!QA]\n{0} **Why?**\n{0}\n", "> ".repeat(depth + 1))).collect();
    let lists: String = (0..60).map(|depth| format!("{}- and\n", "  ".repeat(depth))).collect();
    let folds = "<details><summary>More</summary>".repeat(60);
    for body in [
        format!("{}the end", ">".repeat(3000)),
        format!("{questions}{}the end", "> ".repeat(61)),
        format!("{lists}{}- the end", "  ".repeat(61)),
        format!("{folds}the end"),
    ] {
        let site = with_file("articles/deep.md", format!("---\ntitle: Deep\ndate: 2026-05-02\n---\n\n{body}\n"));
        assert!(site.text("deep").contains("the end"), "{body}");
    }
}

#[test]
fn a_picture_outside_the_newsroom_is_refused() {
    let text =
        "---\ntitle: Out\ndate: 2026-05-02\n---\n\n![A secret](../../secret.png)\n\n![Root](/../../etc/passwd)\n";
    assert_snapshot!(verdict("articles/out.md", text), @"
    articles/out.md:6: warning: the picture `../../secret.png` is outside the newsroom, so it is left out; move it into the newsroom's folder
    articles/out.md:8: warning: the picture `/../../etc/passwd` is outside the newsroom, so it is left out; move it into the newsroom's folder
    articles/out.md: Published, out
    ");
}

#[test]
fn a_missing_picture_is_replaced_by_its_text() {
    let text = "---\ntitle: Gone\ndate: 2026-05-02\n---\n\n![A lost picture](lost.png \"It was here\")\n";
    assert_snapshot!(verdict("articles/gone.md", text), @"
    articles/gone.md:6: warning: the picture articles/lost.png is replaced by its description: there is no such file; put a JPEG, PNG, WebP or GIF file there, or correct the path
    articles/gone.md: Published, gone
    ");
    assert!(with_file("articles/gone.md", text).main("articles/gone/").contains("It was here"));
}

#[test]
fn a_file_that_vanishes_while_the_site_is_built() {
    let test = SiteTest::from_fixture("every-block");
    let picture = test.newsroom.folder().join("pictures/hill.png");
    let mut options = test.newsroom.options(shell_without_app());
    options.progress = Box::new(move |step, _, _| {
        if step == Step::Prepare {
            // The builder may call this twice for a step.
            let _ = fs::remove_file(&picture);
        }
    });
    let built = offprint::build(&options).unwrap();
    assert_eq!(built.report.counts.published, 2);
    let problems: Vec<String> = built.problems.iter().map(ToString::to_string).collect();
    assert_snapshot!(problems.join("\n"), @"articles/every-block.md:42: warning: the picture pictures/hill.png is replaced by its description: there is no such file; put a JPEG, PNG, WebP or GIF file there, or correct the path");
}

#[test]
fn a_link_to_an_article_that_is_not_there() {
    let text = "---\ntitle: Link\ndate: 2026-05-02\n---\n\nSee [the other one](other.md).\n";
    assert_snapshot!(verdict("articles/link.md", text), @r#"
    articles/link.md:6: warning: the link to "other.md" matches no article, so it became plain text; refer to the article by its file or slug, or write the full address with https://
    articles/link.md: Published, link
    "#);
}

#[test]
fn mistakes_in_the_configuration_are_named_all_at_once() {
    let site = SiteTest::bare()
        .with("articles/good.md", GOOD)
        .with(
            "offprint.toml",
            "title = 7\nlangauge = \"en\"\n[[sources]]\npath = \"../elsewhere\"\n[[sections]]\nname = \"News\"\n",
        )
        .build();
    assert!(site.files().is_empty());
    assert_snapshot!(site.problems(), @r#"
    offprint.toml:1: error: `title` is an integer, not a text, or a table of texts by language: { en = "..." }; write a text, or a table of texts by language: { en = "..." }
    offprint.toml:2: error: unknown key `langauge`; did you mean `language`?
    offprint.toml:4: error: `../elsewhere` is outside the newsroom; name a path inside the newsroom's folder
    offprint.toml:5: error: a section has no `id`; add a line id = "news"
    "#);
}

#[test]
fn a_newsroom_without_articles_is_not_built() {
    let site = SiteTest::bare().build();
    assert!(site.files().is_empty());
    assert_snapshot!(site.problems(), @"
    offprint.toml: error: the source `articles` does not exist; create it, or name another path
    ");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_loop_of_links_ends() {
        let test = SiteTest::bare().with("articles/good.md", GOOD);
        symlink(test.newsroom.folder().join("articles"), test.newsroom.folder().join("articles/again")).unwrap();
        symlink("self", test.newsroom.folder().join("articles/self")).unwrap();
        let site = test.build();
        assert_eq!(site.report().counts.published, 1, "{}", site.outcomes());
        assert_snapshot!(site.problems().replace(&test.newsroom.folder().display().to_string(), "NEWSROOM"), @"
        articles/again: error: is a symbolic link to `articles`, which contains the link; remove the link
        articles/self: error: is a broken symbolic link; remove it, or restore its target
        ");
    }

    #[test]
    fn a_link_out_of_the_newsroom_is_refused() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("diary.md"), "---\ntitle: Private\ndate: 2026-05-02\n---\n\nSecret.\n").unwrap();
        let test = SiteTest::bare().with("articles/good.md", GOOD);
        symlink(outside.path().join("diary.md"), test.newsroom.folder().join("articles/diary.md")).unwrap();
        symlink(outside.path(), test.newsroom.folder().join("articles/outside")).unwrap();
        let site = test.build();
        assert!(!site.files().keys().any(|path| path.contains("diary")));
        assert_snapshot!(site.problems().replace(&outside.path().display().to_string(), "OUTSIDE"), @"
        articles/diary.md: error: is a symbolic link that leads out of the newsroom; copy the file into the newsroom's folder
        articles/outside: error: is a symbolic link that leads out of the newsroom; copy the folder into the newsroom's folder
        ");
    }

    #[test]
    fn a_link_that_leads_nowhere() {
        let test = SiteTest::bare().with("articles/good.md", GOOD);
        symlink("gone.md", test.newsroom.folder().join("articles/broken.md")).unwrap();
        let site = test.build();
        assert_eq!(site.report().counts.published, 1);
        assert_snapshot!(site.problems(), @"articles/broken.md: error: is a broken symbolic link; remove it, or restore its target");
    }
}
