//! Tests the date of an edition: how long it is valid, and its renewal by the pulse.

use std::fs;

use crate::desk::{DAY, Desk, NOW};

const PULSE: &str = "sign site --keys keys --passphrase-file passphrase --pulse";

#[test]
fn time_passes_and_clocks_are_wrong() {
    let mut desk = Desk::signed();
    let verify_at = |desk: &mut Desk, now| {
        desk.now = now;
        desk.verify()
    };
    verify_at(&mut desk, NOW + 7 * DAY - 1).succeeds();
    verify_at(&mut desk, NOW + 7 * DAY).fails(9, "newer news may be withheld");
    verify_at(&mut desk, NOW + 3650 * DAY).fails(9, "has expired");
    verify_at(&mut desk, NOW - 3650 * DAY).fails(1, "signed in the future");
    // The pulse alone can renew the date.
    desk.now = NOW + 6 * DAY;
    for key in desk.files("keys").keys().filter(|name| name.starts_with("desk") || name.starts_with("root-")) {
        fs::remove_file(desk.path("keys").join(key)).expect("removed");
    }
    let output = desk.run("sign site --keys keys --passphrase-file passphrase --pulse").succeeds();
    assert!(output.contains("Renewed the date of edition 1"), "{output}");
    verify_at(&mut desk, NOW + 12 * DAY).succeeds();
    desk.now = NOW;
    desk.changes_nothing("sign site --keys keys --passphrase-file passphrase --pulse", 1, "correct the clock");
}

#[test]
fn the_pulse_brings_a_root_that_the_site_has_not_got_yet() {
    let desk = Desk::signed();
    desk.run("rotate --keys keys --passphrase-file passphrase").succeeds();
    desk.run("rotate --keys keys --role root --passphrase-file passphrase").succeeds();
    desk.run(PULSE).succeeds();
    desk.verify().succeeds();
    let (site, keys) = (desk.files("site"), desk.files("keys"));
    for version in 1..=3 {
        assert_eq!(site[&format!("edition/roots/{version}.txt")], keys[&format!("root.{version}.txt")]);
    }
}

#[test]
fn what_was_changed_after_it_was_signed_is_not_dated() {
    let desk = Desk::signed();
    for copy in ["index.html.gz", "index.html.br"] {
        let whole = fs::read(desk.path("site").join(copy)).expect("a compressed copy");
        desk.write(&format!("site/{copy}"), "another page");
        desk.changes_nothing(PULSE, 1, &format!("{copy}: it does not unpack to what was signed"));
        desk.write(&format!("site/{copy}"), whole);
    }
    desk.write("site/index.html", "another page");
    let way_out = "Restore what the desk signed, or sign the changed site: offprint sign site --keys keys";
    desk.changes_nothing(PULSE, 1, "index.html: it is");
    desk.changes_nothing(PULSE, 1, way_out);
    desk.sign().succeeds();
    desk.verify().succeeds();
    desk.run(PULSE).succeeds();
    desk.verify().succeeds();
    fs::remove_file(desk.path("site/index.html")).expect("removed");
    desk.changes_nothing(PULSE, 1, "index.html: it is missing");
}

#[test]
fn what_the_pulse_cannot_date_has_a_way_out() {
    let desk = Desk::new();
    desk.changes_nothing(PULSE, 1, "site is not signed: sign it first: offprint sign site --keys keys");
    desk.sign().succeeds();
    for rotation in ["--role pulse", "--role desk", "--role desk --stolen"] {
        desk.run(&format!("rotate --keys keys {rotation} --passphrase-file passphrase")).succeeds();
        let way_out = "sign it with the desk, without --pulse: offprint sign site --keys keys";
        desk.changes_nothing(PULSE, 1, way_out);
        desk.sign().succeeds();
        desk.run(PULSE).succeeds();
        desk.verify().succeeds();
    }
}

#[test]
fn an_edition_holds_as_long_as_the_one_before_it() {
    let desk = Desk::new();
    let message = |command: &str, days: &str| {
        let output = desk.run(command).succeeds();
        assert!(output.contains(days), "{output}");
    };
    let sign = PULSE.trim_end_matches(" --pulse");
    message(sign, "valid for 7 days");
    let config = "title = \"The Quay\"\nlanguage = \"en\"\n[signing]\nkeys = \"../keys\"\nvalid_days = 3\n";
    desk.write("newsroom/offprint.toml", config);
    desk.run("build newsroom --out site --passphrase-file passphrase").succeeds();
    for command in [PULSE, sign] {
        message(command, "valid for 3 days");
    }
    message(&format!("{PULSE} --valid-days 1"), "valid for 1 day");
    message(PULSE, "valid for 1 day");
    message(&format!("{sign} --valid-days 90"), "valid for 90 days");
    message(PULSE, "valid for 90 days");
    desk.changes_nothing(&format!("{PULSE} --valid-days 91"), 1, "1 to 90 days");
}
