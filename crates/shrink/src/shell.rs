//! Writes a shell: files that a site contains unchanged, and in the folder `parts` the files that become part of pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use messages::{LANGUAGES, Messages};
use serde_json::json;

use crate::client::{Client, Inputs};
use crate::contents::Contents;
use crate::script::Kind;
use crate::style;

/// Writes the app, and all scripts, styles and messages of a shell. `contents` are those of the app's core and parts, for
/// `cargo xtask size`.
pub fn write(folder: &Path, inputs: &Inputs<'_>, contents: &BTreeMap<String, Contents>) -> Result<()> {
    let Inputs { root, app, parts, .. } = inputs;
    let client = |share| Client { inputs, share };
    let share = client("").script("client/share/main.js", Kind::Module)?;
    let share_name = format!("offprint-{}.js", short_hash(share.as_bytes()));
    let script = client(&share_name).script("client/app.js", Kind::Module)?;

    let messages = LANGUAGES.map(|language| (language, Messages::file(language)));
    // The script contains the hashes of the parts, so the name also identifies their build: a part fits only its own
    // core.
    let files = [script.as_bytes(), &app.wasm].into_iter().chain(messages.iter().map(|(_, file)| file.as_bytes()));
    let name = format!("offprint-{}", short_hash(&files.collect::<Vec<_>>().concat()));
    write_file(folder, &share_name, share.as_bytes())?;
    write_file(folder, &format!("{name}.js"), script.as_bytes())?;
    write_file(folder, &format!("{name}.wasm"), &app.wasm)?;
    for (file, wasm) in &parts.wasm {
        write_file(folder, &format!("{name}.{file}.wasm"), wasm)?;
    }
    for (language, file) in &messages {
        write_file(folder, &format!("{name}.{language}.txt"), file.as_bytes())?;
    }

    let pages = folder.join("parts");
    fs::create_dir_all(&pages).with_context(|| format!("cannot create {}", pages.display()))?;
    let names = json!({
        "script": format!("{name}.js"),
        "share": share_name,
        "parts": parts.wasm.keys().collect::<Vec<_>>(),
        "portable_parts": parts.portable(),
        "files": parts.files,
        "contents": contents,
    });
    write_file(&pages, "shell.json", names.to_string().as_bytes())?;
    for (script, entry) in
        [("service-worker", "service-worker"), ("not-found", "not-found"), ("early", "early"), ("embed", "embed/main")]
    {
        let code = client("").script(&format!("client/{entry}.js"), Kind::Classic)?;
        write_file(&pages, &format!("{script}.js"), code.as_bytes())?;
    }
    let styles = root.join("style");
    write_file(&pages, "page.css", style::page(&styles)?.as_bytes())?;
    write_file(&pages, "card.css", style::card(&styles)?.as_bytes())?;
    write_file(&pages, "portable.css", style::portable(&styles)?.as_bytes())
}

fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(name);
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// Returns the hash for the name of a file with these bytes, in 16 digits.
fn short_hash(bytes: &[u8]) -> String {
    trust::hash(bytes).to_string().chars().take(16).collect()
}
