//! Shrinks a small script and wasm in the layout of wasm-bindgen.

use super::*;

const SCRIPT: &str = r#"export class Stream {
    free() {
        wasm.__wbg_stream_free(this.__wbg_ptr, 0);
    }
}
if (Symbol.dispose) Stream.prototype[Symbol.dispose] = Stream.prototype.free;
export class Made {
    static __wrap(ptr) {
        return Object.create(Made.prototype);
    }
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_alert_00: function(arg0) {
            alert(arg0);
        },

        __wbg_close_01: function() { return handleError(function (arg0) {
            arg0.close();

            "__wbg_close_01: function";
        }, arguments); },
        __wbg_made_new_02: function(arg0) {
            return Made.__wrap(arg0);
        },
    };
    return {
        __proto__: null,
        "./reader_bg.js": import0,
    };
}
const StreamFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_stream_free(ptr, 1));
function handleError(f, args) {
    return f.apply(this, args);
}
let wasm;
function initSync(module) {
    wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
}
async function __wbg_init(module_or_path) {
    if (module_or_path === undefined) {
        module_or_path = new URL('reader_bg.wasm', import.meta.url);
    }
    wasm = (await WebAssembly.instantiate(module_or_path, __wbg_get_imports())).instance.exports;
    wasm.__wbindgen_start();
}
export { initSync, __wbg_init as default };
"#;

/// Makes a wasm that imports two functions and exports two.
fn wasm() -> Vec<u8> {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
        TypeSection,
    };
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("./reader_bg.js", "__wbg_alert_00", EntityType::Function(0));
    imports.import("./reader_bg.js", "__wbg_made_new_02", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut exports = ExportSection::new();
    exports.export("__wbg_stream_free", ExportKind::Func, 2);
    exports.export("__wbindgen_start", ExportKind::Func, 2);
    let mut code = CodeSection::new();
    let mut body = Function::new([]);
    body.instructions().call(0).call(1).end();
    code.function(&body);
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);
    module.finish()
}

fn unchanged(wasm: &[u8]) -> Result<Vec<u8>> {
    Ok(wasm.to_vec())
}

#[test]
fn what_nobody_needs_goes_and_the_rest_has_short_names() {
    let Bound { script, wasm } = shrink(SCRIPT, &wasm(), &[], unchanged).expect("they fit");
    let script = script::minified(&script, script::Kind::Module).expect("a script");
    let names = Names::of(&wasm).expect("they fit");
    assert_eq!(names.module, "a");
    assert_eq!(names.imports, BTreeSet::from(["a".to_owned(), "b".to_owned()]));
    assert_eq!(names.exports, BTreeSet::from(["a".to_owned()]));
    for gone in ["Stream", "__wb", "close", "initSync", "reader", "Instance(", "import.meta", "\n    "] {
        assert!(!script.contains(gone), "{gone} is still in {script}");
    }
    assert!(script.contains("alert") && script.contains(".a()") && script.contains(" as default}"), "{script}");
}

#[test]
fn a_class_that_another_script_uses_stays() {
    let Bound { script, wasm } = shrink(SCRIPT, &wasm(), &["Stream"], unchanged).expect("they fit");
    let script = script::minified(&script, script::Kind::Module).expect("a script");
    assert!(script.contains(" as Stream") && !script.contains(" as Made"), "{script}");
    // One export frees objects of the class, the other starts the wasm.
    assert_eq!(Names::of(&wasm).expect("they fit").exports.len(), 2);
}

#[test]
fn what_does_not_fit_is_an_error() {
    let reason = |script: &str| format!("{:#}", shrink(script, &wasm(), &[], unchanged).err().expect("no fit"));
    let reason_after = |from: &str, to: &str| {
        assert!(SCRIPT.contains(from));
        reason(&SCRIPT.replace(from, to))
    };
    assert_eq!(
        reason_after("__wbg_alert_00", "__wbg_alert_03"),
        "the wasm imports __wbg_alert_00, which the script does not have"
    );
    assert_eq!(reason_after("wasm.__wbindgen_start", "wasm.go"), "the script calls go, which the wasm does not have");
    assert!(reason_after("./reader_bg.js", "./other_bg.js").contains("import object for ./reader_bg.js"));
    assert!(reason_after("__wbg_init as default", "__wbg_init").contains("exports no default"));
    assert!(reason_after("(module_or_path === undefined)", "(!module_or_path)").contains("does not look for its wasm"));
}

#[test]
fn short_names_are_as_many_as_are_needed() {
    let names: BTreeSet<String> = (0..1000).map(|number| format!("name{number:04}")).collect();
    let short = shortened(&names);
    assert_eq!((short.len(), short["name0000"].as_str(), short["name0052"].as_str()), (1000, "a", "aa"));
    assert_eq!(short.values().collect::<BTreeSet<_>>().len(), 1000);
}

#[test]
fn a_script_may_stand_in_an_element() {
    let script = script::minified("f('</script>', /<!--x/, `<!--`);", script::Kind::Classic).expect("a script");
    assert_eq!(script, r#"(()=>{"use strict";f(`<\/script>`,/<\!--x/,`<\!--`);})();"#);
}

#[test]
fn a_classic_script_is_no_module() {
    assert!(script::minified("f(import.meta.url);", script::Kind::Module).is_ok());
    assert!(script::minified("f(import.meta.url);", script::Kind::Classic).is_err());
}

#[test]
fn values_are_described_in_short() {
    let written =
        "let a;\nfunction debugString(val) {\n    if (val) {\n        return 'long';\n    }\n}\nf(debugString(a));\n";
    let script = script::without_descriptions(written).expect("a script");
    assert_eq!(script, "let a;\nfunction debugString(val) { return String(val); }\nf(debugString(a));\n");
    assert_eq!(script::without_descriptions("f();").expect("a script"), "f();");
    assert!(script::without_descriptions("const debugString = (val) => val;").is_err());
}

#[test]
fn warnings_to_developers_go() {
    let written = "if (a) {\n    console.warn(\"`b` (slow):\\n\", e);\n} else {\n    console.warn('c')\n}\n";
    assert_eq!(script::without_warnings(written).expect("a script"), "if (a) {\n} else {\n}\n");
}

#[test]
fn a_script_means_the_same_in_every_encoding() {
    let script = script::minified("f('Цитата', `« ${g} »`, /[а-я🕊]/u);", script::Kind::Classic).expect("a script");
    assert!(script.is_ascii(), "{script}");
    for escaped in ["\\u0426\\u0438", "\\u00ab", "[\\u0430-\\u044f\\ud83d\\udd4a]"] {
        assert!(script.contains(escaped), "no {escaped} in {script}");
    }
}

#[test]
fn browsers_of_2020_know_the_syntax() {
    let script = script::minified("let a = f(); a = a || g(); h(a?.b ?? 1)", script::Kind::Module).expect("a script");
    assert!(!script.contains("||=") && script.contains("?.") && script.contains("??"), "{script}");
}
