//! Checks which crate depends on which.

use std::env;
use std::fs;
use std::process::Command;

use crate::files::read;

/// Returns the names of a package's dependencies, except those for tests.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in read(manifest).lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let is_dependencies = section.ends_with("dependencies") && !section.ends_with("dev-dependencies");
            inside = is_dependencies && !section.starts_with("workspace");
            // A section for a single dependency.
            if let Some((before, name)) = section.rsplit_once("dependencies.")
                && !before.starts_with("workspace")
            {
                names.push(name.to_owned());
            }
        } else if inside
            && let Some((name, _)) = line.split_once(['=', '.'])
            && !line.starts_with('#')
        {
            names.push(name.trim().to_owned());
        }
    }
    assert!(!names.is_empty(), "{manifest} names no dependencies");
    names.sort();
    names.dedup();
    names
}

#[test]
fn the_model_depends_on_serde_only() {
    assert_eq!(dependencies("crates/model/Cargo.toml"), ["serde"]);
}

/// The dependencies of each crate on our own crates, listed once.
const EDGES: &[(&str, &[&str])] = &[
    ("crates/model", &[]),
    ("crates/trust", &["model"]),
    ("crates/messages", &["model"]),
    ("crates/edition", &["model"]),
    ("crates/updates", &["edition", "model", "trust"]),
    ("crates/verifier", &["model", "trust"]),
    ("", &["edition", "messages", "model", "trust", "updates"]),
    ("crates/site", &["edition", "messages", "model", "trust"]),
    ("crates/newsroom", &["edition", "messages", "model", "site", "trust"]),
    ("crates/embed", &["edition", "messages", "model", "reader", "site"]),
    ("crates/portable", &["edition", "embed", "messages", "model", "reader", "site"]),
    ("crates/builder", &["edition", "embed", "messages", "model", "newsroom", "reader", "site", "trust"]),
    ("crates/signing", &["edition", "model", "newsroom", "portable", "site", "trust"]),
    (
        "crates/offprint",
        &["builder", "edition", "embed", "messages", "model", "newsroom", "portable", "signing", "site", "trust"],
    ),
    ("crates/shrink", &["edition", "messages", "model", "trust"]),
    ("crates/fuzz", &["model", "trust"]),
    // xtask builds all others, so it cannot depend on them.
    ("crates/xtask", &[]),
];

#[test]
fn dependencies_run_one_way() {
    let own = |folder: &str| match folder.rsplit_once('/') {
        Some((_, name)) => name.to_owned(),
        None => "reader".to_owned(),
    };
    let names: Vec<String> = EDGES.iter().map(|(folder, _)| own(folder)).collect();
    for (folder, expected) in EDGES {
        let manifest = format!("{folder}/Cargo.toml");
        let found = dependencies(manifest.trim_start_matches('/'));
        let found: Vec<String> = found.into_iter().filter(|name| names.contains(name)).collect();
        assert_eq!(found, *expected, "{manifest}: if that is intended, change EDGES");
    }
}

/// Fluent is compiled away, so the app contains nothing of it.
#[test]
fn the_messages_depend_on_the_model_only() {
    let known = ["fluent-syntax", "icu_locale_core", "icu_plurals", "model", "serde_json"];
    assert_eq!(dependencies("crates/messages/Cargo.toml"), known);
    let manifest = read("crates/messages/Cargo.toml");
    let (_, after) = manifest.split_once("\n[dependencies]\n").expect("dependencies");
    let app: Vec<&str> =
        after.lines().take_while(|line| !line.starts_with('[')).filter(|line| line.contains('=')).collect();
    assert_eq!(app, ["model.workspace = true"], "everything else is for the build script and the builder");
}

/// The script on other people's pages would contain any other dependency.
#[test]
fn the_verifier_is_trust_and_no_more() {
    assert_eq!(dependencies("crates/verifier/Cargo.toml"), ["model", "trust", "wasm-bindgen"]);
}

/// No attribute can allow what is forbidden.
#[test]
fn no_crate_may_be_unsafe() {
    let root = read("Cargo.toml");
    assert!(root.contains("[workspace.lints.rust]\n") && root.contains("\nunsafe_code = \"forbid\"\n"), "{root}");
    let crates = fs::read_dir(tests::root().join("crates")).expect("the crates").map(|entry| {
        let folder = entry.expect("a folder").file_name();
        format!("crates/{}/Cargo.toml", folder.to_string_lossy())
    });
    for manifest in crates.chain(["Cargo.toml", "tests/Cargo.toml"].map(str::to_owned)) {
        assert!(
            read(&manifest).contains("\n[lints]\nworkspace = true\n"),
            "{manifest} does not use the workspace's lints"
        );
    }
}

/// Returns the features of Leptos in the graph of some packages, one a line.
fn leptos_features(arguments: &[&str]) -> String {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(tests::root());
    command.args(["tree", "--offline", "--locked", "--edges", "features", "--invert", "leptos", "--depth", "1"]);
    let output = command.args(arguments).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Two modes in one build panic at run time, because event handlers are missing.
#[test]
fn each_target_has_one_mode() {
    let browser = leptos_features(&["--package", "reader", "--target", "wasm32-unknown-unknown"]);
    assert!(browser.contains("\"csr\""), "{browser}");
    assert!(!browser.contains("\"ssr\"") && !browser.contains("\"hydrate\""), "{browser}");
    let native = leptos_features(&["--workspace"]);
    assert!(native.contains("\"ssr\""), "{native}");
    assert!(!native.contains("\"csr\"") && !native.contains("\"hydrate\""), "{native}");
}
