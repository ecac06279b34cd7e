//! Measures what each crate contributes to a wasm, by the names of its functions.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::Result;
use rustc_demangle::demangle;
use wasmparser::{Parser, Payload};

use crate::names;

/// The entry for functions whose name does not tell their crate: exports, and functions of wasm-bindgen and the linker.
const OTHERS: &str = "others";

/// The entry for data: strings and constants.
const DATA: &str = "data";

/// The bytes of each crate's functions, by the name of the crate. Before the last optimization and compression.
pub type Contents = BTreeMap<String, u64>;

/// Measures a wasm that has the names of its functions.
pub fn measure(wasm: &[u8]) -> Result<Contents> {
    let names: BTreeMap<u32, String> = names::functions(wasm)?.into_iter().collect();
    let mut contents = Contents::new();
    let mut position = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionEntry(body) => {
                let owner = names.get(&position).and_then(|name| crate_of(name));
                *contents.entry(owner.unwrap_or_else(|| OTHERS.to_owned())).or_default() += length(body.range());
                position += 1;
            }
            Payload::DataSection(section) => {
                *contents.entry(DATA.to_owned()).or_default() += length(section.range());
            }
            _ => {}
        }
    }
    Ok(contents)
}

fn length(range: Range<u64>) -> u64 {
    range.end - range.start
}

/// Returns the crate of a function. `<a::A as b::B>::f` belongs to `a`, and `<T as b::B>::f` to `b`.
fn crate_of(name: &str) -> Option<String> {
    let name = format!("{:#}", demangle(name));
    let mut words = name.split(|letter: char| !letter.is_ascii_alphanumeric() && !"_:[]".contains(letter));
    let path = words.find(|word| word.contains("::") && !word.starts_with("::"))?;
    let owner = path.split(['[', ':']).next()?;
    (!owner.is_empty()).then(|| owner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_belong_to_the_crate_of_their_type() {
        for (name, expected) in [
            ("reader::browser::start::{{closure}}", Some("reader")),
            ("core[c5930c85a12de822]::panicking::panic_fmt", Some("core")),
            ("<tachys::view::any_view::AnyView as tachys::view::Render>::build", Some("tachys")),
            ("<&T as core::fmt::Debug>::fmt", Some("core")),
            ("<T as updates::store::BundleStore>::get", Some("updates")),
            ("__wbindgen_malloc", None),
            ("memcpy", None),
        ] {
            assert_eq!(crate_of(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn everything_is_counted() {
        use wasm_encoder::{
            CodeSection, DataSection, Function, FunctionSection, Module, NameMap, NameSection, TypeSection,
        };
        let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([], []);
        let mut names = NameMap::new();
        for (position, name) in ["reader::f", "memcpy"].into_iter().enumerate() {
            functions.function(0);
            let mut body = Function::new([]);
            body.instructions().unreachable().end();
            code.function(&body);
            names.append(u32::try_from(position).expect("a small number"), name);
        }
        let mut data = DataSection::new();
        data.passive(*b"words");
        let mut section = NameSection::new();
        section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code).section(&data).section(&section);
        let contents = measure(&module.finish()).expect("a wasm");
        assert_eq!(contents.keys().collect::<Vec<_>>(), ["data", "others", "reader"]);
        assert_eq!(contents["reader"], contents["others"]);
        assert!(contents["data"] >= 5);
    }
}
