//! Tests what becomes of a folder when a site is written into it, and when a build is killed on the way.

use std::os::unix::fs::MetadataExt;

use super::*;

mod earlier;
mod faults;
mod places;

pub(super) fn write(site: &Site, out: &Path) -> anyhow::Result<Vec<String>> {
    SiteFolder::lock(out)?.write(site, DEFAULT_KEPT_EDITIONS)
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

/// Versions before the list of files wrote sites too.
#[test]
fn a_site_without_a_list_is_taken_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("a/b.html", "one"), ("a/gone.html", ""), ("index.html", ""), ("edition/x", "")]), &out)
        .expect("written");
    fs::remove_file(out.join(FILE_LIST)).expect("removed");
    fs::write(out.join("CNAME"), "lantern.example").expect("written");
    let kept = write(&site(&[("a/b.html", "two"), ("index.html", "")]), &out).expect("written");
    assert_eq!(kept, ["CNAME"]);
    assert_eq!(names(&out), [FILE_LIST, "CNAME", "a", "edition", "index.html"]);
    assert_eq!((names(&out.join("a")), names(&out.join("edition"))), (vec!["b.html".into()], vec!["head.json".into()]));
}

#[test]
fn a_running_build_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    let running = SiteFolder::lock(&out).expect("locked");
    let error = SiteFolder::lock(&out).err().expect("another build writes");
    assert!(error.to_string().contains("another build"), "{error}");
    assert!(SiteFolder::lock(&folder.path().join("other")).is_ok(), "another site is not locked");
    drop(running);
    assert!(names(folder.path()).is_empty(), "nothing was written, so nothing is left");
    // A killed command leaves the file, but not the lock.
    fs::create_dir_all(out.join(STAGING)).expect("made");
    fs::write(out.join(LOCK), "").expect("written");
    write(&site(&[]), &out).expect("written");
    assert_eq!(names(&out), [FILE_LIST, "edition"]);
}

/// Only the user of the command can open a staged file, and no host takes one for a page.
#[test]
fn what_is_staged_is_private_and_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let site_folder = SiteFolder::lock(folder.path()).expect("locked");
    let writer = site_folder.writer().expect("a writer");
    writer.put("articles/scoop/index.html", b"tomorrow").expect("staged");
    let staging = folder.path().join(STAGING);
    assert_eq!(fs::metadata(&staging).expect("there").mode() & 0o777, 0o700);
    for name in names(&staging) {
        assert!(is_bookkeeping(&format!("{STAGING}/{name}")), "{name}");
    }
    for path in [".offprint/staging/index.html", ".offprint/x.php", ".offprint/staging/", "offprint/lock"] {
        assert!(!is_bookkeeping(path), "{path}");
    }
}
