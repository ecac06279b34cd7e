//! Tests what becomes of a folder when a site is written into it, and when a build is killed on the way.

use std::os::unix::fs::MetadataExt;

use super::*;

mod earlier;
mod faults;
mod places;

pub(super) fn write(site: &Site, out: &Path) -> anyhow::Result<Vec<String>> {
    SiteFolder::lock(out)?.write(site)
}

pub(super) fn site(files: &[(&str, &str)]) -> Site {
    let head = (
        Head::PATH,
        r#"{"edition":3,"manifest":{"hash":"0000000000000000000000000000000000000000000000000000000000000000","bytes":1}}"#,
    );
    files.iter().chain([&head]).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

pub(super) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_site_takes_the_place_of_the_old_one_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("deep/site");
    write(&site(&[("a/b.html", "one"), ("same.txt", "same"), ("gone.txt", "")]), &out).expect("written");
    let before = fs::metadata(out.join("same.txt")).expect("there").ino();
    fs::create_dir(out.join(".git")).expect("made");
    write(&site(&[("a/b.html", "two"), ("same.txt", "same")]), &out).expect("written again");
    assert_eq!(names(&out), [".git", unmanaged::FILE_LIST, "a", "edition", "same.txt"]);
    assert_eq!(fs::read_to_string(out.join("a/b.html")).expect("there"), "two");
    assert_eq!(fs::metadata(out.join("same.txt")).expect("there").ino(), before, "an unchanged file stays itself");
    assert_eq!(names(&folder.path().join("deep")), ["site"], "nothing else is left");
    assert_eq!(destination::previous_head(&out).expect("a head").map(|head| head.edition), Some(3));
}

#[test]
fn a_folder_of_other_things_is_never_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("thesis.txt"), "years of work").expect("written");
    let error = write(&site(&[]), folder.path()).expect_err("refused");
    assert!(error.to_string().contains("no edition"), "{error}");
    assert_eq!(names(folder.path()), ["thesis.txt"]);
}

#[test]
fn a_failed_build_leaves_the_old_site_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("a.txt", "old")]), &out).expect("written");
    // A path cannot be a file and a folder.
    let error = write(&site(&[("a.txt", "new"), ("a.txt/b", "")]), &out).expect_err("impossible");
    assert!(format!("{error:#}").contains("cannot be written"), "{error:#}");
    assert_eq!(fs::read_to_string(out.join("a.txt")).expect("there"), "old");
    assert_eq!(names(folder.path()), ["site"]);
}

#[test]
fn reading_a_site_removes_leftovers_but_nothing_of_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("a/index.html", "one")]), &out).expect("written");
    fs::create_dir(out.join("notes")).expect("made");
    let own = ["notes/.tmpnotes1", "notes/.offprint-part-Ab12Cd", "a/.tmpAb12Cd"];
    for path in own.into_iter().chain(["a/.offprint-part-Ab12Cd"]) {
        fs::write(out.join(path), "").expect("written");
    }
    let read = SiteFolder::lock(&out).expect("locked").read().expect("read");
    assert!(own.iter().all(|path| out.join(path).is_file() && !read.contains_key(*path)));
    assert_eq!(names(&out.join("a")), [".tmpAb12Cd", "index.html"]);
}

#[test]
fn what_is_not_the_sites_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("a/index.html", "one"), ("gone/index.html", "")]), &out).expect("written");
    fs::write(out.join("CNAME"), "lantern.example").expect("written");
    fs::write(out.join("a/own.pdf"), "years of work").expect("written");
    fs::create_dir(out.join("empty")).expect("made");
    for _ in 0..2 {
        let kept = write(&site(&[("a/index.html", "two")]), &out).expect("written");
        assert_eq!(kept, ["CNAME", "a/own.pdf", "empty"]);
        assert_eq!(names(&out), [unmanaged::FILE_LIST, "CNAME", "a", "edition", "empty"]);
        assert_eq!(names(&out.join("a")), ["index.html", "own.pdf"]);
    }
    let error = write(&site(&[("CNAME/index.html", "")]), &out).expect_err("refused");
    assert!(error.to_string().contains("Offprint did not write"), "{error}");
    assert_eq!(names(folder.path()), ["site"]);
}
