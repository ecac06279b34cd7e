//! Every article gets a slug of its own, and keeps it.

use model::{Article, Date, Language};

use super::*;
use crate::read::{Item, Written};

fn newsroom() -> Newsroom {
    crate::read::tests::newsroom("title = 'A'\nlanguages = ['en', 'ru']\n")
}

/// Makes an article with a plain slug, from a file, published on a day.
fn article(slug: &str, file: &str, day: &str) -> ReadArticle {
    let mut read = ReadArticle::new(Article::new(slug, Language::new("en"), "Headline"), format!("articles/{file}"));
    if !day.is_empty() {
        read.article.published = Some(Date { iso: day.to_owned(), text: String::new() });
        read.published_at = Some(format!("{day}T00:00:00Z").parse().expect("a day"));
    }
    read
}

fn addressed(slug: &str, file: &str, address: &str) -> ReadArticle {
    ReadArticle { address: Some(address.to_owned()), ..article(slug, file, "") }
}

fn chosen(written: &str, file: &str, day: &str) -> ReadArticle {
    let chosen_slug = Some(Written { text: written.to_owned(), line: 2 });
    ReadArticle { chosen_slug, ..article(&slug(written), file, day) }
}

fn assigned(articles: &[ReadArticle]) -> Reading {
    let items = articles.iter().map(|read| Item {
        source: read.file.clone(),
        item: String::new(),
        outcome: Outcome::Read(Box::new(read.clone())),
    });
    let mut reading = Reading { items: items.collect(), ..Reading::default() };
    assign(&mut reading, &newsroom());
    reading
}

/// Returns the slug of each article; `-` for one that failed.
fn slugs(reading: &Reading) -> Vec<&str> {
    let slug = |item: &'_ Item| match &item.outcome {
        Outcome::Read(read) => read.article.slug.clone(),
        Outcome::Skipped { .. } | Outcome::Failed => "-".to_owned(),
    };
    reading.items.iter().map(slug).map(|slug| &*slug.leak()).collect()
}

fn check(articles: &[ReadArticle], expected: &[&str]) {
    let reading = assigned(articles);
    assert_eq!(slugs(&reading), expected);
    let changed = articles.iter().zip(&reading.items).filter(
        |(before, item)| matches!(&item.outcome, Outcome::Read(read) if read.article.slug != before.article.slug),
    );
    assert_eq!(changed.count(), reading.problems.len(), "each change has a warning: {:?}", reading.problems);
    assert!(!reading.has_conflict);
}

#[test]
fn what_makes_an_article_unique_makes_its_slug() {
    check(
        &[
            addressed("council", "council@0.md", "2026/01/05/council"),
            addressed("council", "council@1.md", "2026/02/02/council"),
        ],
        &["council", "2026-02-02-council"],
    );
    check(
        &[article("notes", "2026-01-02-notes.md", "2026-01-02"), article("notes", "2026-02-03-notes.md", "2026-02-03")],
        &["notes", "2026-02-03-notes"],
    );
    check(
        &[article("notes", "north/notes.md", "2026-01-02"), article("notes", "south/notes.md", "2026-01-03")],
        &["notes", "south-notes"],
    );
    check(
        &[article("notes", "north/notes/index.md", ""), article("notes", "south/notes/index.md", "")],
        &["notes", "south-notes"],
    );
    check(
        &[article("notes", "notes@0.md", ""), article("notes", "notes@10.md", ""), article("notes", "notes@9.md", "")],
        &["notes", "notes-10", "notes-9"],
    );
    check(
        &[article("notes", "a/notes.md", "2026-01-02"), article("notes", "a/notes.txt", "2026-02-03")],
        &["notes", "2026-02-03-notes"],
    );
    check(
        &[article("notes", "notes.md", ""), article("notes", "notes.txt", ""), article("notes", "Notes.md", "")],
        &["notes-2", "notes-3", "notes"],
    );
}

#[test]
fn a_number_leaves_the_slugs_of_others_alone() {
    check(
        &[article("notes-2", "notes-2.md", ""), article("notes", "notes.md", ""), article("notes", "notes.txt", "")],
        &["notes-2", "notes", "notes-3"],
    );
    let mut russian = article("notes", "notes.ru.md", "");
    russian.article.language = Language::new("ru");
    check(&[article("notes", "notes.md", ""), russian], &["notes", "notes"]);
}

#[test]
fn an_article_without_a_name_gets_one() {
    check(
        &[article("", "….md", "2026-01-02"), article("", "…….md", ""), article("", "………….md", "")],
        &["2026-01-02", "article", "article-2"],
    );
}

#[test]
fn a_chosen_slug_comes_first() {
    check(
        &[article("good", "good.md", "2026-01-02"), chosen("good", "other.md", "2026-05-01")],
        &["2026-01-02-good", "good"],
    );
    check(&[chosen("Intro", "a.md", ""), chosen("intro", "b.md", "")], &["intro", "b"]);
    let reading = assigned(&[chosen("good", "a.md", "2026-01-02"), chosen("good", "b.md", "2026-01-01")]);
    assert_eq!(slugs(&reading), ["-", "good"]);
    assert!(reading.has_conflict);
    assert_eq!(
        reading.problems[0].to_string(),
        "articles/a.md:2: error: has the slug `good` in its front matter, and so has articles/b.md: both cannot have this \
         address; change the `slug` of one of the two"
    );
}

/// A newer article changes no slug, wherever its file lies and whatever its name is.
#[test]
fn a_newer_article_changes_no_slug() {
    let archive = [
        article("notes", "z/notes.md", "2026-01-01"),
        article("notes", "y/notes.md", "2026-01-02"),
        article("notes", "y/notes.txt", "2026-01-02"),
        article("notes", "y/2026-01-03-notes.md", "2026-01-03"),
        article("", "….md", "2026-01-04"),
        article("notes-2", "notes-2.md", "2026-01-05"),
        article("y-notes", "y-notes.md", "2026-01-06"),
        article("notes", "notes.md", "2026-01-07"),
        article("2026-01-03-notes", "a.md", "2026-01-08"),
    ];
    let whole = assigned(&archive);
    let all = slugs(&whole);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), archive.len(), "{all:?}");
    for newest in 1..archive.len() {
        let before = assigned(&archive[..newest]);
        assert_eq!(slugs(&before), all[..newest], "after {newest} articles");
    }
    let mut reversed = archive.clone();
    reversed.reverse();
    let reversed = assigned(&reversed);
    assert_eq!(slugs(&reversed).into_iter().rev().collect::<Vec<_>>(), all, "the order of reading does not matter");
}

#[test]
fn a_folder_of_a_language_or_of_a_generator_tells_nobody_apart() {
    let first = || article("a", "a.md", "2026-01-01");
    for (file, expected) in [
        ("sport/a.md", "sport-a"),
        ("sport/_posts/a.md", "sport-a"),
        ("sport/en/a.md", "sport-a"),
        ("sport/b/index.md", "sport-a"),
        ("_posts/ru/a.md", "2026-01-02-a"),
    ] {
        check(&[first(), article("a", file, "2026-01-02")], &["a", expected]);
    }
}
