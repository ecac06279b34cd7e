//! Tests keys: their folders, their file modes, and errors for bad ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::desk::{DAY, Desk};

const SIGN: &str = "sign site --keys keys --passphrase-file passphrase";
const BUILD: &str = "build newsroom --out site --passphrase-file passphrase";

#[test]
fn no_keys_lie_where_they_would_be_published() {
    let desk = Desk::new();
    for (folder, message) in [
        ("site/keys", "which is published: keep keys neither in a site nor in a newsroom's folder public"),
        ("site", "lies in the site"),
        ("newsroom/public/keys", "lies in the newsroom's folder"),
        ("newsroom/articles/../public/more/keys", "lies in the newsroom's folder"),
    ] {
        desk.changes_nothing(&format!("keygen --keys {folder} --passphrase-file passphrase"), 1, message);
        assert!(!desk.path("newsroom/public").exists());
    }
    // A folder `public` that does not belong to a newsroom.
    desk.run("keygen --keys public/keys --passphrase-file passphrase").succeeds();
    for folder in ["site/keys", "newsroom/public/keys"] {
        fs::create_dir_all(desk.path(folder).parent().expect("a folder")).expect("a folder");
        fs::rename(desk.path("keys"), desk.path(folder)).expect("moved");
        let message = "which is published";
        desk.changes_nothing(&SIGN.replace("--keys keys", &format!("--keys {folder}")), 1, message);
        desk.run(&format!("rotate --keys {folder} --passphrase-file passphrase")).fails(1, message);
        desk.sign_in_builds(&format!("../{folder}"));
        desk.changes_nothing(BUILD, 1, message);
        fs::rename(desk.path(folder), desk.path("keys")).expect("moved back");
    }
    // A server would follow a symbolic link in the site.
    std::os::unix::fs::symlink(desk.path("keys"), desk.path("site/keys")).expect("a link");
    desk.run(&SIGN.replace("--keys keys", "--keys site/keys")).fails(1, "which is published");
}

#[test]
fn what_killed_commands_left_among_keys_is_removed() {
    let desk = Desk::new();
    let before = desk.files("keys");
    desk.write("keys/.offprint-part-Ab12Cd", "{\"edition\"");
    desk.write("site/articles/.offprint-part-Ab12Cd", "");
    desk.run(SIGN).succeeds();
    let mut after = desk.files("keys");
    assert!(after.remove("last.json").is_some());
    assert!(after == before, "{:?}", after.keys());
    assert!(desk.files("site").keys().all(|path| !path.contains("/.")), "{:?}", desk.files("site").keys());
    // A keygen and a rotation that were killed at their first key.
    for folder in ["half", "keys"] {
        desk.write(&format!("{folder}/.offprint-part-Ef34Gh/contents"), "desk-1.key\nroot.9.txt");
        desk.write(&format!("{folder}/.offprint-part-Ef34Gh/desk-1.key"), "-----BEGIN ENC");
    }
    desk.run("keygen --keys half --passphrase-file passphrase").succeeds();
    desk.run("rotate --keys keys --role desk --passphrase-file passphrase").succeeds();
    for folder in ["half", "keys"] {
        assert!(desk.files(folder).keys().all(|path| !path.starts_with('.')), "{:?}", desk.files(folder).keys());
    }
}

/// Other programs name their temporary files and folders in the same way.
#[test]
fn a_folder_of_others_is_left_alone() {
    let desk = Desk::new();
    desk.write("shared/.tmpAb12Cd/notes", "");
    desk.write("shared/.tmpEf34Gh", "");
    desk.write("shared/.offprint-part-Ab12Cd/contents", "");
    let before = desk.files("shared");
    desk.run("keygen --keys shared --passphrase-file passphrase").fails(1, "is not empty");
    assert!(desk.files("shared") == before);
}

/// The system refuses to let files grow, as on a full disk.
#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).expect("a folder");
    let before = desk.files("");
    for arguments in [
        "keygen --keys more/keys --passphrase-file passphrase",
        "keygen --keys empty --passphrase-file passphrase",
        "rotate --keys keys --role desk --passphrase-file passphrase",
        "sign site --keys keys --passphrase-file passphrase",
        "init paper",
        "init empty",
    ] {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_offprint")]);
        command
            .args(arguments.split(' '))
            .current_dir(desk.folder.path())
            .env("SOURCE_DATE_EPOCH", desk.now.to_string());
        let output = command.output().expect("the command");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && errors.contains("cannot be written"), "{arguments}: {output:?}");
        assert!(desk.files("") == before, "after {arguments}: {:?}", desk.files("").keys());
        assert!(
            !desk.path("more").exists() && !desk.path("paper").exists() && desk.path("empty").exists(),
            "{arguments}"
        );
    }
}

#[test]
fn a_private_key_gets_into_no_site() {
    let desk = Desk::new();
    let keys = desk.files("keys");
    let (name, key) = keys.iter().find(|(name, _)| name.starts_with("root-")).expect("a key");
    desk.write(&format!("newsroom/public/more/{name}"), key);
    let message = format!("public/more/{name} holds a private key");
    desk.changes_nothing("build newsroom --out site", 1, &message);
    desk.sign_in_builds("../keys");
    desk.changes_nothing(BUILD, 1, &message);
    desk.write(&format!("newsroom/public/more/{name}"), "-----BEGIN PRIVATE KEY-----\nAAAA");
    desk.changes_nothing(BUILD, 1, &message);
    desk.write(&format!("newsroom/public/more/{name}"), "The key begins with -----BEGIN PRIVATE KEY-----");
    desk.run(BUILD).succeeds();
    // Under any name, even in an unmanaged file, and after other text.
    let before = "Bag Attributes\n".repeat(50);
    desk.write("site/notes/old.txt", [before.as_bytes(), key].concat());
    for pulse in ["", " --pulse"] {
        desk.changes_nothing(&format!("{SIGN}{pulse}"), 1, "site/notes/old.txt holds a private key");
    }
}

#[test]
fn bad_keys_sign_nothing() {
    let desk = Desk::new();
    let sign = "sign site --keys keys --passphrase-file passphrase";
    let keys = desk.files("keys");
    let desk_key = keys.keys().find(|name| name.starts_with("desk-")).expect("a key").clone();
    let file = desk.path("keys").join(&desk_key);

    desk.set_mode(&format!("keys/{desk_key}"), 0o644);
    desk.changes_nothing(sign, 1, "chmod 600");
    desk.set_mode(&format!("keys/{desk_key}"), 0o600);
    desk.write_secret("wrong", "not this one, nor that");
    desk.changes_nothing("sign site --keys keys --passphrase-file wrong", 1, "the passphrase is wrong");
    desk.write_secret("empty", "\n");
    desk.changes_nothing("sign site --keys keys --passphrase-file empty", 1, "no passphrase in its first line");
    desk.changes_nothing("sign site --keys keys --passphrase-file none", 1, "none cannot be read");
    desk.changes_nothing("sign site --keys keys", 1, "--passphrase-file");
    for mode in [0o644, 0o640, 0o604] {
        desk.set_mode("passphrase", mode);
        let message = "passphrase is a passphrase that others on this machine can read";
        desk.changes_nothing(sign, 1, message);
        desk.changes_nothing(sign, 1, "chmod 600 passphrase");
        desk.run("keygen --keys more --passphrase-file passphrase").fails(1, message);
    }
    desk.set_mode("passphrase", 0o400);
    desk.run("keygen --keys more --passphrase-file passphrase").succeeds();
    desk.set_mode("passphrase", 0o600);
    desk.changes_nothing("sign site --keys nowhere --passphrase-file passphrase", 1, "nowhere has no keys");
    desk.changes_nothing("sign newsroom --keys keys --passphrase-file passphrase", 1, "newsroom is not a site");

    fs::write(&file, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n").expect("written");
    desk.changes_nothing(sign, 1, "cannot be decrypted");
    fs::write(&file, "hello").expect("written");
    desk.changes_nothing(sign, 1, "is not an encrypted private key");
    let pulse = keys.iter().find(|(name, _)| name.starts_with("pulse-")).expect("a key").1;
    fs::write(&file, pulse).expect("written");
    desk.changes_nothing(sign, 1, "holds another key than its name says");
    fs::remove_file(&file).expect("removed");
    desk.changes_nothing(sign, 1, &format!("{desk_key} is missing"));

    let root = String::from_utf8(keys["root.1.txt"].clone()).expect("text");
    desk.write("keys/root.1.txt", root.replace("epoch 1", "epoch 2"));
    desk.changes_nothing(sign, 1, "root.1.txt is not valid");
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

#[test]
fn a_check_names_keys_that_cannot_sign() {
    let mut desk = Desk::new();
    let check = |desk: &Desk, message: &str| {
        let output = desk.run("check newsroom").succeeds();
        assert_eq!(output.contains("the keys under [signing] cannot be used here"), !message.is_empty(), "{output}");
        assert!(output.contains(message), "{output}");
    };
    desk.sign_in_builds("../none");
    check(&desk, "none has no keys: it has no root.1.txt");
    desk.sign_in_builds("../keys");
    check(&desk, "");
    let keys = desk.files("keys");
    for role in ["desk-", "pulse-"] {
        let name = keys.keys().find(|name| name.starts_with(role)).expect("a key");
        desk.set_mode(&format!("keys/{name}"), 0o644);
        check(&desk, "chmod 600 ");
        fs::remove_file(desk.path("keys").join(name)).expect("removed");
        check(&desk, &format!("{name} is missing"));
        desk.write_secret(&format!("keys/{name}"), &keys[name]);
    }
    desk.now += 730 * DAY;
    check(&desk, "offprint rotate");
}

#[test]
fn a_new_newsroom_shows_how_its_builds_are_signed() {
    let desk = Desk::new();
    desk.run("init paper").succeeds();
    let config = String::from_utf8(desk.files("paper")["offprint.toml"].clone()).expect("text");
    let uncommented = ["[signing]", "keys = ", "valid_days = "]
        .iter()
        .fold(config, |config, line| config.replacen(&format!("\n# {line}"), &format!("\n{line}"), 1));
    desk.write("paper/offprint.toml", uncommented);
    let output = desk.run("build paper --out paper-site --passphrase-file passphrase").succeeds();
    assert!(output.contains("Signed edition 1, valid until 2026-12-01"), "{output}");
}
