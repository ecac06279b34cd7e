//! Lets the script of the core load its parts.

use anyhow::{Result, ensure};
use regex::Regex;
use serde_json::json;

use crate::bound::Bound;
use crate::names::{self, Names};
use crate::split::{LOADER, Parts};

/// What wasm-bindgen made of the core, with an entry for each part that the core loads. The entry calls `offprint.loadPart` of
/// `client/parts.js`, and tells the core how that ended.
pub fn connect(core: Bound, parts: &Parts) -> Result<Bound> {
    if parts.files.is_empty() {
        return Ok(core);
    }
    let Bound { script, wasm } = core;
    let wasm = names::with_module(&wasm, LOADER)?;
    let names = Names::of(&wasm)?;
    let given = parts.shared.iter().map(|name| format!("{name}: wasm.{name}")).collect::<Vec<_>>().join(", ");
    let mut entries = String::new();
    for part in parts.files.keys() {
        let load = format!("__wasm_split_load_{part}");
        ensure!(names.imports.contains(&load), "the core does not load the part `{part}`: it imports no {load}");
        entries.push_str(&format!(
            "        {load}: function(arg0, arg1) {{\n            \
             const tell = (is) => wasm.__indirect_function_table.get(arg0)(arg1, is);\n            \
             offprint.loadPart({}, {{ {given} }}).then(() => tell(true), () => tell(false));\n        }},\n",
            json!(part)
        ));
    }

    let place = regex::escape(LOADER);
    let import = Regex::new(&format!(r#"(?m)^import \* as \w+ from "{place}";?\n|^ *"{place}": \w+,\n"#))?;
    ensure!(import.find_iter(&script).count() == 2, "the script does not import {LOADER} as wasm-bindgen writes it");
    let script = import.replace_all(&script, "");
    let first = "    const import0 = {\n        __proto__: null,\n";
    ensure!(
        script.matches(first).count() == 1,
        "the script does not give the wasm its imports as wasm-bindgen writes it"
    );
    Ok(Bound { script: script.replace(first, &format!("{first}{entries}")), wasm })
}
