//! Tests what stays in a folder for readers of earlier editions.

use super::faults::{Edition, read};
use super::*;

fn edition(number: u64) -> Edition {
    let text = number.to_string();
    Edition::new(number, &[("same", "same"), ("news", &text)], &[])
}

/// Returns which bundles of the editions up to 6 are in a folder.
fn bundles(files: &Site) -> Vec<u64> {
    let bundle = |number: &u64| format!("edition/b/{}.json", trust::hash(number.to_string().as_bytes()));
    (1..=6).filter(|number| files.contains_key(&bundle(number))).collect()
}

fn manifests(files: &Site) -> usize {
    files.keys().filter(|path| path.starts_with("edition/m/")).count()
}

fn write_keeping(out: &Path, number: u64, count: usize) -> Written {
    let folder = SiteFolder::lock(out).expect("locked");
    let writer = folder.writer().expect("a writer").keep_editions(count);
    edition(number).0.iter().for_each(|(path, bytes)| writer.put(path, bytes).expect("put"));
    writer.finish().expect("written")
}

#[test]
fn bundles_of_the_last_editions_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    for number in 1..=6 {
        write(&edition(number).0, &out).expect("written");
    }
    assert_eq!(bundles(&read(&out)), [3, 4, 5, 6]);
    assert_eq!(manifests(&read(&out)), 4);
    // A file that stays keeps its time, also when it comes back.
    let news = format!("edition/b/{}.json", trust::hash(b"4"));
    let inode = fs::metadata(out.join(&news)).expect("there").ino();
    let written = write_keeping(&out, 4, 1);
    assert_eq!(fs::metadata(out.join(&news)).expect("there").ino(), inode);
    assert_eq!(bundles(&read(&out)), [4, 6]);
    assert!(written.unmanaged.is_empty() && names(&out.join(HIDDEN)) == ["editions"]);
    write_keeping(&out, 5, 0);
    assert_eq!(bundles(&read(&out)), [5]);
    assert_eq!(
        names(&out),
        [FILE_LIST, "articles", "edition", "feed.xml", "icons", "index.html", "offprint-APP"]
            .map(|name| name.replace("offprint-APP", &Edition::app(5)))
    );
}

#[test]
fn a_damaged_record_does_no_harm() {
    for record in ["", "edition 2\n../site/index.html\nindex.html\n\u{0}\n", "\u{feff}edition 1\n"] {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 1..=3 {
            write(&edition(number).0, folder.path()).expect("written");
        }
        fs::write(folder.path().join(EDITIONS), record).expect("written");
        write_keeping(folder.path(), 4, 1);
        assert_eq!(bundles(&read(folder.path())), [1, 2, 3, 4], "{record:?}");
        write_keeping(folder.path(), 5, 1);
        assert_eq!(bundles(&read(folder.path())), [4, 5], "{record:?}");
        assert!(folder.path().join("index.html").is_file());
    }
}

/// Files of earlier editions do not belong to the new one: signing neither lists nor removes them.
#[test]
fn what_stays_is_not_read_and_not_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 1..=2 {
        write(&edition(number).0, folder.path()).expect("written");
    }
    let site_folder = SiteFolder::lock(folder.path()).expect("locked");
    let before = site_folder.read().expect("read");
    assert_eq!(before, edition(2).0);
    let mut site = before.clone();
    site.insert("edition/roots/1.txt".to_owned(), b"root".to_vec());
    site.remove("feed.xml");
    site.insert("index.html".to_owned(), "signed ".repeat(300).into_bytes());
    site_folder.change(&before, site.clone()).expect("changed");
    let after = read(folder.path());
    assert_eq!(bundles(&after), [1, 2]);
    assert!(!after.contains_key("feed.xml") && after["edition/roots/1.txt"] == b"root");
    assert!(after.contains_key("index.html.gz"), "changed files have compressed copies if others have");
    drop(site_folder);
    let site_folder = SiteFolder::lock(folder.path()).expect("locked");
    let mut again = site_folder.read().expect("read");
    again.retain(|path, _| !path.starts_with("index.html."));
    assert_eq!(again, site);
}
