//! Tests roots: replaced keys, lost and expired roots, and those of another newspaper.

use std::fs;

use crate::desk::{DAY, Desk};

const SIGN: &str = "sign site --keys keys --passphrase-file passphrase";
const PULSE: &str = "sign site --keys keys --passphrase-file passphrase --pulse";
const BUILD: &str = "build newsroom --out site --passphrase-file passphrase";
const ROTATE: &str = "rotate --keys keys --passphrase-file passphrase";

#[test]
fn keys_are_replaced_by_what_the_old_ones_sign() {
    let desk = Desk::signed();
    let old = desk.files("site");
    let output = desk.run("rotate --keys keys --role desk --role root --passphrase-file passphrase").succeeds();
    assert!(output.contains("Signed root 2") && output.matches("destroy it").count() == 4, "{output}");
    desk.sign().succeeds();
    desk.verify().succeeds();
    // The old desk key is worthless now.
    let head = &old["edition/head.json"];
    desk.write("site/edition/head.json", head);
    desk.verify().fails(4, "signatures of the desk");
    // Withholding the new root does not help, as long as the head requires it.
    desk.sign().succeeds();
    fs::remove_file(desk.path("site/edition/roots/2.txt")).expect("removed");
    desk.verify().fails(7, "edition/roots/2.txt");
}

#[test]
fn after_a_theft_nothing_of_before_is_believed() {
    let desk = Desk::signed();
    let old = desk.files("site");
    desk.run("rotate --keys keys --role pulse --stolen --minimum 5 --passphrase-file passphrase").succeeds();
    desk.changes_nothing(
        "sign site --keys keys --passphrase-file passphrase",
        1,
        "apps would refuse the signed edition",
    );
    // Without a role, the thief could go on signing.
    let keys = desk.files("keys");
    desk.run("rotate --keys keys --stolen --passphrase-file passphrase").fails(1, "--stolen goes with the role");
    assert!(desk.files("keys") == keys);
    desk.run("rotate --keys keys --role pulse --stolen --passphrase-file passphrase").succeeds();
    desk.sign().succeeds();
    desk.verify().succeeds();
    desk.write("site/edition/head.json", &old["edition/head.json"]);
    desk.verify().fails(4, "signatures of the pulse");
}

#[test]
fn the_first_edition_that_is_believed_is_a_number_and_never_falls() {
    let desk = Desk::signed();
    desk.run("rotate --keys keys --minimum 1 --passphrase-file passphrase").succeeds();
    desk.run("rotate --keys keys --minimum 43 --passphrase-file passphrase").succeeds();
    let keys = desk.files("keys");
    let too_large = "rotate --keys keys --role desk --minimum 9007199254740992 --passphrase-file passphrase";
    desk.run(too_large).fails(2, "9007199254740991");
    desk.run("rotate --keys keys --minimum 5 --passphrase-file passphrase")
        .fails(1, "already refuse editions before number 43");
    assert!(desk.files("keys") == keys);
}

#[test]
fn one_root_key_that_signs_alone_is_warned_of_until_there_are_more() {
    let desk = Desk::new();
    let warning = "one root key signs alone";
    let remedy = "--role root --roots 3 --threshold 2";
    let output = desk.run("keygen --keys alone --roots 1 --threshold 1 --passphrase-file passphrase").succeeds();
    assert!(output.contains(warning) && output.contains(&format!("rotate --keys alone {remedy}")), "{output}");
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\nkeys = \"../alone\"\n";
    desk.write("newsroom/offprint.toml", config);
    let build = "build newsroom --out site --passphrase-file passphrase";
    let output = desk.run(build).succeeds();
    assert!(output.contains(warning) && output.contains(remedy) && output.contains("1 warning"), "{output}");
    let output = desk.run("sign site --keys alone --passphrase-file passphrase").succeeds();
    assert!(output.contains(warning), "{output}");
    for wrong in ["--roots 3", "--role root --roots 2 --threshold 3"] {
        desk.run(&format!("rotate --keys alone {wrong} --passphrase-file passphrase")).fails(1, "root");
    }
    let output = desk.run(&format!("rotate --keys alone {remedy} --passphrase-file passphrase")).succeeds();
    assert!(!output.contains(warning), "{output}");
    let output = desk.run(build).succeeds();
    assert!(!output.contains(warning), "{output}");
    desk.verify().succeeds();
    let output = desk.run("keygen --keys more --passphrase-file passphrase").succeeds();
    assert!(!output.contains("signs alone"), "{output}");
    // With three keys, a lost one can be replaced.
    let output = desk.run("keygen --keys three --threshold 1 --passphrase-file passphrase").succeeds();
    assert!(output.contains("one of 3 root keys signs alone") && output.contains(remedy), "{output}");
    assert!(!output.contains("nobody can replace it"), "{output}");
}

#[test]
fn a_root_that_was_lost_is_missed_before_anything_is_signed() {
    let desk = Desk::signed();
    desk.sign_in_builds("../keys");
    let first = desk.files("site");
    desk.run(ROTATE).succeeds();
    desk.sign().succeeds();
    let message = "root.2.txt is missing from keys: copy site/edition/roots/2.txt to keys/root.2.txt";
    fs::remove_file(desk.path("keys/root.2.txt")).expect("removed");
    let check = |rotates: bool| {
        desk.changes_nothing(SIGN, 1, message);
        desk.changes_nothing(PULSE, 1, message);
        desk.changes_nothing(BUILD, 1, "copy site/edition/roots/2.txt to ");
        if !rotates {
            desk.run(ROTATE).fails(1, "copy edition/roots/2.txt of the published site to keys/root.2.txt");
        }
    };
    check(false);
    // Only the site knows the root: its head, or only its roots.
    let last = desk.files("keys")["last.json"].clone();
    fs::remove_file(desk.path("keys/last.json")).expect("removed");
    check(true);
    desk.write("site/edition/head.json", &first["edition/head.json"]);
    check(true);
    // Only the keys know the root.
    desk.write("keys/last.json", last);
    fs::rename(desk.path("site"), desk.path("published")).expect("moved");
    desk.run("build newsroom --out site --unsigned").succeeds();
    let message = "root.2.txt is missing from keys: copy edition/roots/2.txt of the published site to keys/root.2.txt";
    desk.changes_nothing(SIGN, 1, message);
    // The remedy in the message works.
    fs::copy(desk.path("published/edition/roots/2.txt"), desk.path("keys/root.2.txt")).expect("copied");
    desk.sign().succeeds();
    desk.verify().succeeds();
}

#[test]
fn a_gap_between_roots_is_named() {
    let desk = Desk::signed();
    desk.run(ROTATE).succeeds();
    desk.run(ROTATE).succeeds();
    desk.sign().succeeds();
    for version in [2, 1] {
        fs::remove_file(desk.path(&format!("keys/root.{version}.txt"))).expect("removed");
        let message = format!(
            "root.{version}.txt is missing from keys: copy site/edition/roots/{version}.txt to keys/root.{version}.txt"
        );
        desk.changes_nothing(SIGN, 1, &message);
        desk.changes_nothing(PULSE, 1, &message);
    }
}

#[test]
fn a_site_of_another_newspaper_is_not_signed() {
    let desk = Desk::signed();
    desk.run("keygen --keys others --passphrase-file passphrase").succeeds();
    let words = |output: String| {
        let line = output.lines().skip_while(|line| !line.contains("fingerprint")).find(|line| line.starts_with("  "));
        line.expect("a fingerprint").trim().to_owned()
    };
    let own = desk.verify().succeeds();
    let own = own.split("fingerprint: ").nth(1).and_then(|rest| rest.lines().next()).expect("a fingerprint");
    let message = format!("site is signed as '{own}', but the keys in others are '");
    for sign in [SIGN, PULSE] {
        desk.changes_nothing(&sign.replace("--keys keys", "--keys others"), 1, &message);
        desk.changes_nothing(
            &sign.replace("--keys keys", "--keys others"),
            1,
            "name the keys of the site, or build a new site",
        );
    }
    // A build may start a new newspaper.
    let new = words(desk.run("keygen --keys new --passphrase-file passphrase").succeeds());
    desk.sign_in_builds("../new");
    desk.run(BUILD).succeeds();
    let output = desk.verify().succeeds();
    assert!(output.contains(&new), "{output} {new}");
}

#[test]
fn a_root_is_renewed_before_it_expires() {
    let mut desk = Desk::signed();
    desk.sign_in_builds("../keys");
    let remedy = "renew it with the root keys in that folder: offprint rotate --keys keys";
    let commands = [SIGN, PULSE, BUILD];
    let early = desk.now + 669 * DAY;
    for (now, warns) in [(early, false), (early + 10 * DAY, true)] {
        desk.now = now;
        for command in commands {
            let output = desk.run(command).succeeds();
            assert_eq!(output.contains("root 1 in "), warns, "{output}");
            assert_eq!(
                output.contains("is valid for 51 more days, after which nothing can be signed"),
                warns,
                "{output}"
            );
            assert_eq!(output.contains("offprint rotate --keys "), warns, "{output}");
        }
    }
    desk.now = early + 61 * DAY;
    for command in [SIGN, PULSE] {
        desk.changes_nothing(command, 1, &format!("root 1 in keys has expired: {remedy}"));
    }
    desk.changes_nothing(BUILD, 1, "has expired: renew it with the root keys in that folder: offprint rotate");
    desk.run(ROTATE).succeeds();
    for command in commands {
        let output = desk.run(command).succeeds();
        assert!(!output.contains("offprint rotate"), "{output}");
    }
    desk.verify().succeeds();
}
