//! The commands that sign and check, as people and cron run them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::desk::{DAY, Desk, NOW};

#[test]
fn a_signed_site_is_what_was_signed() {
    let desk = Desk::signed();
    let said = desk.verify().succeeds();
    assert!(said.contains("site is what was signed: edition 1"), "{said}");
    let words = said.split("fingerprint: ").nth(1).and_then(|rest| rest.lines().next()).expect("a fingerprint");
    let site = desk.run("verify site --at-least 1").succeeds();
    assert!(site.contains(words), "{site}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.current_dir(desk.folder.path()).env("SOURCE_DATE_EPOCH", NOW.to_string());
    let output = command.args(["verify", "site", "--site", words]).output().expect("the command");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn signing_changes_no_file_but_the_head() {
    let desk = Desk::new();
    let before = desk.files("site");
    desk.sign().succeeds();
    let after = desk.files("site");
    let changed: Vec<&String> =
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert_eq!(changed, ["edition/head.json"]);
    let mut new: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    new.retain(|path| {
        !path.starts_with("edition/f/")
            && !path.starts_with("edition/head.json.")
            && !path.starts_with("edition/roots/1.txt")
    });
    assert!(new.is_empty(), "{new:?}");
}

#[test]
fn an_unsigned_site_is_said_to_be_one() {
    Desk::new().verify().fails(3, "it is not signed");
}

#[test]
fn one_byte_of_any_kind_of_file_is_found_out() {
    let desk = Desk::signed();
    for (start, end, status) in [
        ("index", ".html", 6),
        ("articles/", "index.html", 6),
        ("offprint-", ".js", 6),
        ("service-worker", ".js", 6),
        ("feed", ".xml", 6),
        ("embed/", "index.html", 6),
        ("edition/b/", ".json", 6),
        ("edition/m/", ".json", 6),
        ("edition/media/", ".png", 6),
        ("edition/f/", ".txt", 6),
        ("edition/roots/", "1.txt", 4),
        ("edition/head", ".json", 4),
        ("index", ".html.gz", 6),
        ("index", ".html.br", 6),
        ("edition/head", ".json.br", 6),
        ("edition/roots/", "1.txt.gz", 6),
        ("edition/f/", ".txt.gz", 6),
    ] {
        let path = desk.find(start, end);
        let whole = fs::read(desk.path("site").join(&path)).expect("a file");
        let mut altered = whole.clone();
        let middle = altered.len() / 2;
        altered[middle] ^= 1;
        desk.write(&format!("site/{path}"), &altered);
        desk.verify().fails(status, &path);
        desk.write(&format!("site/{path}"), &whole);
    }
    desk.verify().succeeds();
}

#[test]
fn what_is_missing_longer_or_not_signed_is_named() {
    let desk = Desk::signed();
    let page = desk.find("articles/", "index.html");
    let whole = fs::read(desk.path("site").join(&page)).expect("a page");
    fs::remove_file(desk.path("site").join(&page)).expect("removed");
    desk.verify().fails(7, &format!("{page}: it is not there"));
    desk.write(&format!("site/{page}"), [&whole[..], b" "].concat());
    desk.verify().fails(6, &format!("{page}: it is longer"));
    desk.write(&format!("site/{page}"), &whole);
    desk.write("site/login.html", "Tell me your password");
    let said = desk.verify().succeeds();
    assert!(said.contains("1 file that nobody signed: login.html"), "{said}");
    // Whose name would wipe the screen, and what was said on it.
    desk.write("site/a\u{1b}[2Jb\u{202e}c", "");
    let said = desk.verify().succeeds();
    assert!(said.contains("a\u{fffd}[2Jb\u{fffd}c") && !said.contains('\u{1b}'), "{said}");
    fs::remove_file(desk.path("site/edition/roots/1.txt")).expect("removed");
    desk.verify().fails(7, "edition/roots/1.txt");
}

#[test]
fn bundles_that_changed_places_are_found_out() {
    let desk = Desk::signed();
    let files = desk.files("site");
    let bundles: Vec<_> =
        files.iter().filter(|(path, _)| path.starts_with("edition/b/") && path.ends_with(".json")).take(2).collect();
    let [(first, one), (second, other)] = bundles[..] else { panic!("two bundles") };
    desk.write(&format!("site/{first}"), other);
    desk.write(&format!("site/{second}"), one);
    desk.verify().fails(6, first);
}

#[test]
fn time_passes_and_clocks_are_wrong() {
    let mut desk = Desk::signed();
    let at = |desk: &mut Desk, now| {
        desk.now = now;
        desk.verify()
    };
    at(&mut desk, NOW + 7 * DAY - 1).succeeds();
    at(&mut desk, NOW + 7 * DAY).fails(9, "newer news may be withheld");
    at(&mut desk, NOW + 3650 * DAY).fails(9, "not valid any more");
    at(&mut desk, NOW - 3650 * DAY).fails(1, "later than it is now");
    // The pulse alone says that it is the newest still.
    desk.now = NOW + 6 * DAY;
    for key in desk.files("keys").keys().filter(|name| name.starts_with("desk") || name.starts_with("root-")) {
        fs::remove_file(desk.path("keys").join(key)).expect("removed");
    }
    let said = desk.run("sign site --keys keys --passphrase-file passphrase --pulse").succeeds();
    assert!(said.contains("Dated edition 1"), "{said}");
    at(&mut desk, NOW + 12 * DAY).succeeds();
    desk.now = NOW;
    desk.changes_nothing("sign site --keys keys --passphrase-file passphrase --pulse", 1, "correct the clock");
}

#[test]
fn an_older_edition_and_another_site_are_told_apart() {
    let (desk, other) = (Desk::signed(), Desk::signed());
    desk.run("verify site --at-least 2").fails(8, "it is edition 1, and edition 2 is known");
    let fingerprint = "00".repeat(32);
    desk.run(&format!("verify site --site {fingerprint}")).fails(5, "another site");
    desk.run("verify site --site lusab-babad").fails(2, "eight words");
    // The head of another site, and its root: then nothing else fits.
    let head = other.files("site")["edition/head.json"].clone();
    desk.write("site/edition/head.json", head);
    desk.verify().fails(4, "another site");
}

#[test]
fn keys_are_replaced_by_what_the_old_ones_sign() {
    let desk = Desk::signed();
    let old = desk.files("site");
    let said = desk.run("rotate --keys keys --role desk --role root --passphrase-file passphrase").succeeds();
    assert!(said.contains("Signed root 2") && said.matches("destroy it").count() == 4, "{said}");
    desk.sign().succeeds();
    desk.verify().succeeds();
    // Who still has the old desk key has nothing any more.
    let head = &old["edition/head.json"];
    desk.write("site/edition/head.json", head);
    desk.verify().fails(4, "signatures of the desk");
    // Nor does it help to hold back the new root, as long as the site names it.
    desk.sign().succeeds();
    fs::remove_file(desk.path("site/edition/roots/2.txt")).expect("removed");
    desk.verify().fails(7, "edition/roots/2.txt");
}

#[test]
fn after_a_theft_nothing_of_before_is_believed() {
    let desk = Desk::signed();
    let old = desk.files("site");
    desk.run("rotate --keys keys --role pulse --stolen --minimum 5 --passphrase-file passphrase").succeeds();
    desk.changes_nothing("sign site --keys keys --passphrase-file passphrase", 1, "would not be believed");
    desk.run("rotate --keys keys --stolen --passphrase-file passphrase").succeeds();
    desk.sign().succeeds();
    desk.verify().succeeds();
    desk.write("site/edition/head.json", &old["edition/head.json"]);
    desk.verify().fails(4, "signatures of the pulse");
}

#[test]
fn a_build_signs_where_the_newsroom_names_keys() {
    let desk = Desk::new();
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\nkeys = \"../keys\"\nvalid_days = 3\n";
    desk.write("newsroom/offprint.toml", config);
    let said = desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    // Its pages name the site, which those of the first edition did not.
    assert!(said.contains("Signed edition 2, valid until 2026-11-27"), "{said}");
    let front = std::fs::read_to_string(desk.path("site/index.html")).expect("text");
    assert!(front.contains(" data-key=\"") && front.contains(" data-floor=\"1 2 "), "{front}");
    desk.verify().succeeds();
    desk.write("newsroom/articles/fair.md", "---\ntitle: The fair\ndate: 2026-11-13\n---\n\nIt rained.\n");
    desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    let said = desk.verify().succeeds();
    assert!(said.contains("edition 3"), "{said}");
    desk.changes_nothing("build newsroom --out site", 1, "--passphrase-file");
    desk.write("wrong", "another one");
    desk.changes_nothing("build newsroom --out site --passphrase-file wrong", 1, "cannot be decrypted");
    desk.run("build newsroom --out site --unsigned").succeeds();
    desk.verify().fails(3, "not signed");
}

#[test]
fn one_root_key_that_signs_alone_is_warned_of_until_there_are_more() {
    let desk = Desk::new();
    let warning = "one root key signs alone";
    let remedy = "--role root --roots 3 --threshold 2";
    let said = desk.run("keygen --keys alone --roots 1 --threshold 1 --passphrase-file passphrase").succeeds();
    assert!(said.contains(warning) && said.contains(&format!("rotate --keys alone {remedy}")), "{said}");
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\nkeys = \"../alone\"\n";
    desk.write("newsroom/offprint.toml", config);
    let build = "build newsroom --out site --passphrase-file passphrase";
    let said = desk.run(build).succeeds();
    assert!(said.contains(warning) && said.contains(remedy) && said.contains("1 warning"), "{said}");
    let said = desk.run("sign site --keys alone --passphrase-file passphrase").succeeds();
    assert!(said.contains(warning), "{said}");
    for wrong in ["--roots 3", "--role root --roots 2 --threshold 3"] {
        desk.run(&format!("rotate --keys alone {wrong} --passphrase-file passphrase")).fails(1, "root");
    }
    let said = desk.run(&format!("rotate --keys alone {remedy} --passphrase-file passphrase")).succeeds();
    assert!(!said.contains(warning), "{said}");
    let said = desk.run(build).succeeds();
    assert!(!said.contains(warning), "{said}");
    desk.verify().succeeds();
    let said = desk.run("keygen --keys more --passphrase-file passphrase").succeeds();
    assert!(!said.contains(warning), "{said}");
}

#[test]
fn what_others_copy_from_a_signed_build_names_its_key() {
    let desk = Desk::new();
    let config =
        "title = \"The Quay\"\nlanguage = \"en\"\naddress = \"https://quay.example/\"\n[signing]\nkeys = \"../keys\"\n";
    desk.write("newsroom/offprint.toml", config);
    desk.write("newsroom/public/how.html", "<!-- offprint element articles/ferry/ -->");
    let root = fs::read_to_string(desk.path("keys/root.1.txt")).expect("a root");
    let site = root.lines().find_map(|line| line.strip_prefix("site ")).expect("a site");
    let snippets = || ["oembed/ferry.json", "how.html"].map(|file| desk.files("site")[file].clone());
    let named =
        |snippet: &Vec<u8>| String::from_utf8_lossy(snippet).replace("\\\"", "\"").contains(&format!("key=\"{site}\""));
    desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    assert!(snippets().iter().all(named));
    desk.run("build newsroom --out site --unsigned").succeeds();
    assert!(!snippets().iter().any(named));
}

#[test]
fn no_number_comes_twice() {
    let desk = Desk::signed();
    // Another folder counts from 1 again.
    desk.write("newsroom/articles/fair.md", "---\ntitle: The fair\ndate: 2026-11-13\n---\n\nIt rained.\n");
    fs::remove_dir_all(desk.path("site")).expect("removed");
    desk.run("build newsroom --out site").succeeds();
    let said = desk.sign().succeeds();
    assert!(said.contains("edition 2 "), "{said}");
    // Signed again it is the same edition.
    let said = desk.sign().succeeds();
    assert!(said.contains("edition 2 "), "{said}");
    desk.verify().succeeds();
    desk.write("keys/last.json", "{");
    desk.changes_nothing("sign site --keys keys --passphrase-file passphrase", 1, "last.json cannot be read");
}

#[test]
fn a_build_whose_keys_cannot_be_used_changes_nothing() {
    let desk = Desk::new();
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\n";
    let build = "build newsroom --out site --passphrase-file passphrase";
    for (line, says) in [
        ("keys = \"../none\"", "offprint keygen makes them"),
        ("valid_days = 7", "names no `keys`"),
        ("keys = \"../keys\"\nvalid_days = 400", "400 days"),
        ("keys = \"../keys\"\nvalid_days = \"a week\"", "not a whole number"),
    ] {
        desk.write("newsroom/offprint.toml", format!("{config}{line}\n"));
        desk.changes_nothing(build, 1, says);
    }
}

#[test]
fn files_that_are_handed_on_are_checked_too() {
    let desk = Desk::signed();
    for name in ["all.html", "edition.zip", "one.html"] {
        let article = if name == "one.html" { "--article ferry " } else { "" };
        let said = desk.run(&format!("pack newsroom --site site {article}--out {name}")).succeeds();
        assert!(said.contains(", signed"), "{said}");
        let said = desk.run(&format!("verify {name}")).succeeds();
        assert!(said.contains("is what was signed: edition 1"), "{said}");
    }
    desk.run("pack newsroom --out unsigned.html").succeeds();
    desk.run("verify unsigned.html").fails(3, "not signed");
    let html = fs::read_to_string(desk.path("all.html")).expect("a file");
    desk.write("half.html", &html[..html.len() / 2]);
    desk.run("verify half.html").fails(1, "cut short or damaged");
    desk.write("other.html", "<!doctype html><title>Hello</title>");
    desk.run("verify other.html").fails(1, "neither the folder of a site");
    desk.run("verify none.html").fails(1, "none.html cannot be read");
}

#[test]
fn bad_keys_sign_nothing() {
    let desk = Desk::new();
    let sign = "sign site --keys keys --passphrase-file passphrase";
    let keys = desk.files("keys");
    let desk_key = keys.keys().find(|name| name.starts_with("desk-")).expect("a key").clone();
    let file = desk.path("keys").join(&desk_key);
    let set_mode = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("a mode");

    set_mode(0o644);
    desk.changes_nothing(sign, 1, "chmod 600");
    set_mode(0o600);
    desk.write("wrong", "not this one, nor that");
    desk.changes_nothing("sign site --keys keys --passphrase-file wrong", 1, "the passphrase is another one");
    desk.write("empty", "\n");
    desk.changes_nothing("sign site --keys keys --passphrase-file empty", 1, "no passphrase in its first line");
    desk.changes_nothing("sign site --keys keys --passphrase-file none", 1, "cannot be read from none");
    desk.changes_nothing("sign site --keys keys", 1, "--passphrase-file");
    desk.changes_nothing("sign site --keys nowhere --passphrase-file passphrase", 1, "nowhere has no keys");
    desk.changes_nothing("sign newsroom --keys keys --passphrase-file passphrase", 1, "newsroom is no site");

    fs::write(&file, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n").expect("written");
    desk.changes_nothing(sign, 1, "cannot be decrypted");
    fs::write(&file, "hello").expect("written");
    desk.changes_nothing(sign, 1, "no encrypted private key");
    let pulse = keys.iter().find(|(name, _)| name.starts_with("pulse-")).expect("a key").1;
    fs::write(&file, pulse).expect("written");
    desk.changes_nothing(sign, 1, "holds another key than its name says");
    fs::remove_file(&file).expect("removed");
    desk.changes_nothing(sign, 1, &format!("{desk_key} is missing"));

    let root = String::from_utf8(keys["root.1.txt"].clone()).expect("text");
    desk.write("keys/root.1.txt", root.replace("epoch 1", "epoch 2"));
    desk.changes_nothing(sign, 1, "root.1.txt is not to be believed");
}

#[test]
fn what_was_damaged_after_it_was_built_is_not_signed() {
    let desk = Desk::new();
    let bundle = desk.find("edition/b/", ".json");
    desk.write(&format!("site/{bundle}"), "{}");
    desk.changes_nothing(
        "sign site --keys keys --passphrase-file passphrase",
        1,
        "was altered after the site was built",
    );
    fs::remove_file(desk.path("site").join(&bundle)).expect("removed");
    let manifest = desk.find("edition/m/", ".json");
    fs::remove_file(desk.path("site").join(&manifest)).expect("removed");
    desk.changes_nothing("sign site --keys keys --passphrase-file passphrase", 1, "is missing");
}

#[test]
fn keys_are_never_made_over_others_and_none_is_readable() {
    let desk = Desk::new();
    let before = desk.files("keys");
    desk.run("keygen --keys keys --passphrase-file passphrase").fails(1, "is not empty");
    desk.run("keygen --keys more --roots 2 --threshold 3 --passphrase-file passphrase").fails(1, "3 of 2 root keys");
    desk.run("keygen --keys more --roots 0 --threshold 0 --passphrase-file passphrase").fails(1, "0 of 0 root keys");
    desk.run("keygen --keys more").fails(1, "--passphrase-file");
    assert!(!desk.path("more").exists());
    assert_eq!(desk.files("keys"), before);
    for (name, bytes) in before {
        let mode = fs::metadata(desk.path("keys").join(&name)).expect("a file").permissions().mode() & 0o777;
        let is_public = name.starts_with("root.");
        assert_eq!(mode, if is_public { 0o644 } else { 0o600 }, "{name}");
        assert_eq!(bytes.starts_with(b"-----BEGIN ENCRYPTED PRIVATE KEY-----"), !is_public, "{name}");
    }
}
