//! A program of a core and a part, split as the app is.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;
use wasm_encoder::{
    ConstExpr, EntityType, ExportKind, ExportSection, GlobalSection, GlobalType, ImportSection, MemorySection,
    MemoryType, Module, TableSection, TableType, TypeSection, ValType,
};

use super::*;
use crate::bound::Bound;
use crate::connect::connect;
use crate::names::Names;

/// The expansion of the macro `wasm_split` for a function `f` in a part `extra`, without the crates that it needs.
const PROGRAM: &str = r#"
#![no_std]
use core::ffi::c_void;

type Callback = unsafe extern "C" fn(*const c_void, bool);

#[link(wasm_import_module = "__wasm_split_placeholder__")]
unsafe extern "C" {
    fn __wasm_split_load_extra(callback: Callback, data: *const c_void);
    fn __wasm_split_00extra00_import_0123456789abcdef0123456789abcdef_f(number: u32) -> u32;
}

#[link(wasm_import_module = "__wbindgen_placeholder__")]
unsafe extern "C" {
    fn __wbg_alert(number: u32);
}

pub mod own {
    static TABLE: [u32; 4] = [7919, 7907, 7901, 7883];

    #[inline(never)]
    pub fn work(number: u32) -> u32 {
        TABLE[(super::on_stack(number) % 4) as usize]
    }
}

/// Core and part need the stack.
#[inline(always)]
fn on_stack(number: u32) -> u32 {
    let mut room = [number; 16];
    core::hint::black_box(&mut room);
    room[3]
}

#[unsafe(no_mangle)]
pub extern "C" fn __wasm_split_00extra00_export_0123456789abcdef0123456789abcdef_f(number: u32) -> u32 {
    own::work(number)
}

unsafe extern "C" fn loaded(_: *const c_void, ok: bool) {
    unsafe { __wbg_alert(if ok { __wasm_split_00extra00_import_0123456789abcdef0123456789abcdef_f(3) } else { 0 }) }
}

#[unsafe(no_mangle)]
pub extern "C" fn start() {
    unsafe { __wasm_split_load_extra(loaded, on_stack(0) as *const c_void) }
    // STRAY
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
"#;

const PROGRAM_FUNCTIONS: &[PartFunctions] = &[("extra", &["program::own::"])];

/// The script that wasm-bindgen writes for the program's core.
const SCRIPT: &str = r#"import * as import1 from "./__wasm_split.js"

function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_alert: function(arg0) {
            alert(arg0);
        },
    };
    return {
        __proto__: null,
        "./reader_bg.js": import0,
        "./__wasm_split.js": import1,
    };
}
let wasm;
async function __wbg_init(module_or_path) {
    if (module_or_path === undefined) {
        module_or_path = new URL('reader_bg.wasm', import.meta.url);
    }
    wasm = (await WebAssembly.instantiate(module_or_path, __wbg_get_imports())).instance.exports;
    wasm.start();
}
export { __wbg_init as default };
"#;

fn compile(text: &str, options: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (source, wasm) = (folder.path().join("program.rs"), folder.path().join("program.wasm"));
    fs::write(&source, text).unwrap();
    let mut command = Command::new("rustc");
    command.args(["--edition=2024", "--crate-type=cdylib", "--target=wasm32-unknown-unknown", "-Copt-level=z"]);
    command.args(["-Cpanic=abort", "-Cstrip=debuginfo"]).args(options).arg("-o").arg(&wasm).arg(&source);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (folder, wasm)
}

fn split_program(text: &str) -> Split {
    let (_folder, wasm) = compile(text, &["-Clink-arg=--emit-relocs"]);
    split(&wasm, &[]).unwrap()
}

#[test]
fn a_part_has_what_only_it_needs_and_imports_three_things() {
    let split = split_program(PROGRAM);
    assert_eq!(split.parts.files, [("extra".to_owned(), vec!["extra".to_owned()])].into());
    assert_eq!(split.parts.shared, ["__indirect_function_table", "__wasm_split_shared0", "memory"]);
    split.check_borders(PROGRAM_FUNCTIONS).unwrap();
    let part = &split.parts.wasm["extra"];
    check_for_browsers("extra", part).unwrap();
    check_for_browsers("core", &split.core).unwrap();
    let number = 7907u32.to_le_bytes();
    let has = |wasm: &[u8]| wasm.windows(4).any(|bytes| bytes == number);
    assert!(has(part) && !has(&split.core), "its data lies in it");
    assert_eq!(split_program(PROGRAM).parts, split.parts, "the same bytes each time");
}

/// An export that no script calls, and a panic that the program can cause. Each has data of its own.
const WASTE: &str = r#"
static TEXT: [u32; 3] = [6007, 6011, 6029];

#[unsafe(no_mangle)]
pub extern "C" fn unused_by_scripts(number: u32) -> u32 {
    TEXT[(number % 3) as usize]
}

#[unsafe(no_mangle)]
pub extern "C" fn element(number: u32) -> u32 {
    let numbers = core::hint::black_box([1, 2, 3]);
    numbers[number as usize]
}
"#;

#[test]
fn unused_exports_and_the_code_of_panics_are_left_out_with_their_data() {
    let program = PROGRAM.replace("    loop {}", "    loop { core::hint::black_box(&[5003_u32, 5009, 5011]); }");
    let (_folder, wasm) = compile(&(program + WASTE), &["-Clink-arg=--emit-relocs"]);
    let has = |wasm: &[u8], number: u32| wasm.windows(4).any(|bytes| bytes == number.to_le_bytes());

    let whole = fs::read(&wasm).unwrap();
    assert!(has(&whole, 6011) && has(&whole, 5009), "the program has both");
    let split = split(&wasm, &["unused_"]).unwrap();
    check_for_browsers("core", &split.core).unwrap();
    assert!(!has(&split.core, 6011), "the data of the export is left out");
    assert!(!has(&split.core, 5009), "the data of the panic is left out");
    let has_text = |text: &str| split.core.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(has_text("element") && !has_text("unused_by_scripts"), "another export stays");

    let reason = super::split(&wasm, &["missing_"]).err().unwrap().to_string();
    assert!(reason.contains("missing_"), "{reason}");
}

/// Makes the core of that program as wasm-bindgen leaves it: it imports two functions, and exports one and what the
/// part imports.
fn bound_core() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32; 2], []);
    let mut imports = ImportSection::new();
    imports.import("./reader_bg.js", "__wbg_alert", EntityType::Function(0));
    imports.import(LOADER, "__wasm_split_load_extra", EntityType::Function(0));
    let (mut tables, mut memories, mut globals) = (TableSection::new(), MemorySection::new(), GlobalSection::new());
    let element_type = wasm_encoder::RefType::FUNCREF;
    tables.table(TableType { element_type, table64: false, minimum: 1, maximum: None, shared: false });
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let stack = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(stack, &ConstExpr::i32_const(1024));
    let mut exports = ExportSection::new();
    exports.export("start", ExportKind::Func, 1);
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("__indirect_function_table", ExportKind::Table, 0);
    exports.export("__wasm_split_shared0", ExportKind::Global, 0);
    exports.export("unused", ExportKind::Func, 0);
    let mut wasm = Module::new();
    wasm.section(&types).section(&imports).section(&tables).section(&memories).section(&globals).section(&exports);
    wasm.finish()
}

#[test]
fn the_script_loads_it_and_both_have_short_names() {
    let parts = split_program(PROGRAM).parts;
    let app = connect(Bound { script: SCRIPT.to_owned(), wasm: bound_core() }, &parts).unwrap();
    let Bound { script, wasm } = crate::shrink(&app.script, &app.wasm, &[], |wasm| Ok(wasm.to_vec())).unwrap();
    let names = Names::of(&wasm).unwrap();
    assert_eq!((names.module.as_str(), names.imports.len(), names.exports.len()), ("a", 2, 4));
    assert!(script.contains(r#"offprint.loadPart("extra", { __indirect_function_table: wasm."#), "{script}");
    assert!(!script.contains("__wasm_split.js") && !script.contains("__wasm_split_load"), "{script}");
    crate::script::minified(&script, crate::script::Kind::Module).unwrap();
}

#[test]
fn a_script_of_another_layout_is_refused() {
    let parts = split_program(PROGRAM).parts;
    let reason = |script: String| connect(Bound { script, wasm: bound_core() }, &parts).err().unwrap().to_string();
    assert!(reason(SCRIPT.replace("import1", "import_1 as")).contains("does not import ./__wasm_split.js"));
    assert!(reason(SCRIPT.replace("const import0", "const imports")).contains("does not give the wasm its imports"));
    let other = Parts { files: [("other".to_owned(), Vec::new())].into(), ..parts.clone() };
    let unloaded = connect(Bound { script: SCRIPT.to_owned(), wasm: bound_core() }, &other).err().unwrap().to_string();
    assert!(unloaded.contains("the core does not load the part `other`"), "{unloaded}");
}

#[test]
fn an_app_in_one_file_is_all_core() {
    let start = PROGRAM.find("#[unsafe(no_mangle)]").unwrap();
    let (imports, end) =
        (PROGRAM.find("#[link").unwrap(), PROGRAM.find("#[link(wasm_import_module = \"__wbindgen").unwrap());
    let (before, panics) = (&PROGRAM[end..start], &PROGRAM[PROGRAM.find("#[panic_handler]").unwrap()..]);
    let whole = "#[unsafe(no_mangle)] pub extern \"C\" fn start() { \
                 let work: fn(u32) -> u32 = core::hint::black_box(own::work); unsafe { __wbg_alert(work(3)) } }";
    let Split { core, parts } = split_program(&[&PROGRAM[..imports], before, whole, panics].concat());
    assert_eq!(parts, Parts::default());
    let app = connect(Bound { script: SCRIPT.to_owned(), wasm: core }, &parts).unwrap();
    assert_eq!(app.script, SCRIPT);
}

#[test]
fn one_call_from_the_core_brings_all_of_a_part_back_and_is_refused() {
    let stray = PROGRAM.replace("// STRAY", "unsafe { __wbg_alert(own::work(2)) }");
    let reason = split_program(&stray).check_borders(PROGRAM_FUNCTIONS).unwrap_err().to_string();
    assert!(reason.starts_with("program::own::work") && reason.contains("src/browser/parts.rs"), "{reason}");
}

#[test]
fn a_name_that_nothing_has_is_refused() {
    let reason = split_program(PROGRAM).check_borders(&[("extra", &["program::gone::"])]).unwrap_err().to_string();
    assert!(reason.contains("program::gone::") && reason.contains("crates/shrink/src/split.rs"), "{reason}");
}

#[test]
fn what_the_linker_did_not_prepare_is_refused_with_the_way_out() {
    let (_folder, wasm) = compile(PROGRAM, &[]);
    let reason = split(&wasm, &[]).err().unwrap().to_string();
    assert!(
        reason.contains("program.wasm") && reason.contains("--emit-relocs") && reason.contains("shell --whole"),
        "{reason}"
    );
}

fn importing(module: &str, name: &str, import_type: EntityType) -> Vec<u8> {
    let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
    types.ty().function([], []);
    imports.import(module, name, import_type);
    let mut wasm = Module::new();
    wasm.section(&types).section(&imports);
    wasm.finish()
}

#[test]
fn a_part_that_imports_more_is_refused() {
    let reason = |wasm: &[u8]| shared_by("extra", wasm).unwrap_err().to_string();
    let function = importing(SHARED, "f", EntityType::Function(0));
    assert!(reason(&function).contains("the part file extra imports __wasm_split.f"), "{}", reason(&function));
    let global = |module, mutable| {
        let stack = GlobalType { val_type: ValType::I32, mutable, shared: false };
        importing(module, "stack", EntityType::Global(stack))
    };
    assert!(reason(&global("env", true)).contains("env.stack"));
    assert!(reason(&global(SHARED, false)).contains("__wasm_split.stack"));
    assert_eq!(shared_by("extra", &global(SHARED, true)).unwrap(), ["stack"]);
}

#[test]
fn what_browsers_do_not_know_is_refused() {
    let memory = MemoryType { minimum: 1, maximum: None, memory64: true, shared: false, page_size_log2: None };
    let wasm = importing(SHARED, "memory", EntityType::Memory(memory));
    let reason = check_for_browsers("the part file extra", &wasm).unwrap_err().to_string();
    assert!(reason.starts_with("browsers would refuse the part file extra: "), "{reason}");
}
