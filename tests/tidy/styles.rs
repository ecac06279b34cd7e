//! Checks styles and the components that they are for.

use std::collections::BTreeSet;

use crate::files::{File, files, read, rust_files};

#[test]
fn every_style_belongs_to_a_component() {
    for file in files("style/components").into_iter().chain(files("style/pages")) {
        let component = file.path.replace("style/", "src/").replace(".css", ".rs");
        assert!(tests::root().join(&component).is_file(), "{} styles no component: no file {component}", file.path);
    }
}

/// Everything that browsers run or show is in `client/` or `style/`, or is Rust.
#[test]
fn no_script_and_no_style_lies_in_a_crate() {
    for folder in ["crates", "src"] {
        for file in files(folder) {
            let is_there = [".js", ".mjs", ".css"].iter().any(|ending| file.path.ends_with(ending));
            assert!(!is_there, "{} is misplaced", file.path);
        }
    }
}

/// Classes that only name a block in the page's source; their elements have the usual style.
const NAMES: [&str; 6] = ["authors", "footnote-reference", "gallery", "key-points", "post", "questions"];

/// Returns the classes in `class="..."` of the reader's views.
fn used() -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for file in rust_files("src") {
        for part in file.text.split("class=\"").skip(1) {
            let value = part.split('"').next().unwrap_or_default();
            classes.extend(value.split_whitespace().map(str::to_owned));
        }
    }
    classes
}

/// Returns the classes that style sheets name.
fn styled() -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for file in files("style") {
        for selector in without_declarations(&file.text) {
            for part in selector.split('.').skip(1) {
                let end =
                    part.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).unwrap_or(part.len());
                classes.insert(part[..end].to_owned());
            }
        }
    }
    classes
}

/// Returns the parts of a style sheet before a brace.
fn without_declarations(css: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let ends = |text: &str| text.rfind([';', '}']).map_or(0, |end| end + 1);
    let mut parts: Vec<&str> = plain.split('{').collect();
    parts.pop();
    let selectors = parts.into_iter().map(|part| part[ends(part)..].trim().to_owned());
    selectors.filter(|selector| !selector.starts_with('@')).collect()
}

#[test]
fn every_class_is_styled() {
    let (used, styled) = (used(), styled());
    assert!(used.len() > 20 && styled.len() > 20, "no classes were found");
    let missing: Vec<&String> = used.difference(&styled).filter(|class| !NAMES.contains(&class.as_str())).collect();
    assert!(missing.is_empty(), "no style sheet knows the classes {missing:?}");
}

fn is_code(file: &File) -> bool {
    [".rs", ".js", ".html"].iter().any(|ending| file.path.ends_with(ending))
}

#[test]
fn every_styled_class_is_used() {
    let mut sources: String = rust_files("src").into_iter().map(|file| file.text).collect();
    let others = ["client", "crates/builder/src", "crates/embed/src", "crates/portable/src"]
        .into_iter()
        .flat_map(files)
        .filter(is_code);
    sources.push_str(&others.map(|file| file.text).collect::<String>());
    let is_word = |class: &str| {
        sources.match_indices(class).any(|(start, _)| {
            let joins = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
            let before = sources[..start].chars().next_back();
            let after = sources[start + class.len()..].chars().next();
            !before.is_some_and(joins) && !after.is_some_and(joins)
        })
    };
    let unused: Vec<String> = styled().into_iter().filter(|class| !is_word(class)).collect();
    assert!(unused.is_empty(), "nothing has the classes {unused:?}");
}

/// Otherwise an installed app would flash in another colour before its page appears.
#[test]
fn the_app_has_the_colour_of_the_paper() {
    let colours = read("style/light.css");
    let paper = colours.split("--paper: ").nth(1).and_then(|rest| rest.split(';').next()).expect("a colour");
    assert!(read("crates/builder/src/web_app.rs").contains(&format!("const PAPER: &str = \"{paper}\";")), "{paper}");
}

/// Fonts and pictures from elsewhere would be requests that the reader did not ask for.
#[test]
fn styles_fetch_nothing() {
    for file in files("style") {
        for fetching in ["@import", "@font-face", "url(", "http"] {
            assert!(!file.text.contains(fetching), "{} has {fetching}", file.path);
        }
    }
}
