//! Tests the command with files of version 0.1: it verifies its files and signs with its keys.

use tests::released::{self, NOW, PASSPHRASE};

use crate::desk::Desk;

#[test]
fn old_files_are_verified() {
    let mut desk = Desk::empty();
    desk.now = NOW;
    for file in ["edition-3.html", "bridge.html"] {
        desk.write(file, released::read(file));
        let output = desk.run(&format!("verify {file}")).succeeds();
        assert!(output.contains(&format!("{file} is what was signed: edition 3")), "{output}");
    }
}

#[test]
fn old_keys_sign_the_next_edition() {
    let mut desk = Desk::empty();
    desk.now = NOW;
    let keys = released::keys();
    desk.write_secret("passphrase", format!("{PASSPHRASE}\n"));
    desk.write("newsroom/offprint.toml", "title = \"The Quay\"\nlanguage = \"en\"\n");
    desk.write("newsroom/articles/bell.md", "---\ntitle: The bell\ndate: 2026-10-17\n---\n\nIt has a new rope.\n");
    desk.run("build newsroom --out site").succeeds();
    desk.run(&format!("sign site --keys {} --passphrase-file passphrase", keys.path().display())).succeeds();
    let output = desk.verify().succeeds();
    assert!(output.contains("site is what was signed: edition 4"), "{output}");
}
