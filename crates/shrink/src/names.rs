//! The names of a wasm's imports and exports.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Context, Result, ensure};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, Import, ImportSectionReader, KnownCustom, Name, Parser, Payload, TypeRef};

/// The module of all imports once they have short names.
pub const MODULE: &str = "a";

/// The names of a wasm's imports and exports.
#[derive(Debug, PartialEq, Eq)]
pub struct Names {
    /// The module of all imports.
    pub module: String,
    /// The names of the imports.
    pub imports: BTreeSet<String>,
    /// The names of the exports.
    pub exports: BTreeSet<String>,
}

impl Names {
    /// Reads the names in a wasm.
    pub fn of(wasm: &[u8]) -> Result<Self> {
        let (mut modules, mut imports, mut exports) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        modules.insert(import.module.to_owned());
                        imports.insert(import.name.to_owned());
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        exports.insert(export?.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        ensure!(
            modules.len() <= 1,
            "the wasm imports from {modules:?}: only imports from one module can get short names"
        );
        let module = modules.pop_first().context("the wasm imports nothing")?;
        Ok(Self { module, imports, exports })
    }
}

/// Changes imports from this module to imports from the wasm's only other module.
pub fn with_module(wasm: &[u8], removed: &str) -> Result<Vec<u8>> {
    let mut modules = modules(wasm)?;
    ensure!(modules.remove(removed), "the wasm imports nothing from {removed}");
    let module = modules.pop_first().with_context(|| format!("the wasm imports only from {removed}"))?;
    ensure!(modules.is_empty(), "the wasm imports from {modules:?} beside {module} and {removed}");
    rewritten(
        wasm,
        |import| (import.module == removed).then(|| (module.clone(), import.name.to_owned())),
        |name| Some(name.to_owned()),
    )
}

/// Returns the modules from which a wasm imports.
fn modules(wasm: &[u8]) -> Result<BTreeSet<String>> {
    let mut modules = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            modules.insert(import?.module.to_owned());
        }
    }
    Ok(modules)
}

/// Removes all other exports of a wasm.
pub fn with_exports(wasm: &[u8], exports: &BTreeSet<String>) -> Result<Vec<u8>> {
    rewritten(wasm, |_| None, |name| exports.contains(name).then(|| name.to_owned()))
}

/// Renames imports and exports of a wasm, and removes exports without a new name.
pub fn renamed(wasm: &[u8], imports: &BTreeMap<String, String>, exports: &BTreeMap<String, String>) -> Result<Vec<u8>> {
    let import = |import: &Import<'_>| Some((MODULE.to_owned(), imports.get(import.name)?.clone()));
    rewritten(wasm, import, |name| exports.get(name).cloned())
}

fn rewritten(
    wasm: &[u8],
    import: impl Fn(&Import<'_>) -> Option<(String, String)>,
    export: impl Fn(&str) -> Option<String>,
) -> Result<Vec<u8>> {
    let mut module = Module::new();
    Rewriter { import, export }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

struct Rewriter<I, E> {
    /// The new module and name of an import; `None` keeps the old ones.
    import: I,
    /// The new name of an export; `None` removes the export.
    export: E,
}

impl<I: Fn(&Import<'_>) -> Option<(String, String)>, E: Fn(&str) -> Option<String>> Reencode for Rewriter<I, E> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            match (self.import)(&import) {
                Some((module, name)) => {
                    self.parse_import(imports, Import { module: &module, name: &name, ..import })?
                }
                None => self.parse_import(imports, import)?,
            }
        }
        Ok(())
    }

    fn parse_export(&mut self, section: &mut ExportSection, export: Export<'_>) -> Result<(), Error<Infallible>> {
        match (self.export)(export.name) {
            Some(name) => utils::parse_export(self, section, Export { name: &name, ..export }),
            None => Ok(()),
        }
    }
}

/// Reads the names of the functions that have a body, each with its position among these.
pub fn functions(wasm: &[u8]) -> Result<Vec<(u32, String)>> {
    let (mut imported, mut found) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    // A part imports memory and table too.
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(sections) = section.as_known() else { continue };
                for section in sections {
                    let Name::Function(functions) = section? else { continue };
                    for function in functions {
                        let function = function?;
                        found.extend(function.index.checked_sub(imported).map(|at| (at, function.name.to_owned())));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}
