//! Tests what a command says last when something failed.

use crate::desk::Desk;

const GOOD: &str = "---\ntitle: Good\ndate: 2026-10-17\n---\n\nText.\n";

fn desk(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::empty();
    desk.write("newsroom/offprint.toml", "title = \"The Quay\"\nlanguage = \"en\"\n");
    desk.write("newsroom/articles/good.md", GOOD);
    files.iter().for_each(|(path, text)| desk.write(&format!("newsroom/articles/{path}"), text));
    desk
}

#[test]
fn the_last_line_names_what_failed() {
    let desk = desk(&[("bad.md", ""), ("worse.md", " ")]);
    let output = desk.run("build newsroom --out site").succeeds();
    let last = output.lines().last().unwrap_or_default();
    assert_eq!(last, "failed: 2 files are left out, and the errors above say why: articles/bad.md, articles/worse.md");
    desk.run("check newsroom").fails(1, "failed: 2 files are left out");
    desk.run("build newsroom --out site --strict").fails(1, "site is unchanged: 2 articles failed");
}

#[test]
fn two_equal_slugs_are_no_success() {
    let chosen = "---\ntitle: Notes\ndate: 2026-10-17\nslug: notes\n---\n\nText.\n";
    let desk = desk(&[("a.md", chosen), ("b.md", chosen)]);
    desk.run("build newsroom --out site").fails(1, "site is unchanged: 1 article failed, see above");
    assert!(!desk.path("site").exists());
    desk.run("check newsroom").fails(1, "both cannot have this address");
}
