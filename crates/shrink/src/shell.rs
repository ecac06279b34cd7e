//! Writes a shell: the files that a site has as they are, and in the folder `parts` what goes into pages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use messages::{LANGUAGES, Messages};
use serde_json::json;

use crate::bound::Bound;
use crate::client::Client;
use crate::script::Kind;
use crate::style;

/// Writes all scripts, styles and words of a shell; `root` is the repository that has their sources.
pub fn write(folder: &Path, root: &Path, app: &Bound, verifier: &Bound) -> Result<()> {
    let client = |share| Client { root, shell: folder, app, verifier, share };
    let share = client("").script("client/share/main.js", Kind::Module)?;
    let share_name = format!("offprint-{}.js", short_hash(share.as_bytes()));
    let script = client(&share_name).script("client/app.js", Kind::Module)?;

    let words = LANGUAGES.map(|language| (language, Messages::file(language)));
    let parts = [script.as_bytes(), &app.wasm].into_iter().chain(words.iter().map(|(_, file)| file.as_bytes()));
    let name = format!("offprint-{}", short_hash(&parts.collect::<Vec<_>>().concat()));
    write_file(folder, &share_name, share.as_bytes())?;
    write_file(folder, &format!("{name}.js"), script.as_bytes())?;
    write_file(folder, &format!("{name}.wasm"), &app.wasm)?;
    for (language, file) in &words {
        write_file(folder, &format!("{name}.{language}.txt"), file.as_bytes())?;
    }

    let parts = folder.join("parts");
    fs::create_dir_all(&parts).with_context(|| format!("cannot create {}", parts.display()))?;
    let names = json!({ "script": format!("{name}.js"), "share": share_name });
    write_file(&parts, "shell.json", names.to_string().as_bytes())?;
    for (script, entry) in [("service-worker", "service-worker"), ("not-found", "not-found"), ("embed", "embed/main")] {
        let code = client("").script(&format!("client/{entry}.js"), Kind::Classic)?;
        write_file(&parts, &format!("{script}.js"), code.as_bytes())?;
    }
    let styles = root.join("style");
    write_file(&parts, "page.css", style::page(&styles)?.as_bytes())?;
    write_file(&parts, "card.css", style::card(&styles)?.as_bytes())?;
    write_file(&parts, "portable.css", style::portable(&styles)?.as_bytes())
}

fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(name);
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// A name for a file with these bytes.
fn short_hash(bytes: &[u8]) -> String {
    trust::hash(bytes).to_string().chars().take(16).collect()
}
