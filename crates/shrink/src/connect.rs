//! Connects the core of the app to the parts that it loads.

use anyhow::{Result, ensure};
use regex::Regex;
use serde_json::json;

use crate::bound::Bound;
use crate::names::{self, Names};
use crate::split::{LOADER, Parts};

/// Adds a function for each part to the core as wasm-bindgen made it. The function calls `offprint.loadPart` of
/// `client/parts.js`, and reports to the core whether the part was loaded.
pub fn connect(core: Bound, parts: &Parts) -> Result<Bound> {
    if parts.files.is_empty() {
        return Ok(core);
    }
    let Bound { script, wasm } = core;
    let wasm = names::with_module(&wasm, LOADER)?;
    let names = Names::of(&wasm)?;
    let shared = parts.shared.iter().map(|name| format!("{name}: wasm.{name}")).collect::<Vec<_>>().join(", ");
    let mut entries = String::new();
    for part in parts.files.keys() {
        let load = format!("__wasm_split_load_{part}");
        ensure!(names.imports.contains(&load), "the core does not load the part `{part}`: it imports no {load}");
        entries.push_str(&format!(
            "        {load}: function(arg0, arg1) {{\n            \
             const report = (isLoaded) => wasm.__indirect_function_table.get(arg0)(arg1, isLoaded);\n            \
             offprint.loadPart({}, {{ {shared} }}).then(() => report(true), () => report(false));\n        }},\n",
            json!(part)
        ));
    }

    let loader = regex::escape(LOADER);
    let mut script = script;
    // wasm-bindgen may import the module once for each function.
    for line in [format!(r#"(?m)^import \* as \w+ from "{loader}";?\n"#), format!(r#"(?m)^ *"{loader}": \w+,\n"#)] {
        let line = Regex::new(&line)?;
        ensure!(line.is_match(&script), "the script does not import {LOADER} as wasm-bindgen writes it");
        script = line.replace_all(&script, "").into_owned();
    }
    let first = "    const import0 = {\n        __proto__: null,\n";
    ensure!(
        script.matches(first).count() == 1,
        "the script does not give the wasm its imports as wasm-bindgen writes it"
    );
    Ok(Bound { script: script.replace(first, &format!("{first}{entries}")), wasm })
}
