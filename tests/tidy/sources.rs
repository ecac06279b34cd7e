//! Checks that code is only where it belongs.

use crate::files::{File, check_absent, outside, read, rust_files};

#[test]
fn only_one_folder_touches_the_browser() {
    let reader = outside(rust_files("src"), &["src/browser/", "src/main.rs"]);
    let browser = ["web_sys", "js_sys", "gloo", "wasm_bindgen", "window()", "document()"];
    check_absent(&reader, &browser, "the browser is touched under src/browser/ only");
    for folder in ["crates/model", "crates/trust", "crates/edition", "crates/updates", "crates/messages"] {
        check_absent(&rust_files(folder), &browser, "this code runs natively too");
    }
}

#[test]
fn no_html_string_becomes_markup() {
    let setters = [
        "set_inner_html",
        "inner_html=",
        "set_outer_html",
        "insert_adjacent_html",
        "create_contextual_fragment",
        // The only type with `write`, which turns text into markup.
        "HtmlDocument",
    ];
    check_absent(&rust_files("src"), &setters, "text is a tree of typed blocks and inlines");
    // Comparing a page with the app needs to read its HTML.
    let others = outside(rust_files("src"), &["src/browser/take_over.rs"]);
    check_absent(&others, &["inner_html", "outer_html"], "only the take-over compares markup");
}

#[test]
fn only_routes_spell_paths() {
    let all = ["src", "crates/edition/src", "crates/updates/src"].into_iter().flat_map(rust_files).collect();
    let reader = outside(all, &["crates/edition/src/routes.rs"]);
    let paths = [
        "sections/",
        "archive/",
        "topics/",
        "places/",
        "articles/",
        "about/",
        "page/",
        "embed/",
        "404.html",
        "index.html",
        "offline.html",
        "service-worker.js",
    ];
    check_absent(&reader, &paths, "paths are spelt in crates/edition/src/routes.rs only");
}

/// The crates that make a site, from the newsroom's files to the command.
const NATIVE: [&str; 7] = [
    "crates/builder/src",
    "crates/embed/src",
    "crates/newsroom/src",
    "crates/offprint/src",
    "crates/portable/src",
    "crates/signing/src",
    "crates/site/src",
];

#[test]
fn few_files_write_the_site() {
    let native = outside(
        NATIVE.into_iter().flat_map(rust_files).collect(),
        &[
            "crates/site/src/write.rs",
            "crates/site/src/write/beside.rs",
            "crates/site/src/write/disk.rs",
            "crates/site/src/write/lock.rs",
            "crates/site/src/write/part.rs",
            "crates/offprint/src/command/",
            // Keys, which are never in a site.
            "crates/signing/src/keys/",
        ],
    );
    let writing = [
        "fs::write",
        "fs::rename",
        "fs::copy",
        "fs::remove",
        "fs::create_dir",
        "create_dir_all",
        "File::create",
        "OpenOptions",
        "renameat",
        "tempfile",
        "tempdir",
    ];
    check_absent(&native, &writing, "only crates/site/src/write.rs and files of its folder write files");
}

/// `println!` panics on a full disk, and after the reader of a pipe has gone.
#[test]
fn one_file_prints() {
    let native = NATIVE.into_iter().flat_map(rust_files).collect();
    let printing = ["println!", "print!(", "dbg!", "io::stdout", "io::stderr", "anstream::std"];
    let native = outside(native, &["crates/offprint/src/command/output/"]);
    check_absent(&native, &printing, "only crates/offprint/src/command/output/stream.rs prints");
    let output =
        outside(rust_files("crates/offprint/src/command/output"), &["crates/offprint/src/command/output/stream.rs"]);
    check_absent(&output, &["println!", "print!(", "anstream::std"], "only stream.rs prints");
}

#[test]
fn nothing_asks_for_the_time() {
    let clocks = ["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now", "TimeZone::system"];
    let reason = "the same input gives the same bytes: pass the time as an argument";
    let native = NATIVE.into_iter().flat_map(rust_files).collect();
    check_absent(&outside(native, &["crates/offprint/src/command/"]), &clocks, reason);
    for folder in ["src", "crates/model/src", "crates/trust/src", "crates/edition/src", "crates/updates/src"] {
        check_absent(&rust_files(folder), &clocks, reason);
    }
    check_absent(&outside(rust_files("src"), &["src/browser/"]), &["Date::now", "Math::random"], reason);
}

#[test]
fn integers_of_the_model_have_a_fixed_width() {
    check_absent(
        &rust_files("crates/model/src"),
        &[": usize", "<usize", ": isize", "<isize"],
        "both targets read the model",
    );
}

#[test]
fn nothing_panics_for_want_of_a_value() {
    let all = ["src", "crates", "tests"].into_iter().flat_map(rust_files).collect::<Vec<_>>();
    check_absent(&outside(all, &["tests/"]), &[".unwrap()"], "use expect with a reason instead of unwrap");
}

#[test]
fn what_a_lint_forbids_is_expected_with_a_reason() {
    let all = ["src", "crates", "tests"].into_iter().flat_map(rust_files).collect::<Vec<_>>();
    check_absent(&outside(all, &["tests/tidy/"]), &["#[allow", "#![allow"], "use #[expect(..., reason = ...)]");
}

#[test]
fn every_file_says_what_it_is() {
    let all = ["src", "crates", "tests"].into_iter().flat_map(rust_files);
    let silent: Vec<String> = all.filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert!(silent.is_empty(), "these open without a `//!` sentence: {silent:#?}");
}

/// Readers never see a block that falls through, so the matches over kinds name them all.
#[test]
fn every_kind_is_named_where_it_is_shown() {
    for file in
        ["src/article/mod.rs", "src/article/inline.rs", "crates/model/src/text.rs", "crates/model/src/block/walk.rs"]
    {
        let file = File { path: file.to_owned(), text: read(file) };
        check_absent(&[file], &["_ =>"], "a new kind must not compile until it is shown");
    }
}

#[test]
fn tests_do_not_sleep_and_use_no_fixed_port() {
    let files = outside(rust_files("tests"), &["tests/wait.rs", "tests/tidy/"]);
    check_absent(&files, &["sleep("], "wait for a condition: see tests/wait.rs");
    for file in files.iter().chain(&rust_files("crates")) {
        for (number, line) in file.text.lines().enumerate() {
            let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.chars().next());
            let is_fixed = port.is_some_and(|digit| digit.is_ascii_digit() && digit != '0');
            let in_test = file.path.starts_with("tests/") || file.path.ends_with("tests.rs");
            assert!(!(is_fixed && in_test), "{}:{} names a port", file.path, number + 1);
        }
    }
}
