//! Joins ES modules that import one another into one.
//!
//! The joined modules share one scope, so every name at their top level becomes unique first. The linker changes names
//! in oxc's table of symbols, never in the text. Our scripts need imports by name and default imports only; the linker
//! refuses other forms of import and export.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use oxc_allocator::Allocator;
use oxc_ast::ast::{ImportDeclaration, ImportDeclarationSpecifier, ModuleExportName, Program, Statement};
use oxc_codegen::Codegen;
use oxc_ecmascript::BoundNames;
use oxc_parser::Parser;
use oxc_semantic::{Scoping, SemanticBuilder, SymbolId};
use oxc_span::SourceType;

/// The text of a module, and a name that no other module has.
pub struct Source {
    /// The name, which is the same for all specifiers of the module.
    pub name: String,
    /// The JavaScript code.
    pub text: String,
}

/// A function that loads the module of a specifier. The second argument is the name of the importing module; it is
/// empty for the first module.
pub type Load<'a> = dyn Fn(&str, &str) -> Result<Source> + 'a;

/// Joins a module with all its imports. The result imports and exports nothing.
pub fn link(entry: &str, load: &Load<'_>) -> Result<String> {
    let allocator = Allocator::default();
    let mut graph = Graph { allocator: &allocator, load, modules: Vec::new(), open: Vec::new() };
    graph.visit(entry, "")?;
    let mut modules = graph.modules;
    rename(&mut modules)?;
    let mut joined = String::new();
    for module in modules {
        let code = Codegen::new().with_scoping(Some(module.scoping)).build(&module.program).code;
        joined.push_str(&code);
        joined.push('\n');
    }
    Ok(joined)
}

/// A parsed module.
struct Module<'a> {
    name: String,
    program: Program<'a>,
    scoping: Scoping,
    imports: Vec<Import>,
    exports: BTreeMap<String, SymbolId>,
}

/// A name that a module imports.
struct Import {
    /// The module that exports it.
    from: String,
    /// Its name in that module.
    exported: String,
    /// Its symbol in the importing module.
    local: SymbolId,
}

/// The modules read so far, each after its imports.
struct Graph<'a, 'l> {
    allocator: &'a Allocator,
    load: &'l Load<'l>,
    modules: Vec<Module<'a>>,
    /// The modules whose imports are being read.
    open: Vec<String>,
}

impl<'a> Graph<'a, '_> {
    /// Reads a module unless it was read before, and returns its name.
    fn visit(&mut self, specifier: &str, importer: &str) -> Result<String> {
        let Source { name, text } = (self.load)(specifier, importer)?;
        if self.modules.iter().any(|module| module.name == name) {
            return Ok(name);
        }
        self.open.push(name.clone());
        let is_open = self.open.iter().filter(|open| **open == name).count() > 1;
        ensure!(!is_open, "modules import one another in a circle: {}", self.open.join(" → "));
        let module = self.read(&name, &text).with_context(|| format!("{name} cannot be joined with others"))?;
        self.modules.push(module);
        self.open.pop();
        Ok(name)
    }

    fn read(&mut self, name: &str, text: &str) -> Result<Module<'a>> {
        let text = self.allocator.alloc_str(text);
        let parsed = Parser::new(self.allocator, text, SourceType::mjs()).parse();
        if let Some(diagnostic) = parsed.diagnostics.into_iter().next() {
            bail!("{:?}", diagnostic.with_source_code(text.to_owned()));
        }
        let mut program = parsed.program;
        let checked = SemanticBuilder::new().with_check_syntax_error(true).build(&program);
        if let Some(diagnostic) = checked.diagnostics.into_iter().next() {
            bail!("{:?}", diagnostic.with_source_code(text.to_owned()));
        }
        let scoping = checked.semantic.into_scoping();
        let (mut imports, mut exports) = (Vec::new(), BTreeMap::new());
        let body = std::mem::replace(&mut program.body, oxc_allocator::Vec::new_in(&self.allocator));
        for statement in body {
            match statement {
                Statement::ImportDeclaration(import) => imports.extend(self.imports(&import, name)?),
                Statement::ExportDeclaration(export) => {
                    let declaration = export.unbox().declaration;
                    declaration.bound_names(&mut |bound| {
                        exports.insert(bound.name.to_string(), bound.symbol_id());
                    });
                    program.body.push(Statement::from(declaration));
                }
                Statement::ExportNamedDeclaration(export) => {
                    for specifier in &export.specifiers {
                        let ModuleExportName::IdentifierReference(local) = &specifier.local else {
                            bail!("it exports something that has no name");
                        };
                        let symbol = scoping.get_reference(local.reference_id()).symbol_id();
                        let symbol =
                            symbol.with_context(|| format!("it exports {}, which it does not define", local.name))?;
                        exports.insert(specifier.exported.name().to_string(), symbol);
                    }
                }
                Statement::ExportFromDeclaration(_)
                | Statement::ExportDefaultDeclaration(_)
                | Statement::ExportAllDeclaration(_) => {
                    bail!("it has an `export` that is neither of a declaration nor of names in braces")
                }
                other => program.body.push(other),
            }
        }
        Ok(Module { name: name.to_owned(), program, scoping, imports, exports })
    }

    /// Reads the module of an import, and returns the imported names.
    fn imports(&mut self, import: &ImportDeclaration<'_>, importer: &str) -> Result<Vec<Import>> {
        let from = self.visit(&import.source.value, importer)?;
        let mut imports = Vec::new();
        for specifier in import.specifiers.iter().flatten() {
            let exported = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(specifier) => specifier.imported.name().to_string(),
                ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => "default".to_owned(),
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => {
                    bail!("it imports all of {from}: list the names to import")
                }
            };
            imports.push(Import { from: from.clone(), exported, local: specifier.local().symbol_id() });
        }
        Ok(imports)
    }
}

/// Renames every top-level symbol to a name that no scope uses, and every import to the name of its export.
fn rename(modules: &mut [Module<'_>]) -> Result<()> {
    let mut used = BTreeSet::new();
    for Module { scoping, .. } in modules.iter() {
        used.extend(scoping.root_unresolved_references().keys().map(|name| name.to_string()));
        let nested = scoping.symbol_ids().filter(|symbol| scoping.symbol_scope_id(*symbol) != scoping.root_scope_id());
        used.extend(nested.map(|symbol| scoping.symbol_name(symbol).to_owned()));
    }
    let mut exported: BTreeMap<(String, String), String> = BTreeMap::new();
    for module in modules {
        let Module { name, scoping, imports, exports, .. } = module;
        for Import { from, exported: wanted, local } in imports.iter() {
            let found = exported.get(&(from.clone(), wanted.clone()));
            let found = found.with_context(|| format!("{name} imports {wanted}, which {from} does not export"))?;
            scoping.set_symbol_name(*local, found.as_str().into());
        }
        let own: Vec<SymbolId> = scoping
            .symbol_ids()
            .filter(|symbol| scoping.symbol_scope_id(*symbol) == scoping.root_scope_id())
            .filter(|symbol| imports.iter().all(|import| import.local != *symbol))
            .collect();
        for symbol in own {
            let first = scoping.symbol_name(symbol).to_owned();
            let unique = (1..).map(|number| format!("{first}_{number}"));
            let unique = std::iter::once(first.clone()).chain(unique).find(|name| !used.contains(name));
            let unique = unique.context("no unused name is left")?;
            scoping.set_symbol_name(symbol, unique.as_str().into());
            used.insert(unique);
        }
        for (export, symbol) in exports {
            exported.insert((name.clone(), export.clone()), scoping.symbol_name(*symbol).to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(modules: &[(&str, &str)]) -> Result<String> {
        let load = |specifier: &str, _: &str| {
            let found = modules.iter().find(|(name, _)| *name == specifier);
            let (name, text) = found.with_context(|| format!("no {specifier}"))?;
            Ok(Source { name: (*name).to_owned(), text: (*text).to_owned() })
        };
        link(modules[0].0, &load)
    }

    fn reason(modules: &[(&str, &str)]) -> String {
        format!("{:#}", linked(modules).expect_err("an error"))
    }

    #[test]
    fn what_is_imported_comes_first_and_once() {
        let joined = linked(&[
            ("main", "import { a } from 'a';\nimport { b as c } from 'b';\nc(a);"),
            ("a", "import { b } from 'b';\nexport const a = b(1);"),
            ("b", "export function b(x) {\n\treturn x;\n}"),
        ]);
        assert_eq!(joined.unwrap(), "function b(x) {\n\treturn x;\n}\n\nconst a = b(1);\n\nb(a);\n\n");
    }

    #[test]
    fn one_name_in_two_modules_stays_two_things() {
        let joined = linked(&[
            ("main", "import { get } from 'a';\nconst read = () => get();\nread();"),
            ("a", "const read = 1;\nexport const get = () => ({ read, fetch });"),
        ]);
        let expected = "const read = 1;\nconst get = () => ({\n\tread,\n\tfetch\n});\n\nconst read_1 = () => get();\nread_1();\n\n";
        assert_eq!(joined.unwrap(), expected);
    }

    #[test]
    fn no_inner_name_and_no_global_one_hides_what_is_imported() {
        let joined = linked(&[
            (
                "main",
                "import { name as other, fetch as get } from 'a';\nexport const f = (name) => other(name, get, fetch);\nf();",
            ),
            ("a", "export const name = 1;\nconst fetch = 2;\nexport { fetch };"),
        ]);
        let expected =
            "const name_1 = 1;\nconst fetch_1 = 2;\n\nconst f = (name) => name_1(name, fetch_1, fetch);\nf();\n\n";
        assert_eq!(joined.unwrap(), expected);
    }

    #[test]
    fn a_default_is_imported_when_it_has_a_name() {
        let joined =
            linked(&[("main", "import start from 'a';\nstart();"), ("a", "function b() {}\nexport { b as default };")]);
        assert_eq!(joined.unwrap(), "function b() {}\n\nb();\n\n");
    }

    #[test]
    fn what_cannot_be_joined_is_named() {
        assert!(reason(&[("a", "import { b } from 'b';"), ("b", "import { a } from 'a';")]).contains("a → b → a"));
        assert!(reason(&[("a", "import { c } from 'b';"), ("b", "")]).contains("a imports c, which b does not export"));
        assert!(reason(&[("a", "import * as b from 'b';"), ("b", "")]).contains("it imports all of b"));
        assert!(reason(&[("a", "export default 1;")]).contains("neither of a declaration nor of names"));
        assert!(reason(&[("a", "const b = ;")]).contains("a cannot be joined"));
        assert!(reason(&[("a", "const b = 1; const b = 2;")]).contains("a cannot be joined"));
        assert!(reason(&[("a", "import 'b';")]).contains("no b"));
    }
}
