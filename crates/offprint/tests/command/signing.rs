//! Tests the commands that sign and verify, as people and cron run them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, NOW};

#[test]
fn a_signed_site_is_what_was_signed() {
    let desk = Desk::signed();
    let output = desk.verify().succeeds();
    assert!(output.contains("site is what was signed: edition 1"), "{output}");
    let head: serde_json::Value = serde_json::from_slice(&desk.files("site")["edition/head.json"]).expect("a head");
    let manifest = head["manifest"]["hash"].as_str().expect("a hash");
    assert!(output.contains(&format!("manifest: {manifest}")), "{output}");
    let words = output.split("fingerprint: ").nth(1).and_then(|rest| rest.lines().next()).expect("a fingerprint");
    let site = desk.run("verify site --at-least 1").succeeds();
    assert!(site.contains(words), "{site}");
    // People write the words in different ways.
    for words in [words.to_owned(), words.to_uppercase(), format!(" {}", words.replace(' ', "-"))] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.current_dir(desk.folder.path()).env("SOURCE_DATE_EPOCH", NOW.to_string());
        let output = command.args(["verify", "site", "--site", &words]).output().expect("the command");
        assert!(output.status.success(), "{output:?}");
    }
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
        ("embed-", ".js.br", 6),
        ("edition/f/", ".txt.br", 6),
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

/// A cron job looks at the exit status only.
#[test]
fn what_nobody_signed_has_a_status_of_its_own_if_it_endangers_readers() {
    let desk = Desk::signed();
    for (path, reason) in [
        ("login.html", "readers may be shown it"),
        ("articles/forged/index.html", "the host may send it at the address of its folder"),
        ("articles/forged/picture.jpg", "it lies among the newspaper's own files"),
        ("edition/roots/2.html", "readers may be shown it"),
        ("edition/roots/7.txt", "it lies among the newspaper's own files"),
        ("index.php", "the host may act on it"),
        (".htaccess", "the host may act on it"),
        ("notes/.user.ini", "the host may act on it"),
    ] {
        desk.write(&format!("site/{path}"), "forged");
        desk.verify().fails(11, &format!("{path}: nobody signed it, and {reason}"));
        desk.verify().fails(11, "site is NOT only what was signed");
        fs::remove_file(desk.path("site").join(path)).expect("removed");
    }
    // A host follows links, wherever they lead.
    std::os::unix::fs::symlink(desk.path("newsroom"), desk.path("site/notes/more")).expect("a link");
    desk.verify().fails(11, "notes/more: nobody signed it, and it is a symbolic link");
    fs::remove_file(desk.path("site/notes/more")).expect("removed");
    // The settings that the site has for Apache, copied as they say.
    desk.write("site/.htaccess", &desk.files("site")["hosting/htaccess"]);
    for path in ["CNAME", ".nojekyll", ".well-known/acme-challenge/token", ".git/HEAD", "notes/years.txt"] {
        desk.write(&format!("site/{path}"), "");
    }
    desk.verify().succeeds();
    // The worst error decides.
    desk.write("site/login.html", "forged");
    desk.write(&format!("site/{}", desk.find("articles/", "index.html")), "forged");
    desk.verify().fails(6, "login.html: nobody signed it");
}

#[test]
fn a_result_on_a_full_disk_goes_to_the_errors() {
    let desk = Desk::signed();
    let full = || fs::File::options().write(true).open("/dev/full").expect("a device of Linux");
    let shell = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/shell");
    let build = format!("build newsroom --out site --shell {}", shell.display());
    for (arguments, line) in [
        ("verify site", "site is what was signed: edition 1"),
        ("sign site --keys keys --passphrase-file passphrase", "edition 1 in site"),
        ("check newsroom", "1 to publish"),
        ("keygen --keys more --passphrase-file passphrase", "The site's fingerprint"),
        (&build, "Built 1 article in 1 language into site"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.current_dir(desk.folder.path()).env("SOURCE_DATE_EPOCH", NOW.to_string()).args(arguments.split(' '));
        let output = command.stdout(full()).output().expect("the command");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.contains("cannot be written") && errors.contains(line), "{errors}");
        // Nothing can be said at all.
        let output = command.stdout(full()).stderr(full()).output().expect("the command");
        let is_again = arguments.starts_with("keygen");
        assert_eq!(output.status.code(), Some(i32::from(is_again)), "{arguments}");
    }
}

#[test]
fn what_is_missing_longer_or_not_signed_is_named() {
    let desk = Desk::signed();
    let page = desk.find("articles/", "index.html");
    let whole = fs::read(desk.path("site").join(&page)).expect("a page");
    fs::remove_file(desk.path("site").join(&page)).expect("removed");
    desk.verify().fails(7, &format!("{page}: it is missing"));
    desk.write(&format!("site/{page}"), [&whole[..], b" "].concat());
    desk.verify().fails(6, &format!("{page}: it is longer"));
    desk.write(&format!("site/{page}"), &whole);
    desk.write("site/CNAME", "lantern.example");
    let output = desk.verify().succeeds();
    assert!(output.contains("1 file not signed: CNAME"), "{output}");
    // A file name that would clear the screen.
    desk.write("site/a\u{1b}[2Jb\u{202e}c", "");
    let output = desk.verify().succeeds();
    assert!(output.contains("a\u{fffd}[2Jb\u{fffd}c") && !output.contains('\u{1b}'), "{output}");
    fs::remove_file(desk.path("site/edition/roots/1.txt")).expect("removed");
    let way_out =
        "edition/roots/1.txt: it is missing: copy it from the newsroom's own site, or root.1.txt from its keys";
    desk.verify().fails(7, way_out);
}

#[test]
fn what_is_no_site_is_told_how_one_is_made() {
    let desk = Desk::new();
    for (command, message) in [
        (
            "sign nowhere --keys keys",
            "nowhere is not a site: it has no edition/head.json (offprint build makes a site)",
        ),
        ("verify nowhere", "nowhere cannot be read: name a site that offprint build made"),
        ("verify newsroom", "name the root of a site that Offprint made (offprint build makes one)"),
    ] {
        desk.run(command).fails(1, message);
    }
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
fn an_older_edition_and_another_site_are_told_apart() {
    let (desk, other) = (Desk::signed(), Desk::signed());
    desk.run("verify site --at-least 2").fails(8, "it is edition 1, but edition 2 or a newer one is expected");
    let fingerprint = "00".repeat(32);
    desk.run(&format!("verify site --site {fingerprint}")).fails(5, "another site");
    desk.run("verify site --site lusab-babad").fails(2, "eight words");
    // The head of another site, which contradicts everything else here.
    let head = other.files("site")["edition/head.json"].clone();
    desk.write("site/edition/head.json", head);
    desk.verify().fails(4, "another site");
}

#[test]
fn a_build_signs_where_the_newsroom_names_keys() {
    let desk = Desk::new();
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\nkeys = \"../keys\"\nvalid_days = 3\n";
    desk.write("newsroom/offprint.toml", config);
    let output = desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    // Edition 2, since the pages now name the site, which those of the first edition did not.
    assert!(output.contains("Signed edition 2, valid until 2026-11-27"), "{output}");
    let front = std::fs::read_to_string(desk.path("site/index.html")).expect("text");
    assert!(front.contains(" data-key=\"") && front.contains(" data-floor=\"1 2 "), "{front}");
    desk.verify().succeeds();
    desk.write("newsroom/articles/fair.md", "---\ntitle: The fair\ndate: 2026-11-13\n---\n\nIt rained.\n");
    desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    let output = desk.verify().succeeds();
    assert!(output.contains("edition 3"), "{output}");
    desk.changes_nothing("build newsroom --out site", 1, "--passphrase-file");
    desk.write_secret("wrong", "another one");
    desk.changes_nothing("build newsroom --out site --passphrase-file wrong", 1, "cannot be decrypted");
    let dropped = "is signed but this build is not";
    assert!(!output.contains(dropped), "{output}");
    let output = desk.run("build newsroom --out site --unsigned").succeeds();
    assert!(output.contains(dropped) && output.contains("offprint sign"), "{output}");
    desk.verify().fails(3, "not signed");
    let output = desk.run("build newsroom --out site --unsigned").succeeds();
    assert!(!output.contains(dropped), "{output}");
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
    // A new folder counts from 1 again.
    desk.write("newsroom/articles/fair.md", "---\ntitle: The fair\ndate: 2026-11-13\n---\n\nIt rained.\n");
    fs::remove_dir_all(desk.path("site")).expect("removed");
    desk.run("build newsroom --out site").succeeds();
    let output = desk.sign().succeeds();
    assert!(output.contains("edition 2 "), "{output}");
    // Signing again makes no new edition.
    let output = desk.sign().succeeds();
    assert!(output.contains("edition 2 "), "{output}");
    desk.verify().succeeds();
    desk.write("keys/last.json", "{");
    desk.changes_nothing("sign site --keys keys --passphrase-file passphrase", 1, "last.json cannot be read");
}

#[test]
fn a_build_whose_keys_cannot_be_used_changes_nothing() {
    let desk = Desk::new();
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\n";
    let build = "build newsroom --out site --passphrase-file passphrase";
    for (line, message) in [
        ("keys = \"../none\"", "offprint keygen makes them"),
        ("valid_days = 7", "has no `keys`"),
        ("keys = \"../keys\"\nvalid_days = 400", "400 days"),
        ("keys = \"../keys\"\nvalid_days = \"a week\"", "not a whole number"),
    ] {
        desk.write("newsroom/offprint.toml", format!("{config}{line}\n"));
        desk.changes_nothing(build, 1, message);
    }
}

/// Otherwise readers of its feeds see all articles as new.
#[test]
fn a_build_without_the_keys_warns_of_other_feed_ids() {
    let desk = Desk::new();
    desk.sign_in_builds("../keys");
    let feed = || {
        let output = desk.run("build newsroom --out site --unsigned").succeeds();
        (output.contains("the ids of feeds"), desk.files("site")["feed.xml"].clone())
    };
    let (is_warned, before) = feed();
    assert!(!is_warned);
    fs::rename(desk.path("keys"), desk.path("safe")).expect("moved");
    let (is_warned, other) = feed();
    assert!(is_warned && other != before);
    // The first way out: the public root makes the same ids.
    desk.write("keys/root.1.txt", &desk.files("safe")["root.1.txt"]);
    assert!(feed() == (false, before));
    // The second one.
    fs::remove_file(desk.path("keys/root.1.txt")).expect("removed");
    desk.sign_in_builds("../keys\"\n[feeds]\nid = \"The Quay");
    assert!(!feed().0);
}

#[test]
fn files_that_are_handed_on_are_checked_too() {
    let desk = Desk::signed();
    let check = |edition| {
        for name in ["all.html", "edition.zip", "one.html"] {
            let article = if name == "one.html" { "--article ferry " } else { "" };
            let output = desk.run(&format!("pack newsroom --site site {article}--out {name}")).succeeds();
            assert!(output.contains(", signed"), "{output}");
            let output = desk.run(&format!("verify {name}")).succeeds();
            assert!(output.contains(&format!("is what was signed: edition {edition}")), "{output}");
        }
    };
    check(1);
    // If a build signs the site, its pages name the key, and the manifest has their hashes.
    desk.sign_in_builds("../keys");
    desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    check(2);
    // If the site is signed later, its pages do not name the key.
    desk.run("build newsroom --out site --unsigned").succeeds();
    desk.sign().succeeds();
    check(3);
    desk.run("pack newsroom --out unsigned.html").succeeds();
    desk.run("verify unsigned.html").fails(3, "not signed");
    let html = fs::read_to_string(desk.path("all.html")).expect("a file");
    desk.write("half.html", &html[..html.len() / 2]);
    desk.run("verify half.html").fails(1, "cut short or damaged");
    desk.write("other.html", "<!doctype html><title>Hello</title>");
    desk.run("verify other.html").fails(1, "neither the folder of a site");
    desk.run("verify none.html").fails(1, "none.html cannot be read");
}

/// Bundles of earlier editions stay for readers who have these open.
#[test]
fn what_stays_of_earlier_editions_worries_nobody() {
    let desk = Desk::signed();
    desk.sign_in_builds("../keys");
    let before = desk.files("site");
    desk.write("newsroom/articles/ferry.md", "---\ntitle: The ferry is late\ndate: 2026-11-12\n---\n\nAgain.\n");
    desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    let after = desk.files("site");
    let is_bundle = |path: &&String| path.starts_with("edition/b/") && path.ends_with(".json");
    let bundles: Vec<_> = before.keys().filter(is_bundle).collect();
    assert!(bundles.iter().all(|path| after.contains_key(*path)), "{:?}", after.keys());
    assert!(after.contains_key(".offprint/editions"), "{:?}", after.keys());
    desk.verify().succeeds();
    desk.run("sign site --keys keys --passphrase-file passphrase --pulse").succeeds();
    desk.verify().succeeds();
    // A file that only has the name of an earlier bundle is not taken for one.
    let earlier = String::from_utf8_lossy(&after[".offprint/editions"]).into_owned();
    let bundle = earlier.lines().find(|line| line.starts_with("edition/b/")).expect("a bundle");
    desk.write(&format!("site/{bundle}"), "{}");
    desk.verify().fails(11, bundle);
}

/// A newsroom withdraws an article when it endangers somebody.
#[test]
fn nothing_stays_of_an_article_that_is_withdrawn_or_gone() {
    let holds = |desk: &Desk, words: &str| {
        let files = desk.files("site");
        files.iter().any(|(path, bytes)| path.ends_with(".json") && String::from_utf8_lossy(bytes).contains(words))
    };
    let words = "He hid in the boathouse";
    for change in ["withdrawn: true\n", ""] {
        let desk = Desk::new();
        let article = |more: &str| format!("---\ntitle: Boats\ndate: 2026-11-13\n{more}---\n\n{words}.\n");
        desk.write("newsroom/articles/boats.md", article(""));
        desk.run("build newsroom --out site").succeeds();
        assert!(holds(&desk, words));
        match change {
            "" => fs::remove_file(desk.path("newsroom/articles/boats.md")).expect("removed"),
            more => desk.write("newsroom/articles/boats.md", article(more)),
        }
        desk.run("build newsroom --out site").succeeds();
        assert!(!holds(&desk, words), "{change:?}");
    }
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
