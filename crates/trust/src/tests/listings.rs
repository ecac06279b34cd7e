//! Lists of files.

use crate::listing::{is_path, read, write};
use crate::{Refused, reference};

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
        assert_eq!(read(&text), Err(Refused::Malformed), "{text}");
    }
}

#[test]
fn a_path_stays_below_the_root() {
    for path in ["index.html", "a/b.css", ".well-known/x", "a..b", "…"] {
        assert!(is_path(path), "{path}");
    }
    for path in ["", "/etc/passwd", "a//b", "../x", "a/../b", "a/.", "a/", "C:/x", "a\\b", "a\0b", "a\nb"] {
        assert!(!is_path(path), "{path:?}");
        let line = format!("{} 1 {path}\n", crate::hash(b"x"));
        assert_eq!(read(&line), Err(Refused::Malformed), "{path:?}");
    }
}
