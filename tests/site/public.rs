//! Tests files of the newsroom's own, and pages among them that embed its articles.

use crate::driver::SiteTest;

const ARTICLE: &str = "---\ntitle: The quay\ndate: 2026-05-01\nsection: news\n---\n\nIt is wet.\n";

#[test]
fn files_in_the_public_folder_are_copied_as_they_are() {
    let site = SiteTest::bare()
        .with("articles/quay.md", ARTICLE)
        .with("public/.well-known/security.txt", "no")
        .with("public/a b.txt", "no")
        .with("public/index.html", "mine")
        .with("public/Robots.txt", "mine")
        .with("public/embed/quay/index.html", "mine")
        .with("public/press/photo.bin", [0_u8, 255])
        .build();
    assert_eq!(site.file_bytes("press/photo.bin"), [0, 255]);
    assert!(site.file("index.html").contains("The quay") && site.file("embed/quay/index.html").contains("The quay"));
    let problems = site.problems();
    for expected in [
        "public/.well-known/security.txt: warning: has a name that not every host allows",
        "public/a b.txt: warning: has a name that not every host allows",
        "public/index.html: warning: is not published, since the site has its own index.html",
        "public/Robots.txt: warning: is not published",
        "public/embed/quay/index.html: warning: is not published",
    ] {
        assert!(problems.contains(expected), "{expected:?} is not in {problems}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_newsroom_is_not_followed() {
    let test = SiteTest::bare().with("articles/quay.md", ARTICLE).with("public/a.txt", "a");
    std::os::unix::fs::symlink("/etc/hostname", test.newsroom.folder().join("public/host.txt")).expect("a link");
    let site = test.build();
    assert!(!site.files().contains_key("host.txt"));
    assert!(site.problems().contains("public/host.txt: warning: leads out of the newsroom"), "{}", site.problems());
}

#[test]
fn snippets_are_filled_in() {
    let page = "<p>Look:</p>\n<!-- offprint element articles/quay/ -->\n<pre><!-- offprint card sections/news/ as text --></pre>\n\
        <!-- offprint quotation articles/nowhere/ -->";
    let site = SiteTest::bare().with("articles/quay.md", ARTICLE).with("public/press/embed.html", page).build();
    let filled = site.file("press/embed.html");
    assert!(filled.contains("<offprint-article src=\"../articles/quay/\" root=\"../../\""), "{filled}");
    let script = site.manifest().embed.expect("a script").path;
    assert!(filled.contains(&format!("<script async src=\"../{script}\"")), "{filled}");
    assert!(filled.contains("&lt;iframe src=&quot;../embed/sections/news/&quot;"), "{filled}");
    let problem =
        "public/press/embed.html:4: warning: embeds `articles/nowhere/`, which is neither an article nor a section";
    assert!(site.problems().contains(problem), "{}", site.problems());
}

/// The sample shows hosts how to embed: all kinds of snippets, ready to copy.
#[test]
fn the_sample_newsroom_has_a_page_with_every_grade() {
    let newsroom = tests::Fixture::sample();
    let built = newsroom.build(tests::shell_without_app());
    let site = built.site.expect("a site");
    let page = String::from_utf8_lossy(&site["embedding.html"]).into_owned();
    for part in [
        "<blockquote class=\"offprint\"",
        "<offprint-article ",
        "<offprint-list ",
        "<iframe data-offprint",
        "/sections/news/",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert!(!page.contains("<!-- offprint"), "everything is filled in");
    let problems: Vec<String> = built.problems.iter().map(ToString::to_string).collect();
    assert!(!problems.iter().any(|problem| problem.contains("public/")), "{problems:#?}");
}

/// Version 0.1 accepted `--out newsroom/public`. A later build would publish that site again, with all that was deleted.
#[test]
fn a_site_in_the_public_folder_stops_the_build() {
    for folder in ["public", "public/x/y"] {
        let test = SiteTest::bare()
            .with("articles/quay.md", ARTICLE)
            .with(&format!("{folder}/.offprint-files"), "index.html\n");
        let site = test.build();
        assert!(site.files().is_empty(), "{folder}");
        let expected = format!("offprint.toml: error: the folder {folder} holds a site that Offprint built");
        assert!(site.problems().contains(&expected), "{}", site.problems());
    }
}
