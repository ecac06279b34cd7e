//! Tests that the same input gives the same bytes, and that unchanged content keeps its name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use site::Site;
use tests::{Fixture, shell_without_app};

use crate::driver::SiteTest;

fn town() -> SiteTest {
    let test = SiteTest::from_fixture("town");
    test.newsroom.write_notices(45);
    test
}

/// Reads the files of a folder, except the list of the builder's own files.
fn read(folder: &Path) -> Site {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("a readable folder"));
    let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(folder).expect("a path inside the folder");
        (path.to_string_lossy().into_owned(), fs::read(entry.path()).expect("a readable file"))
    });
    files.filter(|(path, _)| path != ".offprint-files").collect()
}

fn build_to(newsroom: &Fixture, out: &Path, strict: bool) -> offprint::Built {
    let mut options = newsroom.options(shell_without_app());
    options.out = Some(out.to_owned());
    options.strict = strict;
    offprint::build(&options).unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    // Two copies: neither the folder nor the modification times of its files may affect the site.
    let (first, second) = (town().build(), town().build());
    assert_same(first.files(), second.files());
}

fn assert_same(first: &Site, second: &Site) {
    let names = |site: &Site| site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(first), names(second));
    for (path, bytes) in first {
        assert!(second[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_folder_holds_what_was_built_in_memory() {
    let test = town();
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("site");
    build_to(&test.newsroom, &out, false);
    let first = read(&out);
    assert_same(&first, test.build().files());
    build_to(&test.newsroom, &out, false);
    assert_same(&first, &read(&out));
}

#[test]
fn what_did_not_change_keeps_its_name_and_bytes() {
    let before = town().build();
    let notice = "---\ntitle: Notice 23\ndate: 2025-05-12\nsection: notices\n---\nThis has been corrected.\n";
    let after = town().with("articles/notice-23.md", notice).build();
    let changed: BTreeSet<&str> = before
        .files()
        .iter()
        .filter(|(path, bytes)| after.files().get(*path) != Some(*bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    let pages: Vec<_> = changed.iter().filter(|path| !path.starts_with("edition/")).collect();
    // The article, its card, and the lists with its first words; all others are unchanged.
    assert_eq!(
        pages,
        [
            &"archive/2025-05/index.html",
            &"articles/notice-23/index.html",
            &"embed/notice-23/index.html",
            &"sections/notices/index.html",
        ]
    );
    let edition = changed.iter().filter(|path| path.starts_with("edition/")).count();
    // Its bundle, the pack with the bundle, its month, the manifest and the head.
    assert_eq!(edition, 5, "{changed:#?}");
}

#[test]
fn editions_are_numbered() {
    let test = SiteTest::bare().with("articles/2026-01-01-a.md", "# One\n\nText.\n");
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("site");
    let edition = || serde_json::from_slice::<model::Head>(&read(&out)["edition/head.json"]).unwrap().edition;
    build_to(&test.newsroom, &out, false);
    assert_eq!(edition(), 1);
    build_to(&test.newsroom, &out, false);
    assert_eq!(edition(), 1, "nothing is new");
    test.newsroom.write("articles/2026-01-02-b.md", "# Two\n\nText.\n");
    build_to(&test.newsroom, &out, false);
    assert_eq!(edition(), 2);
}

#[test]
fn a_build_that_fails_leaves_the_old_site() {
    let test = SiteTest::bare().with("articles/2026-01-01-a.md", "# One\n\nText.\n");
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("site");
    build_to(&test.newsroom, &out, false);
    let before = read(&out);

    test.newsroom.write("articles/2026-01-02-b.md", "# Two\n\nText.\n");
    test.newsroom.write("articles/2026-01-03-c.md", "");
    assert!(build_to(&test.newsroom, &out, true).site.is_none(), "strict: an article cannot be read");
    assert_same(&before, &read(&out));

    test.newsroom.write("offprint.toml", "titel = 'The Test'\n");
    assert!(build_to(&test.newsroom, &out, false).site.is_none(), "the newsroom cannot be read");
    assert_same(&before, &read(&out));
    let beside = fs::read_dir(out.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside the site");
}

#[test]
fn a_folder_that_is_no_site_is_not_replaced() {
    let test = SiteTest::bare().with("articles/2026-01-01-a.md", "# One\n\nText.\n");
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("thesis.txt"), "three years of work").unwrap();
    let mut options = test.newsroom.options(shell_without_app());
    options.out = Some(out.path().to_owned());
    assert!(offprint::build(&options).is_err());
    assert_eq!(fs::read_to_string(out.path().join("thesis.txt")).unwrap(), "three years of work");
}
