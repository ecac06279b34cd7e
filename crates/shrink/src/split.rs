//! Moves the parts of the app out of the WebAssembly that Cargo made, each into files of its own.
//!
//! The macro `part!` of `src/browser/parts.rs` declares the functions of a part. The part contains all code and data
//! that only these functions reach. A file of its own contains what several parts share.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rustc_demangle::demangle;
use thiserror::Error;
use wasm_split_cli_support::{Options, transform};
use wasmparser::{Parser, Payload, TypeRef, Validator, WasmFeatures};

use crate::{names, panics, relocatable};

/// The module from which the core imports the functions that load parts.
pub const LOADER: &str = "./__wasm_split.js";

/// The module from which parts import memory, table and stack pointer of the core.
const SHARED: &str = "__wasm_split";

/// The name of a part, and the beginnings of the names of its functions.
pub type PartFunctions = (&'static str, &'static [&'static str]);

/// The functions that must be in a part of the app. One direct call from the core would move the whole part back into
/// the core, and only this list reveals that.
pub const PART_FUNCTIONS: &[PartFunctions] = &[
    ("pages", &["reader::pages::device::", "reader::pages::origin::", "updates::inventory::"]),
    ("share", &["reader::browser::share::"]),
    ("downloads", &["reader::browser::downloads::", "updates::compare::", "updates::download::", "updates::import::"]),
    ("updates", &["curve25519_dalek::", "reader::browser::updates::", "updates::machine::Updates"]),
];

/// The parts that a portable edition does not need, because a single file stores nothing.
const SITE_PARTS: &[&str] = &["downloads", "updates"];

/// The beginnings of the exports for classes that Leptos brings and the app never uses: the streams of server functions. The
/// splitter removes what only they reach.
pub const UNUSED_EXPORTS: &[&str] = &["intounderlying", "__wbg_intounderlying", "__wbindgen_describe_intounderlying"];

/// The core of the app and its parts.
pub struct Split {
    /// The core, before wasm-bindgen processes it.
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
    /// The names under which the core exports memory, table and stack pointer to the parts.
    pub shared: Vec<String>,
}

/// The reason why an app cannot be split.
#[derive(Debug, Error)]
pub enum SplitError {
    /// The splitter refused the app.
    #[error(
        "{} cannot be split: {reason}. The linker needs --emit-relocs, which `build.rs` of the crate `reader` passes; \
         `cargo xtask shell --whole` builds an app in one file",
        file.display()
    )]
    Splitter {
        /// The app as Cargo made it.
        file: PathBuf,
        /// The splitter's message.
        reason: String,
    },
    /// A part imports more from the core than it may.
    #[error(
        "the part file {file} imports {import}: it may import only the memory, table and stack pointer of the core"
    )]
    Import {
        /// The file.
        file: String,
        /// The module and the name of the import.
        import: String,
    },
    /// Browsers would refuse a file.
    #[error("browsers would refuse {file}: {reason}. `WASM_FEATURES` lists the features that wasm-opt may use")]
    Invalid {
        /// The file.
        file: String,
        /// The validator's message.
        reason: String,
    },
    /// A function of a part is in the core.
    #[error(
        "{function} belongs to the part `{part}` but is in the core: code outside the part calls it, so the core needs \
         the whole part. Call it through the table in src/browser/parts.rs"
    )]
    InCore {
        /// The part.
        part: &'static str,
        /// The function.
        function: String,
    },
    /// The list of a part's functions is out of date.
    #[error(
        "no function of the part `{part}` begins with {start}: `PART_FUNCTIONS` in crates/shrink/src/split.rs is out \
         of date"
    )]
    Unknown {
        /// The part.
        part: &'static str,
        /// The beginning that no name has.
        start: &'static str,
    },
}

/// Splits the app that Cargo made, without the exports that begin with one of `unused` and without the code of panics. An app
/// without parts, built with `--cfg whole`, becomes a core only.
pub fn split(file: &Path, unused: &[&str]) -> Result<Split> {
    let wasm = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let wasm = relocatable::without(&wasm, unused, &panics::never_returning(&wasm)?)?;
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
    for output in needs.values().flatten() {
        let path = folder.path().join(format!("{output}.wasm"));
        let wasm = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        parts.wasm.insert(name_of(output, &needs), wasm);
    }
    for (part, outputs) in &needs {
        parts.files.insert(part.clone(), outputs.iter().map(|output| name_of(output, &needs)).collect());
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

/// Returns the name of a file: the names of all parts that need it.
fn name_of(output: &String, needs: &BTreeMap<String, Vec<String>>) -> String {
    let parts: Vec<&str> =
        needs.iter().filter(|(_, files)| files.contains(output)).map(|(part, _)| part.as_str()).collect();
    parts.join("-")
}

/// Reads the names of the imports of a part's file, and refuses imports that a part may not have.
fn shared_by(file: &str, wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            let import = import?;
            let is_shared = match import.ty {
                TypeRef::Memory(_) => import.name == "memory",
                TypeRef::Table(_) => import.name == "__indirect_function_table",
                // The stack pointer is the only mutable global.
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

/// Checks that a file uses only features that all supported browsers have.
pub fn check_for_browsers(file: &str, wasm: &[u8]) -> Result<(), SplitError> {
    let invalid =
        |error: wasmparser::BinaryReaderError| SplitError::Invalid { file: file.to_owned(), reason: error.to_string() };
    Validator::new_with_features(WasmFeatures::WASM2).validate_all(wasm).map(|_| ()).map_err(invalid)
}

impl Parts {
    /// Returns the names of the files that a portable edition needs.
    pub fn portable(&self) -> BTreeSet<&str> {
        let needed = self.files.iter().filter(|(part, _)| !SITE_PARTS.contains(&part.as_str()));
        needed.flat_map(|(_, files)| files).map(String::as_str).collect()
    }
}

impl Split {
    /// Checks that each part contains its functions, and the core none of them.
    pub fn check_borders(&self, own: &[PartFunctions]) -> Result<()> {
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

/// Reads the names of the functions with a body, as Rust spells them; `<A as B>::f` becomes `A as B>::f`.
fn functions(wasm: &[u8]) -> Result<Vec<String>> {
    let spelt = |(_, name): (u32, String)| format!("{:#}", demangle(&name)).trim_start_matches('<').to_owned();
    Ok(names::functions(wasm)?.into_iter().map(spelt).collect())
}

#[cfg(test)]
mod tests;
