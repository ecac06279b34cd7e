//! Writes sites into folders that cannot be replaced: mount points, and folders that others have open.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustix::fs::{Mode, OFlags, openat};

use super::*;

/// Something that is mounted, until the test ends.
struct Mounted(PathBuf);

impl Mounted {
    /// Mounts something; returns `None` after a word about it if that is not allowed here.
    fn new(target: &Path, arguments: &[&str]) -> Option<Self> {
        fs::create_dir_all(target).expect("a folder");
        let output = Command::new("mount").args(arguments).arg(target).output();
        match output {
            Ok(output) if output.status.success() => Some(Self(target.to_owned())),
            _ => {
                println!("skipped: nothing can be mounted here");
                None
            }
        }
    }

    fn tmpfs(target: &Path, options: &str) -> Option<Self> {
        Self::new(target, &["-t", "tmpfs", "-o", options, "offprint-test"])
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let status = Command::new("umount").arg(&self.0).status();
        assert!(std::thread::panicking() || status.is_ok_and(|status| status.success()), "unmounted");
    }
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(path).expect("a text")
}

/// A mount point on another file system.
#[test]
fn a_mount_point_is_written_in_place_and_a_full_one_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    let Some(_mounted) = Mounted::tmpfs(&out, "size=256k") else { return };
    fs::create_dir(out.join(LOST_AND_FOUND)).expect("made");
    let kept = write(&site(&[("index.html", "one"), ("a/b.html", "one")]), &out).expect("written");
    assert!(kept.is_empty(), "{kept:?}");
    fs::remove_dir(out.join(LOST_AND_FOUND)).expect("still there");
    assert_eq!(names(&out), [FILE_LIST, "a", "edition", "index.html"]);
    let large = "x".repeat(200 << 10);
    let too_much = [("a.txt", large.as_str()), ("b.txt", large.as_str()), ("index.html", "two")];
    let error = write(&site(&too_much), &out).expect_err("no room");
    assert!(format!("{error:#}").contains("is there room on the disk?"), "{error:#}");
    assert_eq!(names(&out), [FILE_LIST, "a", "edition", "index.html"]);
    assert_eq!(text(out.join("index.html")), "one");
    write(&site(&[("index.html", "two"), ("c/d.html", "two")]), &out).expect("written");
    assert_eq!(names(&out), [FILE_LIST, "c", "edition", "index.html"]);
    assert_eq!(text(out.join("index.html")), "two");
}

/// The staged files still have room, but the folders for them have not.
#[test]
fn a_disk_without_room_for_folders_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    let Some(_mounted) = Mounted::tmpfs(&out, "size=1m,nr_inodes=40") else { return };
    write(&site(&[("index.html", "one")]), &out).expect("written");
    let paths: Vec<String> = (0..20).map(|number| format!("{number}/index.html")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "two")).collect();
    let error = write(&site(&files), &out).expect_err("no room");
    assert!(format!("{error:#}").contains("folder"), "{error:#}");
    assert_eq!(names(&out), [FILE_LIST, "edition", "index.html"]);
    write(&site(&files[..3]), &out).expect("written");
    assert_eq!(names(&out), [FILE_LIST, "0", "1", "2", "edition"]);
}

#[test]
fn a_bind_mount_is_written_in_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let (volume, out) = (folder.path().join("volume"), folder.path().join("srv/www"));
    fs::create_dir(&volume).expect("made");
    let Some(_mounted) = Mounted::new(&out, &["--bind", &volume.to_string_lossy()]) else { return };
    for text in ["one", "two"] {
        write(&site(&[("index.html", text)]), &out).expect("written");
        assert_eq!(fs::read_to_string(volume.join("index.html")).expect("there"), text);
    }
    assert_eq!(names(&volume), [FILE_LIST, "edition", "index.html"]);
    assert_eq!(names(&folder.path().join("srv")), ["www"]);
}

#[test]
fn a_volume_inside_the_site_is_written_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("index.html", "one"), ("edition/media/a.png", "one")]), &out).expect("written");
    let before = fs::read(out.join(Head::PATH)).expect("a head");
    let Some(_mounted) = Mounted::tmpfs(&out.join("edition"), "size=256k") else { return };
    fs::write(out.join(Head::PATH), before).expect("written");
    write(&site(&[("index.html", "two"), ("edition/media/b.png", "two")]), &out).expect("written");
    assert_eq!(text(out.join("edition/media/b.png")), "two");
    assert_eq!(names(&out.join("edition/media")), ["b.png"]);
    assert_eq!(fs::metadata(out.join("edition/media/b.png")).expect("there").mode() & 0o777, 0o644);
}

/// A server in another process opened the folder before the new edition came.
#[test]
fn a_server_that_runs_in_the_folder_sends_the_new_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("index.html", "one"), ("a/b.html", "one")]), &out).expect("written");
    let handle = fs::File::open(&out).expect("a handle");
    let inner = fs::File::open(out.join("a")).expect("a handle");
    let mut server = Command::new("sh")
        .args(["-c", "read request; cat index.html a/b.html"])
        .current_dir(&out)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a server");
    write(&site(&[("index.html", "two"), ("a/b.html", "three")]), &out).expect("written");
    server.stdin.take().expect("its input").write_all(b"request\n").expect("asked");
    let answer = server.wait_with_output().expect("an answer");
    assert_eq!(String::from_utf8_lossy(&answer.stdout), "twothree");
    for (handle, path, expected) in [(&handle, "index.html", "two"), (&inner, "b.html", "three")] {
        let file = openat(handle, path, OFlags::RDONLY, Mode::empty()).expect("opened");
        let mut text = String::new();
        fs::File::from(file).read_to_string(&mut text).expect("read");
        assert_eq!(text, expected);
    }
}

#[test]
fn a_folder_that_is_a_link_stays_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (target, out) = (folder.path().join("releases/1"), folder.path().join("site"));
    fs::create_dir_all(&target).expect("made");
    std::os::unix::fs::symlink(&target, &out).expect("linked");
    for text in ["one", "two"] {
        write(&site(&[("index.html", text)]), &out).expect("written");
        assert!(out.is_symlink());
        assert_eq!(fs::read_to_string(target.join("index.html")).expect("there"), text);
    }
    assert_eq!(names(folder.path()), ["releases", "site"]);
}

#[test]
fn files_that_did_not_change_keep_their_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("site");
    write(&site(&[("same.txt", "same"), ("index.html", "one")]), &out).expect("written");
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in ["same.txt", "index.html", Head::PATH, FILE_LIST] {
        fs::File::options().write(true).open(out.join(path)).expect("opened").set_modified(old).expect("set");
    }
    let site_folder = SiteFolder::lock(&out).expect("locked");
    let writer = site_folder.writer().expect("a writer");
    let site = site(&[("same.txt", "same"), ("index.html", "two")]);
    std::thread::scope(|scope| {
        for (path, bytes) in &site {
            scope.spawn(|| writer.put(path, bytes).expect("put"));
        }
    });
    let written = writer.finish().expect("written");
    assert_eq!((written.changed, written.unchanged, written.removed), (1, 2, 0));
    let time = |path: &str| fs::metadata(out.join(path)).expect("there").modified().expect("a time");
    assert!(
        [("same.txt", true), (Head::PATH, true), (FILE_LIST, true), ("index.html", false)]
            .iter()
            .all(|(path, is_old)| (time(path) == old) == *is_old)
    );
    assert_eq!(fs::metadata(out.join("index.html")).expect("there").mode() & 0o777, 0o644);
}

/// Mounts a file system that does not tell names apart by their case.
fn folding(folder: &Path) -> Option<(Mounted, PathBuf)> {
    let mounted = Mounted::tmpfs(&folder.join("disk"), "size=1m,casefold=utf8-12.1.0")?;
    let out = mounted.0.join("site");
    fs::create_dir(&out).expect("made");
    let status = Command::new("chattr").arg("+F").arg(&out).status();
    if !status.is_ok_and(|status| status.success()) {
        println!("skipped: this system cannot make names that are the same in any case");
        return None;
    }
    Some((mounted, out))
}

#[test]
fn names_that_the_file_system_takes_for_one_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some((_mounted, out)) = folding(folder.path()) else { return };
    write(&site(&[("Logo.png", "one"), ("b.txt", "one")]), &out).expect("written");
    let error = write(&site(&[("Logo.png", "two"), ("logo.png", "two")]), &out).expect_err("refused");
    assert!(error.to_string().contains("Logo.png and logo.png differ only by case"), "{error}");
    assert_eq!(text(out.join("Logo.png")), "one");
    // A file that only gets another spelling is not lost.
    for (path, content) in [("logo.png", "one"), ("LOGO.png", "two")] {
        write(&site(&[(path, content), ("b.txt", "one")]), &out).expect("written");
        assert!(names(&out).contains(&path.to_owned()), "{:?}", names(&out));
        assert_eq!(text(out.join(path)), content);
    }
    fs::write(out.join("cname"), "lantern.example").expect("written");
    let error = write(&site(&[("CNAME", "other")]), &out).expect_err("refused");
    assert!(error.to_string().contains("Offprint did not write") && error.to_string().contains("cname"), "{error}");
    assert_eq!(text(out.join("cname")), "lantern.example");
}

/// A disk that says that it does not tell names apart.
struct FoldingDisk;

impl Disk for FoldingDisk {
    fn exists(&self, path: &Path) -> bool {
        let is_same =
            |name: &str| path.file_name().is_some_and(|other| names::key(name) == names::key(&other.to_string_lossy()));
        path.parent().is_some_and(|folder| super::names(folder).iter().any(|name| is_same(name)))
    }

    fn holds(&self, file: &Path, bytes: &[u8]) -> bool {
        LocalDisk.holds(file, bytes)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> std::io::Result<()> {
        LocalDisk.write(file, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        LocalDisk.rename(from, to)
    }

    fn create_folder(&self, folder: &Path) -> std::io::Result<()> {
        LocalDisk.create_folder(folder)
    }

    fn create_private_folder(&self, folder: &Path) -> std::io::Result<()> {
        LocalDisk.create_private_folder(folder)
    }

    fn remove_file(&self, file: &Path) -> std::io::Result<()> {
        LocalDisk.remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> std::io::Result<()> {
        LocalDisk.remove_folder(folder)
    }

    fn remove_all(&self, folder: &Path) -> std::io::Result<()> {
        LocalDisk.remove_all(folder)
    }

    fn sync(&self, folder: &fs::File) -> std::io::Result<()> {
        LocalDisk.sync(folder)
    }
}

#[test]
fn names_are_refused_before_anything_is_moved() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&site(&[("index.html", "one")]), folder.path()).expect("written");
    let site_folder = SiteFolder::lock_on(Arc::new(FoldingDisk), folder.path()).expect("locked");
    let error = site_folder
        .write(&site(&[("a/Caf\u{e9}", ""), ("a/cafe\u{301}", "")]), DEFAULT_KEPT_EDITIONS)
        .expect_err("refused");
    assert!(
        error.to_string().contains("a/cafe\u{301} and a/Caf\u{e9} differ")
            || error.to_string().contains("a/Caf\u{e9} and a/cafe\u{301} differ"),
        "{error}"
    );
    drop(site_folder);
    assert_eq!(names(folder.path()), [FILE_LIST, "edition", "index.html"]);
}
