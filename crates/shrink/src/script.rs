//! Changes the script that wasm-bindgen writes, relying on its layout.
//!
//! Another layout ends in an error: the names of script and wasm are compared, and a script cut in the wrong place
//! cannot be parsed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, anyhow, bail, ensure};
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;
use regex::{Captures, Regex};

use crate::names::MODULE;

/// Removes all exports of a script but the default and the `used` ones, and the classes that nothing uses then. The
/// default export starts the wasm that it gets.
pub fn without_unused(script: &str, used: &[&str]) -> Result<String> {
    let export = Regex::new(r"export \{[^}]*?(\w+ as default) \}")?;
    ensure!(export.is_match(script), "the script exports no default: it is not what wasm-bindgen writes");
    let others: String = used.iter().map(|name| format!(", {name}")).collect();
    let mut script = export.replace(script, format!("export {{ $1{others} }}")).into_owned();
    for name in used {
        let before = script.clone();
        for kind in ["class", "const"] {
            script = script.replace(&format!("export {kind} {name} "), &format!("{kind} {name} "));
        }
        ensure!(script != before, "the script exports no {name}, which another script uses");
    }
    let class = Regex::new(r"(?m)^export class (\w+) ")?;
    let names: Vec<String> = class.captures_iter(&script).map(|class| class[1].to_owned()).collect();
    for name in names {
        let own = Regex::new(&format!(
            r"(?ms)^export class {name} \{{\n.*?^\}}\n|^if \(Symbol\.dispose\) {name}\..*?\n|^const {name}Finalization = .*?;\n"
        ))?;
        let without = own.replace_all(&script, "");
        script = if Regex::new(&format!(r"\b{name}\b"))?.is_match(&without) {
            // The wasm makes objects of this class.
            script.replace(&format!("export class {name} "), &format!("class {name} "))
        } else {
            without.into_owned()
        };
    }
    Ok(script)
}

/// Removes the default address of the wasm. The script always gets the wasm, and without `import.meta` it can be part
/// of another script.
pub fn without_default_address(script: &str) -> Result<String> {
    let place = Regex::new(r"(?ms)^    if \(module_or_path === undefined\) \{\n.*?^    \}\n")?;
    ensure!(place.is_match(script), "the script does not look for its wasm as wasm-bindgen's scripts do");
    Ok(place.replace(script, "").into_owned())
}

/// Shortens the description of values, which only panic messages contain: the wasm has none.
pub fn without_descriptions(script: &str) -> Result<String> {
    let description = Regex::new(r"(?ms)^function debugString\((\w+)\) \{\n.*?^\}\n")?;
    let short = description.replace(script, "function debugString($1) { return String($1); }\n");
    ensure!(
        short != script || !script.contains("debugString"),
        "the script does not describe values as wasm-bindgen's scripts do"
    );
    Ok(short.into_owned())
}

/// Removes warnings to developers. `offprint mirror check` tells hosts that send a wrong type, and the app's own scripts call the
/// function that starts the wasm.
pub fn without_warnings(script: &str) -> Result<String> {
    let warning = Regex::new(r"(?m)^ +console\.warn\(.*\);?\n")?;
    Ok(warning.replace_all(script, "").into_owned())
}

/// Finds the exports of the wasm that a script uses.
pub fn calls(script: &str) -> Result<BTreeSet<String>> {
    Ok(call()?.captures_iter(script).map(|call| call[1].to_owned()).collect())
}

fn call() -> Result<Regex> {
    Ok(Regex::new(r"\bwasm\.(\w+)")?)
}

/// Removes all other imports of the wasm from a script.
pub fn with_imports(script: &str, imports: &BTreeSet<String>) -> Result<String> {
    let entry = entry()?;
    let (mut kept, mut found) = (String::new(), BTreeSet::new());
    let mut is_kept = true;
    for line in script.lines() {
        if let Some(entry) = entry.captures(line) {
            is_kept = imports.contains(&entry[1]);
            found.insert(entry[1].to_owned());
        } else if !line.starts_with("        ") && !line.is_empty() {
            is_kept = true;
        }
        if is_kept {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let missing: Vec<String> = imports.difference(&found).cloned().collect();
    ensure!(missing.is_empty(), "the wasm imports {}, which the script does not have", missing.join(", "));
    Ok(kept)
}

/// Matches the first line of a function that the wasm imports.
fn entry() -> Result<Regex> {
    Ok(Regex::new(r"(?m)^        (\w+): function")?)
}

/// Renames the imports and exports of the wasm in a script.
pub fn renamed(
    script: &str,
    module: &str,
    imports: &BTreeMap<String, String>,
    exports: &BTreeMap<String, String>,
) -> Result<String> {
    let written = format!("\"{module}\":");
    ensure!(script.matches(&written).count() == 1, "the script does not have exactly one import object for {module}");
    let script = script.replace(&written, &format!("\"{MODULE}\":"));
    let new = |names: &BTreeMap<String, String>, name: &str| names.get(name).cloned().unwrap_or(name.to_owned());
    let script =
        entry()?.replace_all(&script, |entry: &Captures<'_>| format!("        {}: function", new(imports, &entry[1])));
    let script = call()?.replace_all(&script, |call: &Captures<'_>| format!("wasm.{}", new(exports, &call[1])));
    Ok(script.into_owned())
}

/// The way in which a page loads a script.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A module.
    Module,
    /// A classic script, which must not define global names.
    Classic,
}

/// Minifies a script for browsers that know ECMAScript 2020. The result is safe inside a `<script>` element, and on a page in any
/// encoding.
pub fn minified(script: &str, kind: Kind) -> Result<String> {
    let allocator = Allocator::default();
    let mut program = parsed(&allocator, script, SourceType::mjs())?;
    let target = EngineTargets::from_target("es2020").map_err(|error| anyhow!("{error}"))?;
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: Some(true), ..MangleOptions::default() }),
        compress: Some(CompressOptions { target, ..CompressOptions::smallest() }),
        ..MinifierOptions::default()
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let code =
        Codegen::new().with_options(CodegenOptions::minify()).with_scoping(minified.scoping).build(&program).code;
    // Oxc escapes `</script`. After `<!--`, HTML would count a second `<script` too. It can only be in a string, a
    // template or a regular expression, where the backslash changes nothing.
    let code = ascii(&code.replace("<!--", "<\\!--"));
    match kind {
        Kind::Module => Ok(code),
        Kind::Classic => {
            let code = format!("(()=>{{\"use strict\";{code}}})();");
            parsed(&allocator, &code, SourceType::script()).context("this script works as a module only")?;
            Ok(code)
        }
    }
}

/// Escapes all characters outside ASCII, which are only in strings, templates and regular expressions. A browser reads a script in the
/// encoding of the page, such as windows-1251, unless the server names another one.
fn ascii(script: &str) -> String {
    let mut escaped = String::with_capacity(script.len());
    for character in script.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            let mut units = [0; 2];
            let units = character.encode_utf16(&mut units);
            escaped.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    escaped
}

/// Parses a script.
fn parsed<'a>(allocator: &'a Allocator, script: &str, source_type: SourceType) -> Result<Program<'a>> {
    let script = allocator.alloc_str(script);
    let parsed = Parser::new(allocator, script, source_type).parse();
    match parsed.diagnostics.into_iter().next() {
        Some(diagnostic) => bail!("{:?}", diagnostic.with_source_code(script.to_owned())),
        None => Ok(parsed.program),
    }
}
