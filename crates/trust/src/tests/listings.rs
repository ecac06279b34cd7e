//! Tests lists of files.

use crate::listing::{is_path, read, write};
use crate::{TrustError, reference};

#[test]
fn reads_what_it_writes() {
    let file = |text: &str| reference(text.as_bytes()).unwrap();
    let text = write([("index.html", file("b")), ("404.html", file("a")), ("öffnung der brücke.txt", file("c"))]);
    let files = read(&text).unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path).collect();
    assert_eq!(paths, ["404.html", "index.html", "öffnung der brücke.txt"]);
    assert_eq!(files[1].file, file("b"));
    assert_eq!(read(""), Ok(Vec::new()));
}

#[test]
fn refuses_what_is_written_otherwise() {
    let line = |path: &str| write([(path, reference(b"x").unwrap())]);
    let (a, b) = (line("a"), line("b"));
    for text in [
        format!("{b}{a}"),
        format!("{a}{a}"),
        a.trim_end().to_owned(),
        format!("\n{a}"),
        a.replace(" 1 ", " 01 "),
        a.replace(" 1 ", " 4294967296 "),
        a.replace(" 1 ", "  "),
        a.to_uppercase(),
    ] {
        assert_eq!(read(&text), Err(TrustError::Malformed), "{text}");
    }
}

#[test]
fn a_path_stays_below_the_root() {
    // Right-to-left letters and joiners do not control direction.
    for path in ["index.html", "a/b.css", ".well-known/x", "a..b", "…", "کتاب\u{200c}ها.html"] {
        assert!(is_path(path), "{path}");
    }
    for path in ["", "/etc/passwd", "a//b", "../x", "a/../b", "a/.", "a/", "C:/x", "a\\b", "a\0b", "a\nb"] {
        assert!(!is_path(path), "{path:?}");
        let line = format!("{} 1 {path}\n", crate::hash(b"x"));
        assert_eq!(read(&line), Err(TrustError::Malformed), "{path:?}");
    }
    // "photo-gpj.exe" would be shown as "photo-exe.jpg".
    for letter in
        "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars()
    {
        assert!(!is_path(&format!("photo-{letter}gpj.exe")), "{letter:?}");
    }
}
