//! Kills a build at every step of writing, and fills the disk there: readers find one whole edition each time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;

/// The fault of an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    /// The process is killed: no operation after this one is carried out.
    Kill(usize),
    /// The operation fails, as on a full disk.
    Full(usize),
}

/// A disk whose operations fail from a certain one on.
struct FaultyDisk {
    fault: Fault,
    done: AtomicUsize,
    /// `true` once files are being moved.
    is_moving: AtomicBool,
    /// `true` if the operation that failed needed room on the disk, before the first file was moved.
    needed_room: AtomicBool,
}

impl FaultyDisk {
    fn new(fault: Fault) -> Arc<Self> {
        Arc::new(Self {
            fault,
            done: AtomicUsize::new(0),
            is_moving: AtomicBool::new(false),
            needed_room: AtomicBool::new(false),
        })
    }

    /// Counts an operation. If it is to fail, does a part of it first.
    fn count(&self, needs_room: bool, part: impl FnOnce()) -> io::Result<()> {
        let number = self.done.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Fault::Kill(at) if number > at => return Err(ErrorKind::Other.into()),
            Fault::Kill(at) | Fault::Full(at) if number == at => {}
            _ => return Ok(()),
        }
        self.needed_room.store(needs_room && !self.is_moving.load(Ordering::Relaxed), Ordering::Relaxed);
        part();
        Err(ErrorKind::StorageFull.into())
    }

    /// Returns whether the fault has happened.
    fn has_failed(&self) -> bool {
        match self.fault {
            Fault::None => false,
            Fault::Kill(at) | Fault::Full(at) => self.done.load(Ordering::Relaxed) > at,
        }
    }
}

impl Disk for FaultyDisk {
    fn exists(&self, path: &Path) -> bool {
        LocalDisk.exists(path)
    }

    fn holds(&self, file: &Path, bytes: &[u8]) -> bool {
        LocalDisk.holds(file, bytes)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        self.count(true, || LocalDisk.write(file, &bytes[..bytes.len() / 2]).expect("half"))?;
        LocalDisk.write(file, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.is_moving.store(true, Ordering::Relaxed);
        self.count(false, || ())?;
        LocalDisk.rename(from, to)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.count(true, || ())?;
        LocalDisk.create_folder(folder)
    }

    fn create_private_folder(&self, folder: &Path) -> io::Result<()> {
        self.count(true, || ())?;
        LocalDisk.create_private_folder(folder)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.count(false, || ())?;
        LocalDisk.remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.count(false, || ())?;
        LocalDisk.remove_folder(folder)
    }

    fn remove_all(&self, folder: &Path) -> io::Result<()> {
        let first = fs::read_dir(folder).ok().and_then(|mut entries| entries.next()?.ok());
        self.count(false, || first.into_iter().for_each(|entry| fs::remove_file(entry.path()).expect("removed")))?;
        LocalDisk.remove_all(folder)
    }

    fn sync(&self, _folder: &File) -> io::Result<()> {
        self.count(true, || ())
    }
}

/// A site of pages that name, a line each, what they refer to. Bundles, the app and the manifest are named by their bytes.
pub(super) struct Edition(pub Site);

impl Edition {
    pub(super) fn new(number: u64, articles: &[(&str, &str)], others: &[&str]) -> Self {
        let mut site = Site::new();
        let app = Self::app(number);
        site.insert(app.clone(), format!("app {}", number / 2).into_bytes());
        let (mut bundles, mut pages) = (Vec::new(), Vec::new());
        for (slug, text) in articles {
            let bundle = format!("edition/b/{}.json", trust::hash(text.as_bytes()));
            site.insert(bundle.clone(), text.as_bytes().to_vec());
            let page = format!("articles/{slug}/index.html");
            site.insert(page.clone(), format!("{app}\n{bundle}").into_bytes());
            site.insert(format!("{page}.gz"), format!("{app}\n{bundle}").into_bytes());
            bundles.push(bundle);
            pages.push(page);
        }
        let manifest = bundles.join("\n").into_bytes();
        let reference = trust::reference(&manifest).expect("small");
        site.insert(reference.manifest_path(), manifest);
        let head = Head { edition: number, manifest: reference, signed: None };
        let head = serde_json::to_vec(&head).expect("a head");
        site.insert(format!("{}.gz", Head::PATH), head.clone());
        site.insert(Head::PATH.to_owned(), head);
        site.insert("index.html".to_owned(), format!("{app}\n{}", pages.join("\n")).into_bytes());
        site.insert("feed.xml".to_owned(), pages.join("\n").into_bytes());
        site.insert("icons/icon.png".to_owned(), b"always".to_vec());
        site.extend(others.iter().map(|path| ((*path).to_owned(), format!("{path} of {number}").into_bytes())));
        Self(site)
    }

    /// Returns the name of the app, which every second edition changes.
    pub(super) fn app(number: u64) -> String {
        format!("offprint-{}.js", crate::short_hash([format!("app {}", number / 2).as_bytes()]))
    }

    fn first() -> Self {
        Self::new(1, &[("same", "same"), ("edited", "one"), ("gone", "gone")], &["maps", "tour/index.html", "a.png"])
    }

    fn second() -> Self {
        let others = ["maps/index.html", "tour", "a.png", "b/c/d.txt"];
        Self::new(2, &[("same", "same"), ("edited", "two"), ("new", "new")], &others)
    }
}

/// Returns the files of a folder, without those of Offprint's own.
pub(super) fn read(out: &Path) -> Site {
    let files = walkdir::WalkDir::new(out).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(out).expect("inside").to_string_lossy().into_owned();
        (path, fs::read(entry.path()).expect("read"))
    });
    files.filter(|(path, _)| !path.starts_with(HIDDEN)).collect()
}

fn folders(out: &Path) -> BTreeSet<PathBuf> {
    let entries = walkdir::WalkDir::new(out).into_iter().flatten().filter(|entry| entry.file_type().is_dir());
    entries.map(|entry| entry.into_path()).filter(|path| !path.ends_with(HIDDEN)).collect()
}

/// Reads a folder as readers do: from the head to the manifest to the bundles, and from every page and list to what it
/// refers to. Returns the number of the edition.
fn whole_edition(out: &Path, editions: [&Edition; 2], context: &str) -> u64 {
    let files = read(out);
    let get = |path: &str| files.get(path).unwrap_or_else(|| panic!("{context}: {path} is missing"));
    let text = |path: &str| String::from_utf8(get(path).clone()).expect("text");
    let by_hash = |path: &str| {
        let hash = trust::hash(get(path)).to_string();
        assert!(path.contains(&hash), "{context}: {path} has other bytes");
    };
    let gz = format!("{}.gz", Head::PATH);
    for head in [Head::PATH, &gz] {
        let head: Head = serde_json::from_slice(get(head)).unwrap_or_else(|error| panic!("{context}: {error}"));
        by_hash(&head.manifest.manifest_path());
        text(&head.manifest.manifest_path()).lines().for_each(by_hash);
    }
    let head: Head = serde_json::from_slice(get(Head::PATH)).expect("a head");
    for (path, bytes) in files.iter().filter(|(path, _)| path.as_str() != FILE_LIST) {
        assert!(editions.iter().any(|Edition(site)| site.get(path) == Some(bytes)), "{context}: {path} is of neither");
        if path.starts_with("articles/") || path == "index.html" || path == "feed.xml" {
            text(path).lines().for_each(|reference| assert!(!get(reference).is_empty(), "{context}: {reference}"));
        }
    }
    let Edition(current) = editions[usize::try_from(head.edition).expect("small") - 1];
    // Pages that replace another kind of path are there from the moment that all has moved.
    let is_early = |path: &str| ["maps", "tour"].iter().any(|name| path.starts_with(name)) && head.edition == 1;
    current.keys().filter(|path| !is_early(path)).for_each(|path| assert!(!get(path).is_empty(), "{context}: {path}"));
    head.edition
}

/// Asserts that a folder holds the second edition, and of the first what stays for its readers.
fn assert_second(out: &Path, kept: bool) {
    let mut files = read(out);
    files.remove(FILE_LIST);
    let (Edition(first), Edition(mut expected)) = (Edition::first(), Edition::second());
    let stays = |path: &String| path.starts_with("edition/b/") || path.starts_with("edition/m/");
    let earlier = first.into_iter().filter(|(path, _)| kept && stays(path) && !expected.contains_key(path));
    expected.extend(earlier.collect::<BTreeMap<_, _>>());
    assert_eq!(files, expected);
    assert!(!out.join(STAGING).exists() && !out.join(JOURNAL).exists() && !out.join(LOCK).exists());
}

fn write_on(fault: Fault, out: &Path, Edition(site): &Edition) -> (anyhow::Result<Written>, Arc<FaultyDisk>) {
    let disk = FaultyDisk::new(fault);
    let write = || {
        let folder = SiteFolder::lock_on(disk.clone(), out)?;
        let writer = folder.writer()?;
        site.iter().try_for_each(|(path, bytes)| writer.put(path, bytes))?;
        writer.finish()
    };
    (write(), disk)
}

/// Writes the first edition into a new folder.
fn first_edition() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_on(Fault::None, folder.path(), &Edition::first()).0.expect("written");
    folder
}

#[test]
fn a_build_that_is_killed_anywhere_leaves_one_whole_edition_and_the_next_one_finishes() {
    let (first, second) = (Edition::first(), Edition::second());
    let mut finished = 0;
    for at in 0.. {
        let folder = first_edition();
        let out = folder.path();
        let (result, disk) = write_on(Fault::Kill(at), out, &second);
        if !disk.has_failed() {
            assert!(result.is_ok() && at > 40, "{at}");
            break;
        }
        let edition = whole_edition(out, [&first, &second], &format!("killed at {at}"));
        let was_staged = is_unfinished(out);
        drop(SiteFolder::lock_on(FaultyDisk::new(Fault::None), out).unwrap_or_else(|error| panic!("{at}: {error:#}")));
        let after = whole_edition(out, [&first, &second], &format!("opened after {at}"));
        assert_eq!(after, if was_staged { 2 } else { edition }, "{at}");
        finished += u32::from(was_staged);
        if after == 2 {
            assert_second(out, true);
        } else {
            assert!(folders(out).len() < folders(first_edition().path()).len() + 1, "{at}: nothing is left");
        }
        write_on(Fault::None, out, &second).0.unwrap_or_else(|error| panic!("{at}: {error:#}"));
        assert_second(out, true);
    }
    assert!(finished > 20, "{finished}");
}

#[test]
fn a_command_that_finishes_can_be_killed_too() {
    let (first, second) = (Edition::first(), Edition::second());
    for at in (30..).step_by(7) {
        let folder = first_edition();
        if !write_on(Fault::Kill(at), folder.path(), &second).1.has_failed() {
            break;
        }
        let is_staged = is_unfinished(folder.path());
        for again in 0.. {
            let disk = FaultyDisk::new(Fault::Kill(again));
            let result = SiteFolder::lock_on(disk.clone(), folder.path()).map(drop);
            whole_edition(folder.path(), [&first, &second], &format!("killed at {at}, then at {again}"));
            if !disk.has_failed() {
                result.expect("finished");
                break;
            }
        }
        if is_staged {
            assert_second(folder.path(), true);
        }
    }
}

#[test]
fn a_first_build_that_is_killed_anywhere_is_finished_or_forgotten() {
    let second = Edition::second();
    for at in 0.. {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("site");
        if !write_on(Fault::Kill(at), &out, &second).1.has_failed() {
            break;
        }
        assert!(destination::previous_head(&out).is_ok(), "{at}: the folder is not refused");
        drop(SiteFolder::lock_on(FaultyDisk::new(Fault::None), &out).unwrap_or_else(|error| panic!("{at}: {error:#}")));
        assert!(!out.join(HIDDEN).exists(), "{at}");
        if out.join("index.html").exists() {
            assert_second(&out, false);
        } else {
            assert!(read(&out).is_empty(), "{at}");
        }
        write_on(Fault::None, &out, &second).0.unwrap_or_else(|error| panic!("{at}: {error:#}"));
        assert_second(&out, false);
    }
}

#[test]
fn a_disk_that_is_full_at_any_step_changes_nothing() {
    let (first, second) = (Edition::first(), Edition::second());
    for at in 0.. {
        let folder = first_edition();
        let out = folder.path();
        let before = (read(out), folders(out));
        let (result, disk) = write_on(Fault::Full(at), out, &second);
        if !disk.has_failed() {
            break;
        }
        whole_edition(out, [&first, &second], &format!("full at {at}"));
        if disk.needed_room.load(Ordering::Relaxed) {
            let error = format!("{:#}", result.expect_err("no room"));
            assert!(error.contains("is there room on the disk?"), "{at}: {error}");
            assert!(before == (read(out), folders(out)) && !out.join(HIDDEN).exists(), "{at}");
        }
        write_on(Fault::None, out, &second).0.unwrap_or_else(|error| panic!("{at}: {error:#}"));
        assert_second(out, true);
    }
}

#[test]
fn a_writer_that_is_dropped_changes_nothing() {
    let folder = first_edition();
    let before = read(folder.path());
    let site_folder = SiteFolder::lock(folder.path()).expect("locked");
    let writer = site_folder.writer().expect("a writer");
    writer.put("index.html", b"other").expect("staged");
    assert!(site_folder.writer().is_err(), "one at a time");
    drop(writer);
    assert!(read(folder.path()) == before && !folder.path().join(STAGING).exists());
    let writer = site_folder.writer().expect("a writer");
    for path in ["../a", "/a", "a//b", "a/", "", "a\nb", ".offprint/lock", FILE_LIST] {
        assert!(writer.put(path, b"").is_err(), "{path}");
    }
}

#[test]
fn a_move_whose_files_were_removed_by_hand_is_given_up() {
    let (first, second) = (Edition::first(), Edition::second());
    let folder = first_edition();
    let at = (0..).find(|at| {
        let (result, _) = write_on(Fault::Kill(*at), folder.path(), &second);
        result.is_err() && is_unfinished(folder.path())
    });
    fs::remove_dir_all(folder.path().join(STAGING)).expect("removed");
    drop(SiteFolder::lock(folder.path()).expect("locked"));
    assert_eq!(whole_edition(folder.path(), [&first, &second], &format!("{at:?}")), 1);
    assert!(!folder.path().join(HIDDEN).exists());
}
