//! Moves the parts of the app out of the WebAssembly that Cargo made, each into files of its own.
//!
//! A part is what only the functions reach that the macro `part!` of `src/browser/parts.rs` declares. What two parts share lies
//! in a file of both.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rustc_demangle::demangle;
use thiserror::Error;
use wasm_split_cli_support::{Options, transform};
use wasmparser::{Parser, Payload, TypeRef, Validator, WasmFeatures};

use crate::names;

/// The module from which the core imports what loads its parts.
pub const LOADER: &str = "./__wasm_split.js";

/// The module from which parts import what they share with the core.
const SHARED: &str = "__wasm_split";

/// The name of a part, and how the names of the functions begin that belong to it.
pub type Own = (&'static str, &'static [&'static str]);

/// What of the app belongs to a part: how the names of its functions begin. One call from the core would bring all of it back,
/// and nothing else would show that.
pub const OWN: &[Own] = &[(
    "updates",
    &[
        "curve25519_dalek::",
        "reader::browser::updates::",
        "updates::download::",
        "updates::import::",
        "updates::machine::Updates",
    ],
)];

/// The core of the app and its parts.
pub struct Split {
    /// The core, on which wasm-bindgen works.
    pub core: Vec<u8>,
    /// The parts.
    pub parts: Parts,
}

/// The parts of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The files of each part, by its name.
    pub files: BTreeMap<String, Vec<String>>,
    /// The WebAssembly of each file.
    pub wasm: BTreeMap<String, Vec<u8>>,
    /// The names under which the core gives them memory, table and stack pointer.
    pub shared: Vec<String>,
}

/// Why an app cannot be split.
#[derive(Debug, Error)]
pub enum SplitError {
    /// The splitter refused it.
    #[error(
        "{} cannot be split: {reason}. The linker has to be told --emit-relocs, as `build.rs` of the crate `reader` does; with \
         RUSTFLAGS=\"--cfg whole\" the app is one file",
        file.display()
    )]
    Splitter {
        /// What Cargo made.
        file: PathBuf,
        /// What the splitter said.
        reason: String,
    },
    /// A part needs more of the core than it may.
    #[error(
        "the part file {file} imports {import}: it may import nothing but the memory, table and stack pointer of the core"
    )]
    Import {
        /// The file.
        file: String,
        /// The module and the name.
        import: String,
    },
    /// Browsers refuse a file.
    #[error("{file} is no WebAssembly for browsers: {reason}. `WASM_FEATURES` names what wasm-opt may use")]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What belongs to a part is in the core.
    #[error(
        "{function} belongs to the part `{part}` and is in the core: something outside of the part calls it, by which all of it \
         is loaded at once. Call it through the table in src/browser/parts.rs"
    )]
    InCore {
        /// The part.
        part: &'static str,
        /// The function.
        function: String,
    },
    /// Nothing of a part is where it belongs.
    #[error(
        "the part `{part}` has no function that begins with {start}: `OWN` in crates/shrink/src/split.rs is out of date"
    )]
    Unknown {
        /// The part.
        part: &'static str,
        /// How the names of its functions should begin.
        start: &'static str,
    },
}

/// Splits what Cargo made. An app without parts, as `--cfg whole` makes it, is all core.
pub fn split(file: &Path) -> Result<Split> {
    let wasm = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let folder = tempfile::tempdir()?;
    let core = folder.path().join("core.wasm");
    let mut options = Options::new(&wasm);
    options.output_dir = folder.path();
    options.main_out_path = &core;
    options.link_name = LOADER;
    let split = transform(options)
        .map_err(|error| SplitError::Splitter { file: file.to_owned(), reason: format!("{error:#}") })?;

    let needs: BTreeMap<String, Vec<String>> = split.prefetch_map.into_iter().collect();
    let mut parts = Parts::default();
    for made in needs.values().flatten() {
        let path = folder.path().join(format!("{made}.wasm"));
        let wasm = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        parts.wasm.insert(name_of(made, &needs), wasm);
    }
    for (part, made) in &needs {
        parts.files.insert(part.clone(), made.iter().map(|made| name_of(made, &needs)).collect());
    }
    let mut shared = Vec::new();
    for (file, wasm) in &parts.wasm {
        shared.extend(shared_by(file, wasm)?);
    }
    shared.sort_unstable();
    shared.dedup();
    parts.shared = shared;
    Ok(Split { core: fs::read(&core).context("cannot read the core of the app")?, parts })
}

/// The name of a file: that of the part that alone needs it, or of all that share it.
fn name_of(made: &String, needs: &BTreeMap<String, Vec<String>>) -> String {
    let parts: Vec<&str> =
        needs.iter().filter(|(_, files)| files.contains(made)).map(|(part, _)| part.as_str()).collect();
    parts.join("-")
}

/// Reads the names of what a file of a part imports; an error when it is more than a part may import.
fn shared_by(file: &str, wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            let import = import?;
            let is_shared = match import.ty {
                TypeRef::Memory(_) => import.name == "memory",
                TypeRef::Table(_) => import.name == "__indirect_function_table",
                // The stack pointer is the one global that changes.
                TypeRef::Global(global) => global.mutable,
                TypeRef::Func(_) | TypeRef::FuncExact(_) | TypeRef::Tag(_) => false,
            };
            if !is_shared || import.module != SHARED {
                let import = format!("{}.{}", import.module, import.name);
                return Err(SplitError::Import { file: file.to_owned(), import }.into());
            }
            names.push(import.name.to_owned());
        }
    }
    Ok(names)
}

/// Checks that browsers take a file, which they do only without what is newer than they are.
pub fn check_for_browsers(file: &str, wasm: &[u8]) -> Result<(), SplitError> {
    let invalid =
        |error: wasmparser::BinaryReaderError| SplitError::Invalid { file: file.to_owned(), reason: error.to_string() };
    Validator::new_with_features(WasmFeatures::WASM2).validate_all(wasm).map(|_| ()).map_err(invalid)
}

impl Split {
    /// Checks that what belongs to a part is in it, and nothing of it in the core.
    pub fn check_borders(&self, own: &[Own]) -> Result<()> {
        let core = functions(&self.core)?;
        for (part, starts) in own.iter().filter(|(part, _)| self.parts.files.contains_key(*part)) {
            let mut moved = Vec::new();
            for file in &self.parts.files[*part] {
                moved.extend(functions(&self.parts.wasm[file])?);
            }
            for start in *starts {
                if let Some(function) = core.iter().find(|name| name.starts_with(start)) {
                    return Err(SplitError::InCore { part, function: function.clone() }.into());
                }
                if !moved.iter().any(|name| name.starts_with(start)) {
                    return Err(SplitError::Unknown { part, start }.into());
                }
            }
        }
        Ok(())
    }
}

/// Reads the names of the functions that have a body, as Rust spells them: of `<A as B>::f`, the text from `A` on.
fn functions(wasm: &[u8]) -> Result<Vec<String>> {
    let spelt = |(_, name): (u32, String)| format!("{:#}", demangle(&name)).trim_start_matches('<').to_owned();
    Ok(names::functions(wasm)?.into_iter().map(spelt).collect())
}

#[cfg(test)]
mod tests;
