//! Removes the code and the messages of panics.

use std::collections::BTreeSet;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Module};
use wasmparser::{FunctionBody, Parser, Payload};

use crate::names;

/// The beginnings of the names of functions that never return.
const NEVER_RETURN: &[&str] = &[
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
];

/// The beginnings of the paths of source files in panic messages, as `xtask::toolchain` has them written.
const PATH_PREFIXES: &[&[u8]] = &[b"/rustc/", b"/rust/deps/", b"cargo/registry/", b"home/", b"src/", b"crates/"];

/// The maximum length of such a path, in bytes.
const MAX_PATH_BYTES: usize = 200;

/// Makes panics end a wasm without a message: only a development build has a hook that prints one. wasm-opt then
/// removes the code that formats messages, and the arguments of the calls.
pub fn without_messages(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut silencer = Silencer { functions: never_returning(wasm)?, next: 0 };
    let mut module = Module::new();
    silencer.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// Overwrites the paths of source files with zeros, which compress to almost nothing. wasm-opt would split the data at
/// each run of zeros, so it must run first.
pub fn without_paths(mut wasm: Vec<u8>) -> Result<Vec<u8>> {
    let mut paths = Vec::new();
    for payload in Parser::new(0).parse_all(&wasm) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data?;
            let start = usize::try_from(data.range.end)? - data.data.len();
            let found =
                (0..data.data.len()).filter_map(|offset| Some((start + offset, path_length(&data.data[offset..])?)));
            paths.extend(found);
        }
    }
    for (start, length) in paths {
        wasm[start..start + length].fill(0);
    }
    Ok(wasm)
}

/// Returns the length of the path of a source file at the beginning of some bytes, if there is one.
fn path_length(bytes: &[u8]) -> Option<usize> {
    if !PATH_PREFIXES.iter().any(|start| bytes.starts_with(start)) {
        return None;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+".contains(byte);
    let name = &bytes[..bytes.len().min(MAX_PATH_BYTES)];
    let name = &name[..name.iter().position(|byte| !is_part(byte)).unwrap_or(name.len())];
    name.windows(3).position(|ending| ending == b".rs").map(|end| end + 3)
}

/// Finds the functions that never return, by their positions among the functions with a body.
pub fn never_returning(wasm: &[u8]) -> Result<BTreeSet<u32>> {
    let functions = names::functions(wasm)?;
    Ok(functions.into_iter().filter(|(_, name)| never_returns(name)).map(|(position, _)| position).collect())
}

/// Tells from a function's name whether it never returns. The name is `core[c5930c85a12de822]::panicking::panic_fmt`,
/// or the mangled form where wasm-bindgen did not demangle it.
fn never_returns(name: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let plain = match (name.split_once('['), name.split_once(']')) {
        (Some((before, _)), Some((_, after))) if before.chars().all(char::is_alphanumeric) => {
            format!("{before}{after}")
        }
        _ => name,
    };
    NEVER_RETURN.iter().any(|start| plain.starts_with(start))
}

/// A copier of a wasm that empties functions which never return.
struct Silencer {
    functions: BTreeSet<u32>,
    /// The position of the next function.
    next: u32,
}

impl Reencode for Silencer {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        section: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Infallible>> {
        let position = self.next;
        self.next += 1;
        if !self.functions.contains(&position) {
            return utils::parse_function_body(self, section, body);
        }
        let mut silent = Function::new([]);
        silent.instructions().unreachable().end();
        section.function(&silent);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{FunctionSection, NameMap, NameSection, TypeSection};
    use wasmparser::Operator;

    use super::*;

    #[test]
    fn only_panics_are_silenced() {
        let mangled = "_ZN4core9panicking9panic_fmt17h0123456789abcdefE";
        for name in ["core[c5930c85a12de822]::panicking::panic_fmt", "core::option::unwrap_failed::h00", mangled] {
            assert!(never_returns(name), "{name}");
        }
        for name in [
            "<core[c5930c85a12de822]::panicking::AssertKind as core::fmt::Debug>::fmt",
            "reader::core::panicking::f",
            "core::option::Option<T>::map",
            "alloc::raw_vec::RawVec<T,A>::grow_one",
        ] {
            assert!(!never_returns(name), "{name}");
        }
    }

    #[test]
    fn names_of_source_files_are_found_where_they_stand() {
        let lengths =
            [&b"/rustc/0123/library/core/src/str.rs/rustc/4"[..], b"cargo/registry/src/a-1.0/b_c.rs", b"home/a"];
        assert_eq!(lengths.map(path_length), [Some(35), Some(31), None]);
        assert_eq!([&b"lib/a.rs"[..], b"/rustc/ says a.rs", b""].map(path_length), [None; 3]);
    }

    #[test]
    fn names_of_source_files_become_zeros_and_nothing_else_moves() {
        let mut data = wasm_encoder::DataSection::new();
        data.passive(*b"before/rustc/0/a.rsafter");
        let mut module = Module::new();
        module.section(&data);
        let wasm = module.finish();
        let length = wasm.len();
        let wasm = without_paths(wasm).expect("a wasm");
        assert!(wasm.ends_with(b"before\0\0\0\0\0\0\0\0\0\0\0\0\0after"), "{wasm:?}");
        assert_eq!(wasm.len(), length);
    }

    #[test]
    fn a_panic_has_nothing_left_to_do() {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        types.ty().function([], []);
        let mut code = CodeSection::new();
        let mut names = NameMap::new();
        for (position, name) in ["reader::f", "core[00]::panicking::panic_fmt"].into_iter().enumerate() {
            let position = u32::try_from(position).expect("a small number");
            functions.function(0);
            let mut body = Function::new([]);
            body.instructions().call(0).end();
            code.function(&body);
            names.append(position, name);
        }
        let mut section = NameSection::new();
        section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code).section(&section);

        let silent = without_messages(&module.finish()).expect("a wasm");
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(&silent) {
            if let Payload::CodeSectionEntry(body) = payload.expect("a wasm") {
                bodies.push(body.get_operators_reader().expect("code").read().expect("code"));
            }
        }
        assert!(matches!(bodies[..], [Operator::Call { .. }, Operator::Unreachable]), "{bodies:?}");
    }
}
