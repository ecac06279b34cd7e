//! Lists of files: each has exactly one text, and its paths stay below the root of a site.

use std::path::{Component, Path};

use trust::{listing, reference};

pub fn run(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Ok(files) = listing::read(text) else { return };
    assert_eq!(listing::write(files.iter().map(|listed| (listed.path, listed.file))), text, "the only way to write it");
    for listed in &files {
        let is_name = |part: Component<'_>| matches!(part, Component::Normal(_));
        // The letters that other systems and terminals do not treat as part of a name.
        let turning = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        let is_odd = |letter: char| {
            letter < ' ' || ('\u{7f}'..'\u{a0}').contains(&letter) || "\\:".contains(letter) || turning.contains(letter)
        };
        assert!(Path::new(listed.path).components().all(is_name), "{:?}", listed.path);
        assert!(!listed.path.ends_with('/') && !listed.path.contains("//") && !listed.path.contains(is_odd));
        assert!(listing::is_path(listed.path));
    }
    let mut paths: Vec<&str> = files.iter().map(|listed| listed.path).collect();
    paths.dedup();
    assert!(paths.len() == files.len() && paths.is_sorted());
}

pub fn seeds() -> Vec<Vec<u8>> {
    let file = |name: &str| reference(name.as_bytes()).expect("short");
    let paths = ["index.html", "404.html", "articles/ferry/index.html", "öffnung der brücke.txt", ".well-known/x"];
    let list = |paths: &[&'static str]| listing::write(paths.iter().map(|path| (*path, file(path)))).into_bytes();
    vec![Vec::new(), list(&paths[..1]), list(&paths)]
}
